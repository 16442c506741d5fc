"""Reading enrolments, seats and the waiting line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.core.text import gettext
from lms.enrolment.models import LIVE, Enrolment, EnrolmentStatus, Seat
from lms.firms.groups import Group, group_of
from lms.firms.models import Firm, Membership

LINE = (Enrolment.priority, Enrolment.applied_at, Enrolment.id)
"""The order of the waiting line."""


@dataclass(frozen=True)
class SeatCount:
    """Seats of an offering: all, those with a person, those held for a firm, and people waiting."""

    total: int = 0
    taken: int = 0
    held: int = 0
    waiting: int = 0

    @property
    def free(self) -> int:
        """Seats that nobody has and nobody holds."""
        return self.total - self.taken - self.held


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of one person before one offering, and what is frozen then."""

    offering_status: OfferingStatus
    firm_id: int | None
    region_code: str
    group: Group
    live: EnrolmentStatus | None
    clash: str | None


def is_held() -> ColumnElement[bool]:
    """Seats that a firm holds now without having named anybody."""
    return and_(Seat.held_by_firm_id.is_not(None), Seat.held_until > clock.now())


def is_free() -> ColumnElement[bool]:
    """Seats that nobody has and nobody holds."""
    unheld = or_(Seat.held_by_firm_id.is_(None), Seat.held_until <= clock.now())
    return and_(Seat.enrolment_id.is_(None), unheld)


def seat_counts(offering_ids: Collection[int]) -> dict[int, SeatCount]:
    """Seat counts of several offerings, in one query."""
    if not offering_ids:
        return {}
    seats = select(func.count(Seat.id)).where(Seat.offering_id == Offering.id).correlate(Offering)
    waiting = (
        select(func.count(Enrolment.id))
        .where(Enrolment.offering_id == Offering.id, Enrolment.status == EnrolmentStatus.waiting)
        .correlate(Offering)
    )
    statement = select(
        Offering.id,
        seats.scalar_subquery(),
        seats.where(Seat.enrolment_id.is_not(None)).scalar_subquery(),
        seats.where(Seat.enrolment_id.is_(None), is_held()).scalar_subquery(),
        waiting.scalar_subquery(),
    ).where(Offering.id.in_(offering_ids))
    return {row[0]: SeatCount(*row[1:]) for row in db.session.execute(statement)}


def seat_count(offering: Offering) -> SeatCount:
    """Seat counts of one offering."""
    return seat_counts([offering.id]).get(offering.id, SeatCount())


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


def get_offering_to_enrol(code: str, *, drafts: bool = False) -> Offering:
    """The offering of a code with its course and the courses that course asks for, in one query.

    Raises:
        NotFound: there is none, or it is a draft and drafts are not asked for.
    """
    statement = (
        select(Offering)
        .where(Offering.code == code)
        .options(joinedload(Offering.course).joinedload(Course.needs))
    )
    offering = db.session.scalars(statement).unique().one_or_none()
    if offering is not None and offering.status is OfferingStatus.draft and not drafts:
        offering = None
    if offering is None:
        raise NotFound(gettext("There is no offering “%(code)s”.", code=code))
    return offering


def get_enrolment(enrolment_id: int) -> Enrolment:
    """An enrolment with its offering, person, firm and seat.

    Raises:
        NotFound: there is none.
    """
    statement = _with_everything(select(Enrolment).where(Enrolment.id == enrolment_id))
    enrolment = db.session.scalars(statement).one_or_none()
    if enrolment is None:
        raise NotFound(gettext("There is no such enrolment."))
    return enrolment


def find_live(offering: Offering, user: User) -> Enrolment | None:
    """The person's live enrolment in an offering."""
    statement = select(Enrolment).where(
        Enrolment.offering_id == offering.id,
        Enrolment.user_id == user.id,
        Enrolment.status.in_(LIVE),
    )
    return db.session.scalars(statement).one_or_none()


def of_user(user: User) -> Sequence[Enrolment]:
    """Everything a person ever applied for, with offering and course, the latest start first."""
    statement = (
        select(Enrolment)
        .join(Offering)
        .join(Course)
        .where(Enrolment.user_id == user.id)
        .options(
            contains_eager(Enrolment.offering)
            .contains_eager(Offering.course)
            .joinedload(Course.track)
        )
        .order_by(Offering.starts_on.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(statement).all()


def of_offering(offering: Offering) -> Sequence[Enrolment]:
    """Everybody who applied for an offering, with person, firm and seat, in the order of the line."""
    statement = (
        select(Enrolment)
        .where(Enrolment.offering_id == offering.id)
        .options(joinedload(Enrolment.user), joinedload(Enrolment.firm), joinedload(Enrolment.seat))
        .order_by(*LINE)
    )
    return db.session.scalars(statement).all()


def enrolled(offering: Offering) -> Sequence[Enrolment]:
    """Everybody who has a seat in an offering, by name."""
    statement = (
        select(Enrolment)
        .join(User, Enrolment.user_id == User.id)
        .where(Enrolment.offering_id == offering.id, Enrolment.status == EnrolmentStatus.enrolled)
        .options(contains_eager(Enrolment.user), joinedload(Enrolment.firm))
        .order_by(User.name, Enrolment.id)
    )
    return db.session.scalars(statement).all()


def found(
    *, question: str = "", status: str = "", offering_code: str = "", number: int = 1
) -> Page[Enrolment]:
    """Enrolments by a person's name or e-mail, state and offering, the latest first."""
    statement = (
        select(Enrolment)
        .join(Enrolment.user)
        .join(Enrolment.offering)
        .join(Offering.course)
        .options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.offering).contains_eager(Offering.course),
            joinedload(Enrolment.firm),
        )
        .order_by(Enrolment.applied_at.desc(), Enrolment.id.desc())
    )
    for pattern in like_patterns(question):
        statement = statement.where(User.search_text.like(pattern, escape="\\"))
    if status in set(EnrolmentStatus):
        statement = statement.where(Enrolment.status == EnrolmentStatus(status))
    if offering_code:
        statement = statement.where(Offering.code == offering_code)
    return paged(statement, number)


def place_in_line(enrolment: Enrolment) -> int:
    """Which place a waiting person has in the line, from 1."""
    return places_in_line([enrolment])[enrolment.id]


def places_in_line(enrolments: Collection[Enrolment]) -> dict[int, int]:
    """Places in line, by enrolment id, of those that wait. One query."""
    ids = [one.id for one in enrolments if one.status is EnrolmentStatus.waiting]
    if not ids:
        return {}
    before = aliased(Enrolment)
    place = (
        select(func.count(before.id))
        .where(
            before.offering_id == Enrolment.offering_id,
            before.status == EnrolmentStatus.waiting,
            tuple_(before.priority, before.applied_at, before.id) <= tuple_(*LINE),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    rows = db.session.execute(select(Enrolment.id, place).where(Enrolment.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _with_everything(statement: Select[Enrolment]) -> Select[Enrolment]:
    return statement.options(
        joinedload(Enrolment.offering).joinedload(Offering.course).joinedload(Course.track),
        joinedload(Enrolment.offering).selectinload(Offering.sessions),
        joinedload(Enrolment.user),
        joinedload(Enrolment.firm),
        joinedload(Enrolment.seat),
    )
