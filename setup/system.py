"""System packages: told by what they bring, so that nothing is installed that is there already.

Debian's and Ubuntu's apt-get is used where there is one and the right to use it; anywhere else the
packages are named and the set-up stops.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import browser
from progress import SetupError, run, step

POSTGRESQL = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Need:
    """One Debian package, and how to see that the machine has what it brings."""

    package: str
    is_there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _has_postgresql() -> bool:
    return shutil.which("initdb") is not None or any(Path(POSTGRESQL).glob("*/bin/initdb"))


TO_RUN = (
    Need(f"python3.{sys.version_info.minor}-venv", _has_ensurepip),
    Need("libpango-1.0-0", _library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", _library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", _library("libharfbuzz-subset.so.0")),
)
TO_MEASURE = (
    Need("postgresql", _has_postgresql),
    Need("wrk", lambda: shutil.which("wrk") is not None),
)
TO_TEST = (
    Need(browser.PACKAGE, browser.is_there),
    Need("postgresql", _has_postgresql),
    Need("redis-server", lambda: shutil.which("redis-server") is not None),
    Need("poppler-utils", lambda: shutil.which("pdftotext") is not None),
    Need("default-jre-headless", lambda: shutil.which("java") is not None),
)


def missing(needs: tuple[Need, ...]) -> list[str]:
    """The packages among ``needs`` that this machine lacks."""
    return [need.package for need in needs if not need.is_there()]


def require_right_to_install(packages: list[str]) -> None:
    """Raise SetupError, naming ``packages``, where apt-get cannot be used from here."""
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(
            "These system packages are missing (Debian's names), and there is no apt-get here:\n\n"
            f"    {' '.join(packages)}\n\n"
            "Please install what corresponds to them, then run the same command again."
        )
    if os.geteuid() != 0 and not _may_use_sudo():
        raise SetupError(
            "System packages are missing, and you are neither root nor able to use sudo here.\n"
            "Please have them installed, then run the same command again:\n\n"
            "    sudo apt-get update\n"
            f"    sudo apt-get install --no-install-recommends {' '.join(packages)}"
        )


def install(packages: list[str]) -> None:
    """Install Debian ``packages``; the package lists are fetched only where they are too old."""
    if not packages:
        return
    with step(f"System packages: {', '.join(packages)}"):
        try:
            _apt_get("install", "--no-install-recommends", *packages)
        except SetupError:
            _apt_get("update")
            _apt_get("install", "--no-install-recommends", *packages)


def require(needs: tuple[Need, ...]) -> None:
    """Raise SetupError if one of ``needs`` is still not met."""
    if packages := missing(needs):
        raise SetupError(f"Installed, but still not found: {', '.join(packages)}.")


def _may_use_sudo() -> bool:
    """Sudo without a password, or with one that the person at the terminal types now."""
    if shutil.which("sudo") is None:
        return False
    if sys.stdin.isatty():
        return subprocess.run(["sudo", "true"], check=False).returncode == 0
    silent = subprocess.run(["sudo", "--non-interactive", "true"], capture_output=True, check=False)
    return silent.returncode == 0


def _apt_get(verb: str, *words: str) -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1"]
    patient = ["-o", "DPkg::Lock::Timeout=120"]
    run(*as_root, *quiet, "apt-get", verb, "--yes", "--quiet", *patient, *words)
