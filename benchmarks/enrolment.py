"""Enrolments over HTTP against a bare view that does one INSERT and commit, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from benchmarks import load
from benchmarks.figures import Figure, at_least, told
from benchmarks.installation import add_offering, applicants, fill_catalogue, installation
from benchmarks.servers import Server, cpu_seconds, serve
from lms.catalogue.models import Course
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from tests.servers import postgresql

RATIO = 0.25
ROUNDS = 3
SECONDS = 4
A_ROUND = 9_000
"""More applicants than a round can use up."""


def figures() -> Iterator[Figure]:
    """Ratios on SQLite and on PostgreSQL."""
    yield from _on("SQLite", nullcontext(""))
    yield from _on("PostgreSQL", postgresql())


def _on(name: str, database: object) -> Iterator[Figure]:
    with database as url, installation(url) as (app, environ):  # type: ignore[attr-defined]
        code = _one_offering(app)
        bare = {"BARE_DATABASE_URL": environ["LMS_DATABASE_URL"]}
        with serve("wsgi:app", environ) as ours, serve("benchmarks.bare:app", bare) as other:
            batches = iter(_batches(app, Path(environ["LMS_HOME"]), code))
            spent: dict[str, list[float]] = {ours.url: [], other.url: []}
            rate, bare_rate, ratio = load.paired(
                lambda: _post(ours, next(batches), spent),
                lambda: _post(other, next(batches), spent),
                ROUNDS,
            )
        yield told(f"enrolment, {name}: ours", rate, "enrolments/s")
        yield told(f"enrolment, {name}: bare INSERT view", bare_rate, "inserts/s")
        yield at_least(f"enrolment, {name}: ours to bare", ratio, "ratio", RATIO)
        cost, bare_cost = (median(spent[server.url]) for server in (ours, other))
        yield told(f"enrolment, {name}: CPU a request", cost * 1e6, "µs")
        yield told(f"enrolment, {name}: CPU of bare to ours", bare_cost / cost, "ratio")
        yield _agree(app, name)


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
        offering = add_offering(course, 9, seats=A_ROUND * (ROUNDS + 1))
        commit()
        return offering.code


def _batches(app: Gate, folder: Path, code: str) -> Iterator[Path]:
    for number in range(2 * (ROUNDS + 1)):
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
