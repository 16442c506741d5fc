"""The two kinds of process an installation needs: the web server and the worker."""

from __future__ import annotations

import os
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.app import create_app
from lms.config import PROJECT, ConfigError, Settings
from lms.jobs.queue import consumer, each_minute, prepare

STOP_SECONDS = 10
"""How long requests in hand may take once the server was told to stop."""


def serve(settings: Settings, *, workers: int = 1, log: LogLevels = LogLevels.info) -> None:
    """Serve the site until SIGTERM or SIGINT: `workers` processes of `settings.threads` threads.

    The processes are forked from this one, so they start at once and share what it has loaded.
    """
    # What was said on the command line must reach wsgi.py, which reads the environment.
    os.environ.update(
        LMS_HOME=str(settings.home), LMS_HOST=settings.host, LMS_PORT=str(settings.port)
    )
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        working_dir=PROJECT,
        log_level=log,
    ).serve()


def work(settings: Settings, *, threads: int = 2) -> None:
    """Send mail, make certificates, do the minute's routines, until SIGTERM.

    Args:
        threads: how many jobs are done side by side.
    """
    app = create_app(settings)
    each_minute(app)  # whatever a killed worker left behind is taken up at once
    prepare()
    consumer(app.extensions["huey"], threads).run()


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
