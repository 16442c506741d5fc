"""The gate: one way in, one commit.

GET and HEAD run in a reading transaction and never write. Everything else writes in one
transaction that commits once, after the view, if the answer is below 400. An answer from a door
without a guard is not let out. What personal data was shown is logged here, in a transaction of
its own: the one write that a GET causes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from flask import Flask, Response, g, request

from lms.core import db as database
from lms.core.guard import is_public, was_guarded
from lms.core.origin import Origin, current

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class UnguardedDoor(RuntimeError):
    """A view answered without asking a policy and without being marked public."""


class Gate(Flask):
    """The application class; see the module."""

    def full_dispatch_request(self) -> Response:
        """One request: one transaction, one guard, one commit."""
        reads = request.method in READING
        token = current.set(Origin(request.remote_addr or "", request.user_agent.string[:200]))
        try:
            with database.reading() if reads else nullcontext():
                response = super().full_dispatch_request()
                self._check_guard(response)
                _end_transaction(response, reads)
            _write_access_log()
            return response
        finally:
            current.reset(token)

    def _check_guard(self, response: Response) -> None:
        endpoint = request.endpoint
        if response.status_code >= 400 or endpoint is None or was_guarded():
            return
        if request.method == "OPTIONS":
            return  # Flask answers it by itself: which methods there are, and nothing else
        if not is_public(self.view_functions.get(endpoint)):
            database.rollback()
            raise UnguardedDoor(endpoint)


def _end_transaction(response: Response, reads: bool) -> None:
    if reads or response.status_code >= 400:
        database.rollback()
    else:
        database.commit()


def _write_access_log() -> None:
    shown = g.pop("shown", None)
    if shown:
        with database.writing():
            for write in shown:
                write()
            database.commit()


def show(write: Callable[[], None]) -> None:
    """Remember what is noted whatever the answer is: that data was shown, that a scan was refused.

    The gate writes it after the answer is made, in a transaction of its own.
    """
    g.setdefault("shown", []).append(write)
