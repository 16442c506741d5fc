"""Running the `lms` command as an operator would: another process, its own data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LMS = (sys.executable, "-m", "lms.cli")


def environment(home: Path, **settings: str) -> dict[str, str]:
    """This process's environment without its LMS_*, and these instead."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {**rest, "LMS_HOME": str(home), **settings}


def lms(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*LMS, *words],
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def production(**settings: str) -> Mapping[str, str]:
    """Settings of a sound production site."""
    sound = {
        "LMS_ENV": "production",
        "LMS_SECRET_KEY": "0123456789abcdef" * 4,
        "LMS_BASE_URL": "https://academy.example.org",
    }
    return {**sound, **settings}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
