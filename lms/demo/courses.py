"""The catalogue: eleven tracks and thirty-five courses with aims and syllabus."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue import services
from lms.catalogue.models import Course, CourseStatus, Level, Tier, Track
from lms.catalogue.services import CourseValues, UnitValues, load_tracks
from lms.core.db import db
from lms.demo.tables import rows


def add_courses(operator: User) -> dict[str, Course]:
    """All courses, by code; what a course needs stands before it in the table."""
    tracks = _tracks()
    aims, units = defaultdict(list), defaultdict(list)
    for row in rows("aims"):
        aims[row["course"]].append(row["aim"])
    for row in rows("units"):
        units[row["course"]].append(UnitValues(row["title"], int(row["hours"]), row["summary"]))
    courses: dict[str, Course] = {}
    for row in rows("courses"):
        values = _values(row, tracks[row["track"]], aims[row["code"]], units[row["code"]], courses)
        courses[row["code"]] = services.create_course(
            actor=operator, values=values, status=CourseStatus.listed
        )
    return courses


def _tracks() -> dict[str, Track]:
    load_tracks()
    return {track.code: track for track in db.session.scalars(select(Track))}


def _values(
    row: dict[str, str],
    track: Track,
    aims: list[str],
    units: list[UnitValues],
    courses: dict[str, Course],
) -> CourseValues:
    return CourseValues(
        code=row["code"],
        title_ko=row["title_ko"],
        title_en=row["title_en"],
        track=track,
        level=Level(row["level"]),
        tier=Tier(row["tier"]),
        hours=int(row["hours"]),
        days=int(row["days"]),
        capacity=int(row["capacity"]),
        audience=row["audience"],
        summary=row["summary"],
        aims="\n".join(aims),
        units=units,
        needs=[courses[code] for code in row["needs"].split()],
    )
