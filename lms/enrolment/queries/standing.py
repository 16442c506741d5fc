"""How one person stands before one offering."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.core.db import db
from lms.enrolment.models import LIVE, Enrolment, EnrolmentStatus
from lms.firms.groups import Group, group_of
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
    live = select(Enrolment.status).where(
        Enrolment.offering_id == offering.id,
        Enrolment.user_id == user.id,
        Enrolment.status.in_(LIVE),
    )
    statement = (
        select(
            Offering.status,
            Membership.firm_id,
            Firm.region_code,
            Firm.level,
            live.scalar_subquery(),
            _clashing_title(offering, user).scalar_subquery(),
        )
        .select_from(Offering)
        .outerjoin(Membership, and_(Membership.user_id == user.id, Membership.ended_at.is_(None)))
        .outerjoin(Firm, Membership.firm_id == Firm.id)
        .where(Offering.id == offering.id)
        .with_for_update(read=True, key_share=True, of=Offering)
    )
    status, firm_id, region, level, mine, clash = db.session.execute(statement).one()
    return Standing(status, firm_id, region or "", group_of(region, level), mine, clash)


def _clashing_title(offering: Offering, user: User) -> Select[str]:
    """Title of a course in which the person has class while this offering has class."""
    here, there = aliased(ClassSession), aliased(ClassSession)
    other = aliased(Offering)
    return (
        select(func.min(Course.title_ko))
        .select_from(Enrolment)
        .join(other, Enrolment.offering_id == other.id)
        .join(Course, other.course_id == Course.id)
        .join(there, there.offering_id == other.id)
        .join(here, and_(here.starts_at < there.ends_at, here.ends_at > there.starts_at))
        .where(
            Enrolment.user_id == user.id,
            Enrolment.status.in_(LIVE),
            Enrolment.offering_id != offering.id,
            here.offering_id == offering.id,
            here.called_off_at.is_(None),
            there.called_off_at.is_(None),
        )
    )
