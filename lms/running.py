"""`lms run`: web server and worker as children of one process that stops them together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from lms.config import PROJECT, Settings
from lms.serving import environment, server_command, worker_command

STOP_SECONDS = 15
"""How long a child may take to finish what it has in hand."""

_LOOK_SECONDS = 0.1


class ChildEnded(Exception):
    """One of the two ended by itself; its text is one line for the operator."""


@dataclass
class Child:
    """One process that was started, in a session of its own so that Ctrl-C reaches only us."""

    name: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Ask it to finish."""
        if self.process.poll() is None:
            self.process.terminate()

    def bury(self, seconds: float) -> None:
        """Wait for its end; what is left of it after that is killed, children and all."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class _Stop:
    """Becomes true with the first Ctrl-C or SIGTERM."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def run_everything(settings: Settings, *, ready: Callable[[], None]) -> None:
    """Start both, watch them, and stop both on Ctrl-C or SIGTERM, or when one of them ends.

    Args:
        ready: called once, when the server answers.

    Raises:
        ChildEnded: one ended although nobody had asked.
    """
    stop = _Stop()
    children = [
        _start("web server", server_command(settings, log="warning"), settings),
        _start("worker", worker_command(), settings),
    ]
    try:
        _watch(children, stop, settings, ready)
    finally:
        for child in children:
            child.stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.bury(max(0.1, deadline - time.monotonic()))


def _start(name: str, command: list[str], settings: Settings) -> Child:
    process = subprocess.Popen(  # noqa: S603  # our own command
        command, cwd=PROJECT, env=environment(settings), start_new_session=True
    )
    return Child(name, process)


def _watch(
    children: list[Child], stop: _Stop, settings: Settings, ready: Callable[[], None]
) -> None:
    told = False
    while not stop.asked:
        for child in children:
            if child.process.poll() is not None:
                raise ChildEnded(f"The {child.name} ended (status {child.process.returncode}).")
        if not told and answers(settings):
            told = True
            ready()
        time.sleep(_LOOK_SECONDS)


def answers(settings: Settings) -> bool:
    """Does the server say that it is alive?"""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
