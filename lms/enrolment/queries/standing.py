"""How one person stands before one offering. It is asked for each seat that is given, so the
statement is made once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.core.statements import run
from lms.enrolment.models import LIVE, Enrolment, EnrolmentStatus
from lms.firms.groups import FactoryLevel, Group, group_of
from lms.firms.models import Firm, Membership


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of one person before one offering, and what is frozen then."""

    offering_status: OfferingStatus
    firm_id: int | None
    region_code: str
    group: Group
    live: EnrolmentStatus | None
    clash: str | None


def standing(offering: Offering, user: User) -> Standing:
    """How a person stands before an offering: firm, live enrolment, clash. One query.

    On PostgreSQL it also keeps the offering from being called off before this transaction ends.
    """
    asked = {"offering_id": offering.id, "user_id": user.id}
    (row,) = run(_STANDING, asked)
    status, firm_id, region, level, mine, clash = row
    return Standing(status, firm_id, region or "", group_of(region, level), mine, clash)


_OFFERING: BindParameter[int] = bindparam("offering_id")
_USER: BindParameter[int] = bindparam("user_id")


def _statement() -> Select[OfferingStatus, int, str, FactoryLevel, EnrolmentStatus, str]:
    offerings, members, firms = Offering.__table__, Membership.__table__, Firm.__table__
    enrolments = Enrolment.__table__.c
    live = select(enrolments.status).where(
        enrolments.offering_id == _OFFERING,
        enrolments.user_id == _USER,
        _is_live(enrolments.status),
    )
    present = and_(members.c.user_id == _USER, members.c.ended_at.is_(None))
    joined = offerings.outerjoin(members, present)
    joined = joined.outerjoin(firms, members.c.firm_id == firms.c.id)
    return (
        select(
            offerings.c.status,
            members.c.firm_id,
            firms.c.region_code,
            firms.c.level,
            live.scalar_subquery(),
            _clashing_title().scalar_subquery(),
        )
        .select_from(joined)
        .where(offerings.c.id == _OFFERING)
        .with_for_update(read=True, key_share=True, of=offerings)
    )


def _is_live(status: ColumnElement[EnrolmentStatus]) -> ColumnElement[bool]:
    """Written out rather than bound: an IN of bound values is put together anew at each execution."""
    return or_(*(status == literal_column(f"'{one.value}'") for one in sorted(LIVE)))


def _clashing_title() -> Select[str]:
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
            enrolments.c.user_id == _USER,
            _is_live(enrolments.c.status),
            enrolments.c.offering_id != _OFFERING,
            here.c.offering_id == _OFFERING,
            here.c.called_off_at.is_(None),
            there.c.called_off_at.is_(None),
        )
    )


_STANDING = _statement()
