"""The offering that somebody asks for a seat in. It is read for each seat that is given."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select

from lms.catalogue.models import Course, Offering, OfferingStatus, prerequisites
from lms.core.db import Base
from lms.core.errors import NotFound
from lms.core.loading import loaded
from lms.core.statements import Row, run
from lms.core.text import gettext


def get_offering_to_enrol(code: str, *, drafts: bool = False) -> Offering:
    """The offering of a code with its course and the courses that course asks for, in one query.

    Raises:
        NotFound: there is none, or it is a draft and drafts are not asked for.
    """
    rows = run(_TO_ENROL, {"code": code})
    offering = _offering(rows) if rows else None
    if offering is None or (offering.status is OfferingStatus.draft and not drafts):
        raise NotFound(gettext("There is no offering “%(code)s”.", code=code))
    return offering


def _offering(rows: list[Row]) -> Offering:
    """From one row for each course that is needed first, or a single one."""
    first, end = len(_OFFERING), len(_OFFERING) + len(_COURSE)
    needs = [
        loaded(Course, dict(zip(_NEED, row[end:], strict=True)))
        for row in rows
        if row[end] is not None
    ]
    course = loaded(Course, dict(zip(_COURSE, rows[0][first:end], strict=True)), needs=needs)
    return loaded(Offering, dict(zip(_OFFERING, rows[0][:first], strict=True)), course=course)


_OFFERING = [column.name for column in Offering.__table__.c]
_COURSE = ["id", "code", "title_ko", "title_en"]
"""Of the course only what rules and letters speak of."""
_NEED = ["id", "title_ko"]


def _statement() -> Select[Any]:
    offerings = Base.metadata.tables["offerings"]
    courses = Base.metadata.tables["courses"]
    needed = courses.alias("needed")
    joined = (
        offerings.join(courses, offerings.c.course_id == courses.c.id)
        .outerjoin(prerequisites, prerequisites.c.course_id == courses.c.id)
        .outerjoin(needed, needed.c.id == prerequisites.c.needs_id)
    )
    columns = [courses.c[name] for name in _COURSE] + [needed.c[name] for name in _NEED]
    return (
        select(*offerings.c, *columns)
        .select_from(joined)
        .where(offerings.c.code == bindparam("code"))
        .order_by(needed.c.id)
    )


_TO_ENROL = _statement()
