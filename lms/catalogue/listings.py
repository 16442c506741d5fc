"""Lists of the catalogue: what the pages of courses and offerings search, filter, sort and page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, defer

from lms.catalogue.models import (
    ClassSession,
    Course,
    CourseStatus,
    Level,
    Offering,
    OfferingStatus,
    Tier,
    Track,
)
from lms.core import clock
from lms.core.db import db
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.core.status import Choice
from lms.core.text import N_

MIDNIGHT = time()
PAGE_SIZE = 20
SHOWN = (OfferingStatus.published, OfferingStatus.running, OfferingStatus.finished)


class Order(Choice):
    """How the catalogue is sorted."""

    soonest = "soonest", N_("Soonest first")
    by_title = "title", N_("By title")
    by_code = "code", N_("By code")


@dataclass(frozen=True)
class CourseFilters:
    """What somebody looks for in the catalogue; empty means: anything.

    Attributes:
        question: words, each of which must be found (half-typed syllables and first consonants too).
        tracks: codes of tracks.
        month: first day of a month in which an offering begins.
        has_free_seat: a condition on offerings, which the enrolment area knows; then only courses
            with an offering that is open now and meets it.
    """

    question: str = ""
    tracks: Collection[str] = ()
    levels: Collection[Level] = ()
    tiers: Collection[Tier] = ()
    month: date | None = None
    has_free_seat: ColumnElement[bool] | None = None
    order: Order = Order.soonest


def course_list(filters: CourseFilters, page: int) -> Page[Course]:
    """Listed courses with their tracks. One query, also for the number of all that match."""
    now = clock.now()
    statement = (
        select(Course, func.count().over())
        .join(Track)
        .options(contains_eager(Course.track), defer(Course.search_text), defer(Course.aims))
        .where(Course.status == CourseStatus.listed, *_wishes(filters, now))
    )
    number = max(1, page)
    statement = _ordered(statement, filters.order, now)
    rows = db.session.execute(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    if not rows and number > 1:
        return Page([], number, PAGE_SIZE, _count(filters, now))
    return Page([row[0] for row in rows], number, PAGE_SIZE, rows[0][1] if rows else 0)


def _count(filters: CourseFilters, now: datetime) -> int:
    statement = select(func.count()).select_from(Course).join(Track)
    wanted = statement.where(Course.status == CourseStatus.listed, *_wishes(filters, now))
    return db.session.scalar(wanted) or 0


def _wishes(filters: CourseFilters, now: datetime) -> list[ColumnElement[bool]]:
    wishes = matches(filters.question)
    if filters.tracks:
        wishes.append(Track.code.in_(filters.tracks))
    if filters.levels:
        wishes.append(Course.level.in_(filters.levels))
    if filters.tiers:
        wishes.append(Course.tier.in_(filters.tiers))
    if filters.month:
        begins = and_(Offering.status.in_(SHOWN), *_within(filters.month))
        wishes.append(Course.id.in_(select(Offering.course_id).where(begins)))
    if filters.has_free_seat is not None:
        free = and_(_open(now), filters.has_free_seat)
        wishes.append(Course.id.in_(select(Offering.course_id).where(free)))
    return wishes


def matches(question: str) -> list[ColumnElement[bool]]:
    """Conditions under which a course answers a search: each word is found in it."""
    patterns = like_patterns(question)
    return [Course.search_text.like(pattern, escape="\\") for pattern in patterns]


def _ordered(statement: Select[Course, int], order: Order, now: datetime) -> Select[Course, int]:
    if order is Order.by_title:
        return statement.order_by(Course.title_ko, Course.code)
    if order is Order.by_code:
        return statement.order_by(Course.code)
    soonest = (
        select(Offering.course_id, func.min(Offering.starts_on).label("starts_on"))
        .where(Offering.status == OfferingStatus.published, Offering.enrol_until > now)
        .group_by(Offering.course_id)
        .subquery()
    )
    joined = statement.outerjoin(soonest, soonest.c.course_id == Course.id)
    return joined.order_by(soonest.c.starts_on.nulls_last(), Track.position, Course.code)


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(
        Offering.status == OfferingStatus.published,
        Offering.enrol_from <= now,
        Offering.enrol_until > now,
    )


def _within(month: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Offering.starts_on >= month, Offering.starts_on < next_month(month)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def offerings_in_month(month: date) -> Sequence[Offering]:
    """Offerings that have days in a month, by first day; drafts are left out."""
    statement = (
        _with_course()
        .where(
            Offering.status != OfferingStatus.draft,
            Offering.starts_on < next_month(month),
            Offering.ends_on >= month,
        )
        .order_by(Offering.starts_on, Offering.code)
    )
    return db.session.scalars(statement).all()


def session_days(start: date, end: date) -> dict[date, list[int]]:
    """Which offerings have class on which day of [start, end): days in Seoul → offering ids."""
    first, last = clock.at(start, MIDNIGHT), clock.at(end, MIDNIGHT)
    statement = (
        select(ClassSession.starts_at, ClassSession.offering_id)
        .join(Offering)
        .where(
            ClassSession.starts_at >= first,
            ClassSession.starts_at < last,
            ClassSession.called_off_at.is_(None),
            Offering.status != OfferingStatus.draft,
        )
        .order_by(ClassSession.starts_at)
    )
    days: dict[date, list[int]] = {}
    for starts_at, offering_id in db.session.execute(statement):
        ids = days.setdefault(clock.to_seoul(starts_at).date(), [])
        if offering_id not in ids:
            ids.append(offering_id)
    return days


# --- the desk ------------------------------------------------------------------------------------


def desk_courses(
    question: str, status: CourseStatus | None, track: str | None, page: int
) -> Page[Course]:
    """All courses, by code, for operators."""
    statement = select(Course).join(Track).options(contains_eager(Course.track))
    statement = statement.where(*matches(question)).order_by(Course.code)
    if status:
        statement = statement.where(Course.status == status)
    if track:
        statement = statement.where(Track.code == track)
    return paged(statement, page, PAGE_SIZE)


def desk_offerings(
    question: str,
    status: OfferingStatus | None,
    month: date | None,
    course_code: str | None,
    page: int,
) -> Page[Offering]:
    """All offerings, the latest first, for operators."""
    statement = _with_course().where(*matches(question))
    if status:
        statement = statement.where(Offering.status == status)
    if month:
        statement = statement.where(*_within(month))
    if course_code:
        statement = statement.where(Course.code == course_code)
    return paged(statement.order_by(Offering.starts_on.desc(), Offering.code), page, PAGE_SIZE)


def _with_course() -> Select[Offering]:
    return (
        select(Offering)
        .join(Course)
        .join(Track)
        .options(contains_eager(Offering.course).contains_eager(Course.track))
    )
