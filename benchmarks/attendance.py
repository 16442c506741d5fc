"""Three hundred people who scan the code of one class within a minute; scans against a bare INSERT.

The first three hundred meet a server that is killed (kill -9) while they scan, and scan again when
it is back: nobody who was told "recorded" is lost, and nobody is recorded twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, insert, select

from benchmarks import load
from benchmarks.figures import Figure, told
from benchmarks.installation import (
    add_offering,
    applicants,
    databases,
    fill_catalogue,
    installation,
)
from benchmarks.servers import kill, serve
from lms.accounts.models import User
from lms.attendance import services
from lms.attendance.marks import EventKind
from lms.attendance.models import AttendanceEvent, AttendanceRecord
from lms.catalogue.models import ClassSession, Course
from lms.classrooms.models import Booking, BookingKind, Occurrence, Room
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment, EnrolmentStatus

PEOPLE = 300
ROUNDS = 3
SECONDS = 3
A_ROUND = 6_000
"""More people than a round can use up."""
RECORDED = 303
"""The answer to a scan that is recorded."""


def figures() -> Iterator[Figure]:
    """On SQLite and on PostgreSQL."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    with installation(url) as (app, environ):
        session_id = _one_class(app)
        yield from _killed(app, environ, session_id, name)
        bare = {"BARE_DATABASE_URL": environ["LMS_DATABASE_URL"]}
        with serve("wsgi:app", environ) as ours, serve("benchmarks.bare:app", bare) as other:
            yield from _crowd(app, ours.url, session_id, name)
            batches = iter(_batches(app, Path(environ["LMS_HOME"]), session_id))
            rate, bare_rate, ratio = load.paired(
                lambda: load.post(ours.url, next(batches), SECONDS),
                lambda: load.post(other.url, next(batches), SECONDS),
                ROUNDS,
            )
        yield told(f"scans, {name}: ours", rate, "scans/s")
        yield told(f"scans, {name}: bare INSERT view", bare_rate, "inserts/s")
        yield told(f"scans, {name}: ours to bare", ratio, "ratio")
        yield _agree(app, name)


def _killed(app: Gate, environ: dict[str, str], session_id: int, name: str) -> Iterator[Figure]:
    people = _people(app, session_id, 800_000, PEOPLE)
    with serve("wsgi:app", environ) as server, ThreadPoolExecutor(16) as crowd:
        lines = _with_code(app, session_id, people)
        answers = [crowd.submit(_send, server.url, line) for line in lines]
        time.sleep(0.7)
        kill(server.process)
        told_so = sum(one.exception() is None and one.result() == RECORDED for one in answers)
    kept = _events(app)
    yield Figure(f"scans, {name}: kept of those told, after kill -9", kept, "", f">= {told_so}",
                 kept >= told_so)  # fmt: skip
    with serve("wsgi:app", environ) as server, ThreadPoolExecutor(16) as crowd:
        lines = _with_code(app, session_id, people)  # the screen shows another one by now
        again = list(crowd.map(lambda line: _send(server.url, line), lines))
    kept = _events(app)
    sound = kept == PEOPLE and again.count(RECORDED) == PEOPLE
    yield Figure(f"scans, {name}: recorded once they scan again", kept, "", str(PEOPLE), sound)


def _events(app: Gate) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count(AttendanceEvent.id))) or 0
        db.session.rollback()
        return found


def _crowd(app: Gate, url: str, session_id: int, name: str) -> Iterator[Figure]:
    """All at once, on sixteen connections: nobody is lost, and how long it takes."""
    lines = _scans(app, session_id, 900_000, PEOPLE)
    before, begun = _events(app), time.perf_counter()
    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(lambda line: _send(url, line), lines))
    took = time.perf_counter() - begun
    kept = _events(app) - before
    sound = answers.count(RECORDED) == PEOPLE and kept == PEOPLE
    yield Figure(f"scans, {name}: recorded of {PEOPLE} at once", kept, "", str(PEOPLE), sound)
    yield Figure(f"scans, {name}: {PEOPLE} at once", took, "s", "<= 60 s", took <= 60)


def _send(url: str, line: str) -> int:
    path, cookie, body = line.split("\t")
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def _one_class(app: Gate) -> int:
    """An offering whose class is on now."""
    fill_catalogue(app, 1)
    start = clock.now() - timedelta(minutes=5)
    end = start + timedelta(hours=4)
    with app.app_context():
        course = db.session.scalars(select(Course)).one()
        offering = add_offering(course, 9, seats=1)
        room = Room(code="101", name="제1강의실", floor=1, capacity=30)
        booking = Booking(kind=BookingKind.class_, title="bench", created_at=start)
        db.session.add_all([room, booking])
        db.session.flush()
        occurrence = Occurrence(
            booking=booking, room_id=room.id, starts_at=start, ends_at=end,
            blocked_from=start, blocked_until=end,
        )  # fmt: skip
        db.session.add(occurrence)
        db.session.flush()
        session = ClassSession(
            offering_id=offering.id, occurrence_id=occurrence.id, starts_at=start, ends_at=end
        )
        db.session.add(session)
        commit()
        return session.id


def _batches(app: Gate, folder: Path, session_id: int) -> Iterator[Path]:
    for number in range(2 * (ROUNDS + 1)):
        path = folder / f"scans-{number}"
        path.write_text("\n".join(_scans(app, session_id, number * A_ROUND, A_ROUND)))
        yield path


def _scans(app: Gate, session_id: int, first: int, count: int) -> list[str]:
    """New people, each with the code of this moment."""
    return _with_code(app, session_id, _people(app, session_id, first, count))


def _people(app: Gate, session_id: int, first: int, count: int) -> list[str]:
    """New people, enrolled and signed in: cookie and token."""
    lines = applicants(app, "-", first, count)
    with app.app_context():
        session = db.session.get_one(ClassSession, session_id)
        keys = [f"bench{n:010d}" for n in range(first, first + count)]
        db.session.execute(
            insert(Enrolment),
            [
                {
                    "offering_id": session.offering_id,
                    "user_id": one,
                    "status": EnrolmentStatus.enrolled,
                    "applied_at": clock.now(),
                }
                for one in _ids(keys)
            ],
        )
        commit()
    return [line.split("\t", 1)[1] for line in lines]


def _with_code(app: Gate, session_id: int, people: list[str]) -> list[str]:
    """Lines for `load.post`, with the code that the screen shows now."""
    with app.app_context():
        session = db.session.get_one(ClassSession, session_id)
        code = services.code_of(session, EventKind.came, clock.now())
        db.session.rollback()
    return [f"/check-in\t{one}&code={code}" for one in people]


def _ids(keys: list[str]) -> list[int]:
    return list(db.session.scalars(select(User.id).where(User.session_key.in_(keys))))


def _agree(app: Gate, name: str) -> Figure:
    """An event and a record a person, neither lost nor doubled."""
    with app.app_context():
        events = db.session.scalar(select(func.count(AttendanceEvent.id))) or 0
        records = db.session.scalar(select(func.count(AttendanceRecord.id))) or 0
        db.session.rollback()
    assert records
    return Figure(f"scans, {name}: events a record", events / records, "", "1", events == records)
