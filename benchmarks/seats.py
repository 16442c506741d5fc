"""Opening day: 1,000 applicants for 30 seats in four pools, and a line of 100 against one of 10,000."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, insert, select, update

from benchmarks import load
from benchmarks.figures import Figure, at_least, told
from benchmarks.installation import (
    add_offering,
    applicants,
    databases,
    fill_catalogue,
    installation,
)
from benchmarks.servers import serve
from lms.accounts.models import User
from lms.catalogue.models import Course, Offering
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.firms.groups import FactoryLevel, Group
from lms.firms.models import Firm, FirmStatus, Membership, MembershipKind, Region

APPLICANTS = 1000
POOLS = (
    (Group.jeonbuk_built, 8),
    (Group.jeonbuk_interested, 8),
    (Group.chungcheong, 8),
    (None, 6),
)
FIRMS = (
    ("52110", FactoryLevel.js1),
    ("52110", FactoryLevel.interested),
    ("30110", FactoryLevel.js1),
)
SHORT, LONG = 100, 10_000
ALIKE = 0.8
"""A long line may cost so much of a short one's speed; below it the length would matter."""
SECONDS = 3
ROUNDS = 5
A_ROUND = 6_000


def figures() -> Iterator[Figure]:
    """On SQLite and on PostgreSQL."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    with installation(url) as (app, environ):
        fill_catalogue(app, 1)
        with serve("wsgi:app", environ) as server:
            yield from _opening_day(app, server.url, name)
            yield from _lines(app, server.url, Path(environ["LMS_HOME"]), name)


def _opening_day(app: Gate, url: str, name: str) -> Iterator[Figure]:
    code = _offering(app, 8, sum(count for _, count in POOLS))
    lines = applicants(app, code, 0, APPLICANTS)
    _pools_and_firms(app, code)
    seconds, answers = load.burst(url, lines)
    with app.app_context():
        by_state = dict(
            db.session.execute(
                select(Enrolment.status, func.count())
                .join(Offering, Enrolment.offering_id == Offering.id)
                .where(Offering.code == code)
                .group_by(Enrolment.status)
            ).all()
        )
        db.session.rollback()
    enrolled = by_state.get(EnrolmentStatus.enrolled, 0)
    placed = enrolled + by_state.get(EnrolmentStatus.waiting, 0)
    title = f"opening day, {name}"
    yield Figure(f"{title}: enrolled in 30 seats", enrolled, "people", "30", enrolled == 30)
    yield Figure(f"{title}: with a seat or a place", placed, "people", "1000", placed == APPLICANTS)
    bad = sum(count for status, count in answers.items() if status != 303)
    yield Figure(f"{title}: answers that are errors", bad, "", "0", bad == 0)
    yield told(f"{title}: answers", APPLICANTS / seconds, "answers/s")


def _lines(app: Gate, url: str, folder: Path, name: str) -> Iterator[Figure]:
    codes = {length: _waited_for(app, 10 + number, length) for number, length in
             enumerate((SHORT, LONG))}  # fmt: skip
    batches = {
        length: iter([_batch(app, folder, code, length, n) for n in range(ROUNDS + 1)])
        for length, code in codes.items()
    }
    _, _, ratio = load.paired(
        lambda: load.post(url, next(batches[LONG]), SECONDS),
        lambda: load.post(url, next(batches[SHORT]), SECONDS),
        ROUNDS,
    )
    yield at_least(f"line of {LONG} to {SHORT}, {name}", ratio, "ratio", ALIKE)


def _offering(app: Gate, run: int, seats: int) -> str:
    with app.app_context():
        offering = add_offering(db.session.scalars(select(Course)).one(), run, seats)
        commit()
        return offering.code


def _pools_and_firms(app: Gate, code: str) -> None:
    """Seats are kept for three groups, and every fourth applicant belongs to none of them."""
    with app.app_context():
        offering = db.session.scalars(select(Offering).where(Offering.code == code)).one()
        first = 1
        for pool, count in POOLS:
            numbers = Seat.number.between(first, first + count - 1)
            mine = update(Seat).where(Seat.offering_id == offering.id, numbers)
            db.session.execute(mine.values(pool=pool))
            first += count
        for region in ("52110", "30110"):
            if db.session.get(Region, region) is None:
                db.session.add(Region(code=region, province="-", name="-"))
        firms = [
            Firm(business_number=f"{n:010d}", name=f"F{n}", region_code=region, level=level,
                 status=FirmStatus.approved, created_at=clock.now())
            for n, (region, level) in enumerate(FIRMS, start=1)
        ]  # fmt: skip
        db.session.add_all(firms)
        db.session.flush()
        ids = db.session.scalars(select(User.id).order_by(User.id)).all()
        rows = [
            {"user_id": user_id, "firm_id": firms[n % 4].id, "kind": MembershipKind.employee,
             "started_at": clock.now()}
            for n, user_id in enumerate(ids) if n % 4 < 3
        ]  # fmt: skip
        db.session.execute(insert(Membership), rows)
        commit()


def _waited_for(app: Gate, run: int, length: int) -> str:
    """An offering without a free seat and with so many people in line."""
    code = _offering(app, run, 1)
    first = 1_000_000 * run
    applicants(app, code, first, length)
    with app.app_context():
        offering = db.session.scalars(select(Offering).where(Offering.code == code)).one()
        emails = User.email.between(f"bench{first:010d}", f"bench{first + length:010d}")
        ids = db.session.scalars(select(User.id).where(emails)).all()
        states = [EnrolmentStatus.enrolled, *[EnrolmentStatus.waiting] * (len(ids) - 1)]
        rows = [
            {"offering_id": offering.id, "user_id": user_id, "status": state, "group": Group.other,
             "applied_at": clock.now()}
            for user_id, state in zip(ids, states, strict=True)
        ]  # fmt: skip
        db.session.execute(insert(Enrolment), rows)
        seated = select(Enrolment.id).where(
            Enrolment.offering_id == offering.id, Enrolment.status == EnrolmentStatus.enrolled
        )
        seat = update(Seat).where(Seat.offering_id == offering.id)
        db.session.execute(seat.values(enrolment_id=db.session.scalar(seated)))
        commit()
    return code


def _batch(app: Gate, folder: Path, code: str, length: int, number: int) -> Path:
    path = folder / f"line-{length}-{number}"
    first = 100_000_000 + length * 10_000 + number * A_ROUND
    path.write_text("\n".join(applicants(app, code, first, A_ROUND)))
    return path
