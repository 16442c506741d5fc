"""Enrolments over HTTP against a bare view that does one INSERT and commit, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from benchmarks import load
from benchmarks.figures import Figure, at_least, told
from benchmarks.installation import (
    add_offering,
    applicants,
    databases,
    fill_catalogue,
    installation,
)
from benchmarks.servers import Server, cpu_seconds, serve
from lms.catalogue.models import Course
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat

RATIO = 0.25
ROUNDS = 3
SECONDS = 4
A_ROUND = 9_000
"""More applicants than a round can use up."""
BARE = {
    "benchmarks.bare:app": "a bare INSERT view",
    "benchmarks.bare_signed_in:app": "a bare INSERT view for people who are signed in",
}


def figures() -> Iterator[Figure]:
    """Ratios on SQLite and on PostgreSQL."""
    for name, url in databases():
        with installation(url) as (app, environ):
            yield from _against(app, environ, name)
            yield _agree(app, name)


def _against(app: Gate, environ: dict[str, str], name: str) -> Iterator[Figure]:
    """Against the bare view, which asks nobody who they are, and against one that does.

    The aim holds against both. Only the second does what "signed-in people" costs any application.
    """
    batches = iter(_batches(app, Path(environ["LMS_HOME"]), _one_offering(app)))
    bare = {
        "BARE_DATABASE_URL": environ["LMS_DATABASE_URL"],
        "BARE_SECRET_KEY": environ["LMS_SECRET_KEY"],
    }
    for target, words in BARE.items():
        with serve("wsgi:app", environ) as ours, serve(target, bare) as other:
            spent: dict[str, list[float]] = {ours.url: [], other.url: []}
            rate, bare_rate, ratio = load.paired(
                lambda: _post(ours, next(batches), spent),  # noqa: B023  # called within the round
                lambda: _post(other, next(batches), spent),  # noqa: B023  # likewise
                ROUNDS,
            )
        yield told(f"enrolment, {name}: ours beside {words}", rate, "enrolments/s")
        yield told(f"enrolment, {name}: {words}", bare_rate, "inserts/s")
        yield at_least(f"enrolment, {name}: ours to {words}", ratio, "ratio", RATIO)
        cost, bare_cost = (median(spent[server.url]) for server in (ours, other))
        yield told(f"enrolment, {name}: CPU a request", cost * 1e6, "µs")
        yield told(f"enrolment, {name}: CPU of {words} to ours", bare_cost / cost, "ratio")


def _post(server: Server, requests: Path, spent: dict[str, list[float]]) -> float:
    """Requests a second; notes what CPU each has cost, which a busy machine changes less."""
    before = cpu_seconds(server.process)
    rate = load.post(server.url, requests, SECONDS)
    spent[server.url].append((cpu_seconds(server.process) - before) / (rate * SECONDS))
    return rate


def _one_offering(app: Gate) -> str:
    fill_catalogue(app, 1)
    with app.app_context():
        course = db.session.scalars(select(Course)).one()
        offering = add_offering(course, 9, seats=A_ROUND * len(BARE) * (ROUNDS + 1))
        commit()
        return offering.code


def _batches(app: Gate, folder: Path, code: str) -> Iterator[Path]:
    for number in range(2 * len(BARE) * (ROUNDS + 1)):
        path = folder / f"requests-{number}"
        path.write_text("\n".join(applicants(app, code, number * A_ROUND, A_ROUND)))
        yield path


def _agree(app: Gate, name: str) -> Figure:
    with app.app_context():
        enrolled = select(func.count()).where(Enrolment.status == EnrolmentStatus.enrolled)
        seated = select(func.count()).where(Seat.enrolment_id.is_not(None))
        people, seats = db.session.scalar(enrolled), db.session.scalar(seated)
        db.session.rollback()
    assert people
    return Figure(
        f"enrolment, {name}: seats taken a person", seats / people, "", "1", seats == people
    )
