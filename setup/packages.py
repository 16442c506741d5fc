"""Python packages: ``.venv`` in the project's folder, filled by uv from a lock with hashes."""

import os
import shutil
import sys
from pathlib import Path

from progress import ROOT, run, step
from stamp import is_fresh, stamped

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "installed"
TO_RUN = "requirements/run.txt"
TO_TEST = "requirements/test.txt"


def is_installed(lock: str) -> bool:
    """Whether .venv holds what ``lock`` lists; TO_TEST lists all of TO_RUN."""
    return PYTHON.exists() and any(is_fresh(STAMP, _inputs(known)) for known in {lock, TO_TEST})


def make_environment() -> None:
    """Make .venv with pip, and put uv into it, unless it has them already."""
    if not PYTHON.exists():
        with step("Python environment"):
            shutil.rmtree(VENV, ignore_errors=True)
            # Started from the Python beneath, should this one be that of an environment itself.
            run(os.path.realpath(sys.executable), "-m", "venv", VENV)
    if not UV.exists():
        with step("Installer for Python packages (uv)"):
            run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", "requirements/uv.txt")


def install(lock: str) -> None:
    """Make .venv hold just what ``lock`` lists, and the project itself, editable.

    An environment that could run the tests stays one that can.
    """
    if STAMP.exists() and TO_TEST in STAMP.read_text():
        lock = TO_TEST
    with step("Python packages"), stamped(STAMP, _inputs(lock)):
        _uv("sync", "--require-hashes", lock)
        _uv("install", "--no-deps", "--no-build-isolation", "--editable", ".")


def install_apart(lock: str, folder: Path) -> None:
    """Install what ``lock`` lists into a ``folder`` of its own, outside .venv."""
    _uv("install", "--require-hashes", "--target", str(folder), "-r", lock)


def _inputs(lock: str) -> list[str]:
    return ["setup.cfg", "pyproject.toml", lock]


def _uv(*words: str) -> None:
    run(UV, "pip", *words, env={"VIRTUAL_ENV": str(VENV)})
