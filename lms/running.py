"""`lms run`: web server and worker as children of one process that stops them together."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import ForkProcess

from granian.log import LogLevels

from lms.config import Settings
from lms.serving import serve, work

STOP_SECONDS = 15
"""How long a child may take to finish what it has in hand."""

_LOOK_SECONDS = 0.1
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class ChildEnded(Exception):
    """One of the two ended by itself; its text is one line for the operator."""


@dataclass
class Child:
    """One process that was started, in a session of its own so that Ctrl-C reaches only us."""

    name: str
    process: ForkProcess

    def bury(self, seconds: float) -> None:
        """Wait for its end; what is left of it after that is killed, children and all."""
        self.process.join(seconds)
        if self.process.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()


class _Stop:
    """Becomes true with the first Ctrl-C or SIGTERM."""

    def __init__(self) -> None:
        self.asked = False
        for number in _STOPPING:
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
        _start("web server", lambda: serve(settings, log=LogLevels.warning)),
        _start("worker", lambda: work(settings)),
    ]
    try:
        _watch(children, stop, settings, ready)
    finally:
        for child in children:
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.bury(max(0.1, deadline - time.monotonic()))


def _start(name: str, target: Callable[[], None]) -> Child:
    """Fork, so that the child has loaded already what we have loaded."""

    def run() -> None:
        os.setsid()
        for number in _STOPPING:
            signal.signal(number, signal.SIG_DFL)
        target()

    process = multiprocessing.get_context("fork").Process(target=run, name=name)
    process.start()
    return Child(name, process)


def _watch(
    children: list[Child], stop: _Stop, settings: Settings, ready: Callable[[], None]
) -> None:
    told = False
    while not stop.asked:
        for child in children:
            if not child.process.is_alive():
                raise ChildEnded(f"The {child.name} ended (status {child.process.exitcode}).")
        if not told and answers(settings):
            told = True
            ready()
        time.sleep(_LOOK_SECONDS)


def answers(settings: Settings) -> bool:
    """Does the server say that it is alive?"""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # asked, not listened at
    host = everywhere.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(host, settings.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
