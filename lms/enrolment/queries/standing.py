"""How one person stands before one offering. It is asked for each seat that is given, so the
statement is made once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
)

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.core.statements import run
from lms.enrolment.models import LIVE, Enrolment, EnrolmentStatus, Extension, NoShow, SeatRules
from lms.firms.groups import Group, group_of
from lms.firms.models import Firm, Membership, Workplace


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of one person before one offering, and what is frozen then.

    Attributes:
        live: where the person's present enrolment in this offering stands.
        clash: title of a course in which the person has class at the same time.
        region_code: of the workplace if the person has one, else of the firm.
        open_to: groups that may enrol; none: everybody.
        release_due: the pools should be common by now, and nobody has done it yet.
        extended_until: enrolment was put off for this person until then.
        barred_until: the person didn't come to a class and is barred up to this day.
        taken_on: first day of the person's latest other run of the same course.
    """

    offering_status: OfferingStatus
    firm_id: int | None
    region_code: str
    group: Group
    live: EnrolmentStatus | None
    clash: str | None
    open_to: tuple[Group, ...] = ()
    release_due: bool = False
    extended_until: datetime | None = None
    barred_until: date | None = None
    taken_on: date | None = None


def standing(offering: Offering, user: User) -> Standing:
    """How a person stands before an offering. One query.

    On PostgreSQL it also keeps the offering from being called off before this transaction ends.
    """
    asked = {"offering_id": offering.id, "user_id": user.id}
    (row,) = run(_STANDING, asked)
    return _standing_of(row)


def standings(offering: Offering, user_ids: Collection[int]) -> dict[int, Standing]:
    """How several people stand before an offering, by their ids. One query; nothing is locked."""
    users = User.__table__
    statement = _statement(users.c.id, users).add_columns(users.c.id)
    statement = statement.where(users.c.id.in_(user_ids))
    rows = db.session.execute(statement, {"offering_id": offering.id})
    return {user_id: _standing_of(row) for *row, user_id in rows}


def _standing_of(row: Sequence[Any]) -> Standing:
    status, firm_id, region, level, mine, clash, open_to, common_at, released_at, *rest = row
    return Standing(
        status,
        firm_id,
        region or "",
        group_of(region, level),
        mine,
        clash,
        tuple(Group(value) for value in open_to or ()),
        common_at is not None and released_at is None and common_at <= clock.now(),
        *rest,
    )


_OFFERING: BindParameter[int] = bindparam("offering_id")
_USER: BindParameter[int] = bindparam("user_id")


def _statement(user: ColumnElement[int], *people: FromClause) -> Select[Any]:
    """For one person (a parameter), or for the rows of a table of people."""
    offerings, members, firms = Offering.__table__, Membership.__table__, Firm.__table__
    rules, places = SeatRules.__table__, Workplace.__table__
    present = and_(members.c.user_id == user, members.c.ended_at.is_(None))
    joined: FromClause = offerings
    for table in people:
        joined = joined.join(table, true())
    joined = joined.outerjoin(members, present)
    joined = joined.outerjoin(firms, members.c.firm_id == firms.c.id)
    joined = joined.outerjoin(places, members.c.workplace_id == places.c.id)
    joined = joined.outerjoin(rules, rules.c.offering_id == offerings.c.id)
    return (
        select(
            offerings.c.status,
            members.c.firm_id,
            func.coalesce(places.c.region_code, firms.c.region_code),
            firms.c.level,
            _live_status(user).scalar_subquery(),
            _clashing_title(user).scalar_subquery(),
            rules.c.open_to,
            rules.c.common_at,
            rules.c.released_at,
            _extended_until(user).scalar_subquery(),
            _barred_until(user).scalar_subquery(),
            _taken_on(user).scalar_subquery(),
        )
        .select_from(joined)
        .where(offerings.c.id == _OFFERING)
    )


def _live_status(user: ColumnElement[int]) -> Select[EnrolmentStatus]:
    enrolments = Enrolment.__table__.c
    return select(enrolments.status).where(
        enrolments.offering_id == _OFFERING,
        enrolments.user_id == user,
        _is_live(enrolments.status),
    )


def _extended_until(user: ColumnElement[int]) -> Select[datetime]:
    extensions = Extension.__table__.c
    return select(extensions.until).where(
        extensions.offering_id == _OFFERING,
        extensions.user_id == user,
        extensions.deadline == literal_column("'enrol'"),
    )


def _barred_until(user: ColumnElement[int]) -> Select[date]:
    no_shows = NoShow.__table__.c
    return select(func.max(no_shows.barred_until)).where(
        no_shows.user_id == user, no_shows.lifted_at.is_(None)
    )


def _taken_on(user: ColumnElement[int]) -> Select[date]:
    """First day of the latest other run of this course in which the person has or had a seat."""
    enrolments, here = Enrolment.__table__, Offering.__table__.alias("this_run")
    others = Offering.__table__.alias("other_runs")
    joined = enrolments.join(others, enrolments.c.offering_id == others.c.id).join(
        here, here.c.course_id == others.c.course_id
    )
    return (
        select(func.max(others.c.starts_on))
        .select_from(joined)
        .where(
            enrolments.c.user_id == user,
            enrolments.c.status == literal_column("'enrolled'"),
            here.c.id == _OFFERING,
            others.c.id != _OFFERING,
        )
    )


def _is_live(status: ColumnElement[EnrolmentStatus]) -> ColumnElement[bool]:
    """Written out rather than bound: an IN of bound values is put together anew at each execution."""
    return or_(*(status == literal_column(f"'{one.value}'") for one in sorted(LIVE)))


def _clashing_title(user: ColumnElement[int]) -> Select[str]:
    """Title of a course in which the person has class while this offering has class."""
    enrolments, courses = Enrolment.__table__, Course.__table__
    others = Offering.__table__.alias("others")
    here, there = ClassSession.__table__.alias("here"), ClassSession.__table__.alias("there")
    overlap = and_(here.c.starts_at < there.c.ends_at, here.c.ends_at > there.c.starts_at)
    joined = (
        enrolments.join(others, enrolments.c.offering_id == others.c.id)
        .join(courses, others.c.course_id == courses.c.id)
        .join(there, there.c.offering_id == others.c.id)
        .join(here, overlap)
    )
    return (
        select(func.min(courses.c.title_ko))
        .select_from(joined)
        .where(
            enrolments.c.user_id == user,
            _is_live(enrolments.c.status),
            enrolments.c.offering_id != _OFFERING,
            here.c.offering_id == _OFFERING,
            here.c.called_off_at.is_(None),
            there.c.called_off_at.is_(None),
        )
    )


_STANDING = _statement(_USER).with_for_update(read=True, key_share=True, of=Offering.__table__)
