"""The week timetable and finding a room, with one year of bookings and with ten, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import quantiles
from time import perf_counter

import psycopg

from benchmarks.figures import Figure, at_most, told
from benchmarks.installation import databases, installation
from benchmarks.rooms_data import fill_bookings, fill_rooms
from lms.core import clock
from lms.core.gate import Gate
from tests.counting import statements

RATIO = 1.3
QUERIES = 3
TIMES, WARMING = 80, 10
YEAR = timedelta(days=365)


def figures() -> Iterator[Figure]:
    """Milliseconds a page, their ratio, and queries a page."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    today = clock.today()
    with installation(url) as (short, _), installation(_beside(url)) as (long, _):
        for app, years in ((short, 1), (long, 10)):
            fill_rooms(app)
            held = fill_bookings(app, today - YEAR * years / 2, today + YEAR * years / 2)
        for page, path in {"week timetable": _week(today), "find a room": _find(today)}.items():
            before, after = _seconds((short, long), path)
            label = f"rooms, {name}, {page}"
            yield told(f"{label}: one year", before * 1000, "ms")
            yield told(f"{label}: {held:,} occurrences", after * 1000, "ms")
            yield at_most(f"{label}: ten years to one", after / before, "ratio", RATIO)
            yield at_most(f"{label}: queries", _queries(long, path), "a page", QUERIES)


def _beside(url: str) -> str:
    """A second database on the same server; none for SQLite, where each installation has its own."""
    if not url:
        return ""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE beside")
    return url.replace("/lms?", "/beside?")


def _week(day: date) -> str:
    return f"/classrooms?view=week&day={day}"


def _find(day: date) -> str:
    return f"/classrooms/find?day={day + timedelta(days=7)}&from=09:00&minutes=120&people=25"


def _seconds(apps: tuple[Gate, Gate], path: str) -> list[float]:
    """What a visit takes, by application: visited in turns, so that a busy machine slows both alike.

    The lower quartile counts, which other work on the machine moves least.
    """
    clients = [app.test_client() for app in apps]
    taken: list[list[float]] = [[], []]
    for turn in range(TIMES):
        for client, times in zip(clients, taken, strict=True):
            started = perf_counter()
            assert client.get(path).status_code == 200  # nothing else is measured
            times.append(perf_counter() - started)
        if turn == WARMING:
            taken = [[], []]
    return [quantiles(times, n=4)[0] for times in taken]


def _queries(app: Gate, path: str) -> int:
    with app.app_context(), statements() as sent:
        app.test_client().get(path)
    return len([one for one in sent if one.lstrip().startswith("SELECT")])
