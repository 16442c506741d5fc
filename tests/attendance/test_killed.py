"""The server is killed (kill -9) in the middle of a flood of scans: nothing told is lost or doubled."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from lms.attendance import services
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import AttendanceEvent, AttendanceRecord
from lms.catalogue.models import ClassSession
from lms.core.db import db
from lms.core.gate import Gate
from tests.attendance.conftest import Acting, a_class, at
from tests.cli.commands import environment, free_port
from tests.make import Make

PEOPLE = 60
BEFORE_THE_END = 12
"""So many have been told "recorded" when the server dies."""
PATIENCE = 90
RECORDED = 303
RAW = hashlib.sha1(b"flood", usedforsecurity=False).hexdigest()


class Server:
    """Granian with our application as a process group of its own; its clock begins at 09:20."""

    def __init__(self, app: Gate) -> None:
        settings = app.extensions["settings"]
        self.port = free_port()
        binary = str(Path(sys.executable).parent / "granian")
        self.process = subprocess.Popen(
            [binary, "--interface", "wsgi", "wsgi:app", "--host", "127.0.0.1", "--port",
             str(self.port), "--workers", "1", "--blocking-threads", "4", "--log-level", "error"],
            env=environment(
                settings.home,
                LMS_ENV="test",
                LMS_DATABASE_URL=settings.database_url,
                LMS_SECRET_KEY=settings.secret_key,
                LMS_CLOCK=at("09:20").isoformat(),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._wait()
        self.answered_at = time.monotonic()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except OSError:
                assert self.process.poll() is None, "the server did not start"
                assert time.monotonic() < until, "it took too long"
                time.sleep(0.05)

    def kill(self) -> None:
        """As an empty battery would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def code(self, session_id: int) -> str:
        """The code on the screen; a little old at most, by the server's clock."""
        session = db.session.get_one(ClassSession, session_id)
        shown_at = at("09:20") + timedelta(seconds=time.monotonic() - self.answered_at)
        return services.code_of(session, EventKind.came, shown_at)

    def scan(self, cookie: str, form: dict[str, str]) -> int:
        """One phone; 0: no answer came back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", "/check-in", urlencode(form), headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()


@contextmanager
def running(app: Gate) -> Iterator[Server]:
    server = Server(app)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def signed_in(app: Gate, key: str) -> str:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["csrf_token"] = key, True, RAW
    found = client.get_cookie("session")
    assert found
    return f"session={found.value}"


def flood(
    app: Gate, acting: Acting, server: Server, session_id: int, cookies: Sequence[str], die_at: int
) -> list[int]:
    """Everybody scans at once; the server dies when so many were told (0: it lives)."""
    token = str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(RAW))
    with acting():
        form = {"csrf_token": token, "code": server.code(session_id)}
    with ThreadPoolExecutor(8) as phones:
        answers = [phones.submit(server.scan, cookie, form) for cookie in cookies]
        until = time.monotonic() + PATIENCE
        while die_at and time.monotonic() < until:
            if sum(one.done() and one.result() == RECORDED for one in answers) >= die_at:
                server.kill()
                break
            time.sleep(0.002)
        return [one.result() for one in answers]


def kept(acting: Acting) -> tuple[int, int, int]:
    """Events, people who have one, records that say present."""
    with acting():
        events = db.session.scalar(select(func.count(AttendanceEvent.id))) or 0
        people = select(func.count(AttendanceEvent.enrolment_id.distinct()))
        there = select(func.count()).where(AttendanceRecord.mark == Mark.late)
        return events, db.session.scalar(people) or 0, db.session.scalar(there) or 0


def test_a_killed_server_loses_no_scan_and_doubles_none(
    app: Gate, make: Make, acting: Acting
) -> None:
    classroom = a_class(make, [f"사람{n}" for n in range(PEOPLE)])
    with acting():
        people = [db.session.merge(one).user.session_key for one in classroom.enrolments]
    cookies = [signed_in(app, key) for key in people]
    session_id = classroom.session.id
    with running(app) as server:
        answers = flood(app, acting, server, session_id, cookies, BEFORE_THE_END)
    told = answers.count(RECORDED)
    events, persons, _ = kept(acting)
    assert told < PEOPLE, "the server died too late to show anything"
    assert events == persons >= told >= BEFORE_THE_END
    with running(app) as server:
        again = flood(app, acting, server, session_id, cookies, 0)
    assert again == [RECORDED] * PEOPLE
    assert kept(acting) == (PEOPLE, PEOPLE, PEOPLE)
