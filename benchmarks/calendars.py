"""Proposals of the planner, a room's feed, and reading a full calendar file, against ten years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from statistics import median
from time import perf_counter

from benchmarks.figures import Figure, at_most, told
from benchmarks.installation import databases, installation
from benchmarks.rooms_data import fill_bookings, fill_rooms
from lms.accounts.models import User
from lms.calendars.blocks import MOST, events_in
from lms.calendars.reading import read
from lms.calendars.services import open_room_feed
from lms.catalogue.models import Offering
from lms.catalogue.placing import Wanted
from lms.catalogue.plan import Hours
from lms.catalogue.planner import Needs, proposal
from lms.classrooms.models import Room
from lms.core import clock
from lms.core.db import commit, db, reading
from lms.core.gate import Gate

TIMES = 7
YEAR = timedelta(days=365)
PROPOSAL, FEED, FILE = 500, 500, 3000
"""Milliseconds that each may take: a proposal; a program that visits a room's feed of 1,300 events;
reading a file."""


def figures() -> Iterator[Figure]:
    """Milliseconds each."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    today = clock.today()
    with installation(url) as (app, _):
        fill_rooms(app)
        fill_bookings(app, today - 5 * YEAR, today + 5 * YEAR)
        found, in_vain = _proposal(app, today, (18, 21)), _proposal(app, today, (9, 18))
        yield at_most(f"planner, {name}: ten evenings", _median(found), "ms", PROPOSAL)
        yield told(f"planner, {name}: nothing free for half a year", _median(in_vain), "ms")
        yield at_most(f"calendars, {name}: a room's feed", _median(_feed(app)), "ms", FEED)
        read_all = _median(_file(app, today))
        yield at_most(f"calendars, {name}: {MOST:,} events read", read_all, "ms", FILE)


def _median(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    taken = []
    for _ in range(TIMES):
        started = perf_counter()
        call()
        taken.append(perf_counter() - started)
    return median(taken) * 1000


def _proposal(app: Gate, today: date, hours: tuple[int, int]) -> Callable[[], object]:
    wanted = Wanted(today, 10, range(5), Hours(time(hours[0]), time(hours[1])))

    def propose() -> None:
        with app.test_request_context(), reading():
            offering = db.session.query(Offering).first() or Offering(sessions=[])
            proposal(offering, Needs(wanted, people=20))
            db.session.rollback()

    return propose


def _feed(app: Gate) -> Callable[[], object]:
    with app.test_request_context():
        room = db.session.query(Room).filter_by(code="B01").one()
        secret = open_room_feed(actor=_operator(), room=room)
        commit()
    client = app.test_client()
    return lambda: client.get(f"/calendars/{secret}.ics")


def _operator() -> User:
    user = User(
        email="desk@example.org",
        name="운영자",
        password_hash="!",
        session_key="desk",
        created_at=clock.now(),
    )
    db.session.add(user)
    return user


def _file(app: Gate, today: date) -> Callable[[], object]:
    day = f"{today + timedelta(days=30):%Y%m%d}"
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:회의 {n}\r\nLOCATION:101호\r\n"
        f"DTSTART;TZID=Asia/Seoul:{day}T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
        for n in range(MOST)
    )
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()

    def parse() -> None:
        with app.test_request_context():
            assert len(read(events_in(content), clock.now()).times) == MOST

    return parse
