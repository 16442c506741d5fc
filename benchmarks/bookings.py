"""Bookings: fifty clients fighting for one room, and a year of weeks previewed against ten years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from sqlalchemy import func, select

from benchmarks import load
from benchmarks.figures import Figure, at_most, told
from benchmarks.installation import add_operator, databases, installation, signed_in
from benchmarks.rooms_data import fill_bookings, fill_rooms
from benchmarks.servers import serve
from lms.classrooms import queries, recurrence
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.classrooms.preview import Placement
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.doctor.data import rooms_never_double_booked
from tests.counting import statements

CLIENTS, SECONDS = 50, 6
WANTED_BY = 4
"""So many ask for each slot of ten minutes; one can have it."""
SLOTS = 6000
TIMES = 20
KEY = "bench-operator"


def figures() -> Iterator[Figure]:
    """Bookings a second, double bookings, milliseconds and queries of a preview, on both databases."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    with installation(url) as (app, environ):
        fill_rooms(app)
        add_operator(app, KEY)
        yield from _fight(name, app, environ)
        yield from _preview(name, app)


def _fight(name: str, app: Gate, environ: dict[str, str]) -> Iterator[Figure]:
    wishes = Path(environ["LMS_HOME"]) / "wishes"
    wishes.write_text("\n".join(_wishes(app, clock.today() + timedelta(days=4000))))
    with serve("wsgi:app", environ) as server:
        answered = load.post(server.url, wishes, SECONDS, CLIENTS, refusals=True)
    with app.app_context():
        booked = select(func.count()).where(Occurrence.status == OccurrenceStatus.confirmed)
        rate = (db.session.scalar(booked) or 0) / SECONDS
        twice = len(rooms_never_double_booked())
        db.session.rollback()
    label = f"bookings, {name}, {CLIENTS} clients, one room"
    yield told(f"{label}: answered", answered, "wishes/s")
    yield told(f"{label}: booked", rate, "bookings/s")
    yield at_most(f"{label}: taken twice", twice, "times", 0)


def _wishes(app: Gate, first: date) -> Iterator[str]:
    """Lines for `load.post`: each slot of ten minutes is asked for several times in a row."""
    cookie, token = signed_in(app)(KEY)
    for slot in range(SLOTS):
        day, n = divmod(slot, 143)
        starts, ends = ((n + more) * 10 for more in (0, 1))
        wish = {
            "csrf_token": token, "title": "회의", "room": "B01", "layout": "lecture", "firm": "",
            "day": (first + timedelta(days=day)).isoformat(), "repeat": "once", "ends_by": "until",
            "starts": f"{starts // 60:02d}:{starts % 60:02d}",
            "ends": f"{ends // 60:02d}:{ends % 60:02d}",
        }  # fmt: skip
        line = f"/desk/bookings/new\t{cookie}\t{urlencode(wish)}"
        yield from [line] * WANTED_BY


def _preview(name: str, app: Gate) -> Iterator[Figure]:
    today = clock.today()
    held = fill_bookings(app, today - timedelta(days=1825), today + timedelta(days=1825))
    with app.app_context(), app.test_request_context():
        room = queries.get_room("B01")
        rule = recurrence.Recurrence(recurrence.Freq.weekly, count=52)
        wished = [
            Placement(room, clock.at(day, time(17, 30)), clock.at(day, time(19)))
            for day in recurrence.days(rule, today)
        ]
        taken = []
        for _ in range(TIMES):
            started = perf_counter()
            lines = queries.previewed(wished, operator=True)
            taken.append(perf_counter() - started)
            assert len(lines) == 52
        with statements() as sent:
            queries.previewed(wished, operator=True)
        db.session.rollback()
    asked = len([one for one in sent if "FROM occurrences" in one])
    label = f"bookings, {name}, 52 weeks previewed"
    yield told(f"{label}: {held:,} occurrences", median(taken) * 1000, "ms")
    yield at_most(f"{label}: queries of what is taken", asked, "queries", 1)
