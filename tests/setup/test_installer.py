"""The installer's promises: nothing twice, no stamp for half a job, plain words when it stops."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder that holds the installer and one file to install from."""
    shutil.copytree(
        ROOT / "setup", tmp_path / "setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "lock.txt").write_text("one")
    return tmp_path


def _python(project: Path, script: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run ``script`` with the installer's modules of ``project`` at hand."""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "setup"), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


FRESH = """
import sys; from pathlib import Path; from progress import ROOT; from stamp import is_fresh, stamped
stamp = ROOT / "goods" / "stamp"
def install(fail=False):
    with stamped(stamp, ["lock.txt"]):
        if fail: raise SystemExit(9)
"""


def test_a_stamp_says_installed_until_an_input_changes(project: Path) -> None:
    check = FRESH + "print(is_fresh(stamp, ['lock.txt']))"
    assert _python(project, check).stdout == "False\n"
    _python(project, FRESH + "install()")
    assert _python(project, check).stdout == "True\n"
    (project / "lock.txt").write_text("two")
    assert _python(project, check).stdout == "False\n"


def test_an_interrupted_installation_leaves_no_stamp(project: Path) -> None:
    _python(project, FRESH + "install()")
    assert _python(project, FRESH + "install(fail=True)").returncode == 9
    assert _python(project, FRESH + "print(is_fresh(stamp, ['lock.txt']))").stdout == "False\n"


def test_a_moved_project_is_installed_anew(project: Path, tmp_path: Path) -> None:
    _python(project, FRESH + "install()")
    moved = shutil.copytree(project, tmp_path / "moved", ignore=shutil.ignore_patterns("moved"))
    assert _python(moved, FRESH + "print(is_fresh(stamp, ['lock.txt']))").stdout == "False\n"


def test_without_apt_the_packages_are_named(project: Path) -> None:
    nothing = project / "no-programs"
    nothing.mkdir()
    script = """
import progress, system
try:
    system.require_right_to_install(["libpango-1.0-0", "chromium"])
except progress.SetupError as error:
    print(error)
"""
    told = _python(project, script, PATH=str(nothing)).stdout
    assert "libpango-1.0-0 chromium" in told
    assert "no apt-get" in told


def test_a_failed_command_shows_the_end_of_its_output(project: Path) -> None:
    script = """
import progress
progress.start_log()
try:
    progress.run("sh", "-c", "for i in $(seq 1 100); do echo line $i; done; exit 3")
except progress.SetupError as error:
    print(error)
"""
    told = _python(project, script).stdout
    assert "exit status 3" in told
    assert "line 100" in told
    assert "line 50\n" not in told
    assert "line 50\n" in (project / "build" / "setup.log").read_text()


def test_a_second_start_installs_nothing() -> None:
    """The first one finds everything there too, unless setup.cfg was edited since `make test`."""
    _start()
    second = _start()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def _start() -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [ROOT / "setup" / "start", "test"], capture_output=True, text=True, check=False
    )
