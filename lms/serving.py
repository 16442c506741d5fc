"""The two kinds of process an installation needs: web server and worker, as commands to start."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping

from lms.config import PROJECT, ConfigError, Settings


def server_command(settings: Settings, *, workers: int = 1, log: str = "info") -> list[str]:
    """The web server: granian with `workers` processes of `settings.threads` threads each."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(workers), "--blocking-threads", str(settings.threads)),
        *("--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--working-dir", str(PROJECT), "--log-level", log),
        "wsgi:app",
    ]


def worker_command() -> list[str]:
    """The worker, which sends mail and makes certificates."""
    return [sys.executable, "-m", "lms.cli", "worker"]


def environment(settings: Settings) -> Mapping[str, str]:
    """The environment of a child process: ours, with what was said on the command line."""
    said = {
        "LMS_HOME": str(settings.home),
        "LMS_HOST": settings.host,
        "LMS_PORT": str(settings.port),
    }
    return {**os.environ, **said}


def require_free_port(settings: Settings) -> None:
    """Stop before anything is started if the address can't be listened on.

    Raises:
        ConfigError: somebody else listens there, or the address is not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ConfigError(
                f"Can't listen on {settings.host}:{settings.port} ({error.strerror or error}). "
                "Stop what uses it, or choose another port with LMS_PORT."
            ) from error
