"""Creating and changing courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.catalogue.models import Course, CourseStatus, Level, SyllabusUnit, Tier, Track
from lms.catalogue.rule import ACADEMY_RULE, CompletionRule
from lms.core import codes
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.searching import search_text
from lms.core.text import gettext


@dataclass(frozen=True)
class UnitValues:
    """One unit of a syllabus; hours are training hours."""

    title: str
    hours: int
    summary: str = ""


@dataclass(frozen=True)
class CourseValues:
    """Everything that an operator says about a course. `aims` holds one aim a line."""

    code: str
    title_ko: str
    track: Track
    level: Level
    tier: Tier
    hours: int
    days: int
    capacity: int
    title_en: str = ""
    audience: str = ""
    summary: str = ""
    aims: str = ""
    rule: CompletionRule = ACADEMY_RULE
    units: Sequence[UnitValues] = ()
    needs: Sequence[Course] = field(default=())


PLAIN = (
    "code",
    "title_ko",
    "title_en",
    "level",
    "tier",
    "hours",
    "days",
    "capacity",
    "audience",
    "summary",
    "aims",
    "rule",
)


def create_course(
    *, actor: User, values: CourseValues, status: CourseStatus = CourseStatus.draft
) -> Course:
    """Add a course to the catalogue.

    Raises:
        Refused: the code is taken, or a course would be its own prerequisite.
    """
    course = Course(status=status)
    _write(course, values)
    audit.record(actor.id, "catalogue.create_course", course, code=values.code, status=status)
    return course


def update_course(*, actor: User, course: Course, values: CourseValues) -> None:
    """Change a course. Offerings made before keep the rule they copied.

    Raises:
        Refused: as for `create_course`.
    """
    old = changes.facts_of(course, PLAIN)
    _write(course, values)
    changed = changes.in_words(changes.between(old, changes.facts_of(course, PLAIN)))
    audit.record(actor.id, "catalogue.update_course", course, **changed)


def list_course(*, actor: User, course: Course) -> None:
    """Show the course in the catalogue."""
    _set_status(actor, course, CourseStatus.listed)


def retire_course(*, actor: User, course: Course) -> None:
    """Take the course out of the catalogue; its page and its offerings stay."""
    _set_status(actor, course, CourseStatus.retired)


def _set_status(actor: User, course: Course, status: CourseStatus) -> None:
    if course.status is status:
        return
    old, course.status = course.status, status
    audit.record(actor.id, "catalogue.course_status", course, status=[old, status])


def _write(course: Course, values: CourseValues) -> None:
    _check_prerequisites(course, values.needs)
    with codes.unique(values.code):
        for name in PLAIN:
            setattr(course, name, getattr(values, name))
        course.track = values.track
        course.needs = list(values.needs)
        course.search_text = searchable(values)
        db.session.add(course)
        _write_units(course, values.units)


def _write_units(course: Course, units: Sequence[UnitValues]) -> None:
    """Units keep their rows by position, so that a unit's number never exists twice on the way."""
    for position, unit in enumerate(units, start=1):
        if position > len(course.units):
            course.units.append(SyllabusUnit(position=position))
        row = course.units[position - 1]
        row.title, row.hours, row.summary = unit.title, unit.hours, unit.summary
    del course.units[len(units) :]


def _check_prerequisites(course: Course, needs: Sequence[Course]) -> None:
    """No course may need itself, directly or through others."""
    seen: set[int] = set()
    ahead = list(needs)
    while ahead:
        needed = ahead.pop()
        if needed is course:
            raise Refused(
                "prerequisite-ring",
                gettext("A course can't be needed before itself; please check the prerequisites."),
            )
        if needed.id not in seen:
            seen.add(needed.id)
            ahead.extend(needed.needs)


def searchable(values: CourseValues) -> str:
    """What the search of the catalogue looks through."""
    return search_text(
        values.title_ko,
        values.title_en,
        values.code,
        values.track.name_ko,
        values.track.name_en,
        values.summary,
        values.audience,
        *(unit.title for unit in values.units),
    )
