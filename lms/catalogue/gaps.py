"""What an offering still lacks: what keeps it from being published, and what is good to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.catalogue.models import CourseStatus, Offering, OfferingStatus
from lms.core.text import gettext


@dataclass(frozen=True)
class Gap:
    """One thing missing. `blocks`: it can't be published like this."""

    sentence: str
    blocks: bool = False


def gaps(offering: Offering, seats: int, now: datetime) -> list[Gap]:
    """What is missing, the worst first.

    Args:
        seats: how many seats it has.
    """
    return sorted(_found(offering, seats, now), key=lambda gap: not gap.blocks)


def _found(offering: Offering, seats: int, now: datetime) -> list[Gap]:
    found = []
    sessions = offering.live_sessions
    course = offering.course
    minutes = sum(session.minutes for session in sessions)
    if course.status is not CourseStatus.listed:
        found.append(Gap(gettext("The course is not listed yet."), blocks=True))
    if not seats:
        found.append(Gap(gettext("It has no seats yet."), blocks=True))
    if not sessions:
        found.append(Gap(gettext("No class is scheduled yet."), blocks=True))
    elif minutes != course.hours * 60:
        sentence = gettext(
            "The timetable comes to %(planned)s hours; the course has %(hours)s.",
            planned=f"{minutes / 60:g}",
            hours=course.hours,
        )
        found.append(Gap(sentence))
    unled = sum(1 for session in sessions if not session.teaching)
    if unled:
        found.append(Gap(gettext("%(count)s classes have no instructor yet.", count=unled)))
    if offering.enrol_until <= now and offering.status is OfferingStatus.draft:
        found.append(Gap(gettext("Its enrolment window is over already.")))
    return found
