"""What the people of a class are told by e-mail when it is moved or called off.

Those with a seat and those who teach it; nobody while the offering is still a draft.
"""

from __future__ import annotations

from typing import Any

from lms.accounts.models import User
from lms.catalogue.events import SessionCalledOff, SessionMoved
from lms.catalogue.models import ClassSession, OfferingStatus
from lms.catalogue.queries import get_session
from lms.core.text import N_
from lms.enrolment import queries
from lms.notifications import services as notifications


def moved(event: SessionMoved) -> None:
    """Your class has another time or room."""
    facts = {"old_start_at": event.old_start, "old_room": event.old_room}
    _write(get_session(event.session_id), "class_moved", **facts)


def called_off(event: SessionCalledOff) -> None:
    """One class will not take place."""
    _write(get_session(event.session_id), "class_called_off", reason=event.reason)


def _write(session: ClassSession, name: str, **facts: Any) -> None:
    if session.offering.status is OfferingStatus.draft:
        return
    course = session.offering.course
    for person in _people(session):
        korean = person.locale == "ko" or not course.title_en
        notifications.write(
            to=person,
            template=f"enrolment/{name}",
            course=course.title_ko if korean else course.title_en,
            run=session.offering.run,
            start_at=session.starts_at,
            end_at=session.ends_at,
            room=session.occurrence.room.name,
            action_url=f"/offerings/{session.offering.code}",
            action_label=N_("See the timetable"),
            **facts,
        )


def _people(session: ClassSession) -> list[User]:
    learning = [enrolment.user for enrolment in queries.enrolled(session.offering)]
    teaching = [assignment.user for assignment in session.teaching]
    return list({person.id: person for person in [*learning, *teaching]}.values())
