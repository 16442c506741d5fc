"""What stands in a feed: from three months ago until a year ahead.

A room's feed names nobody: published classes by their title, everything else by its kind, as the
public timetable does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lms.accounts.models import User
from lms.audit.queries import last_changes
from lms.calendars import queries
from lms.calendars.feed import Entry
from lms.calendars.models import CalendarFeed, FeedKind
from lms.catalogue import queries as catalogue
from lms.catalogue.models import ClassSession, OfferingStatus
from lms.classrooms.models import Occurrence, OccurrenceStatus, Room
from lms.core import clock
from lms.core.settings import settings
from lms.core.text import gettext, hour
from lms.enrolment import queries as enrolment
from lms.enrolment.models import EnrolmentStatus

BACK, AHEAD = timedelta(days=90), timedelta(days=365)
REMIND = 60
"""Minutes before their own class at which people are reminded."""

STATUS = {
    OccurrenceStatus.confirmed: "CONFIRMED",
    OccurrenceStatus.provisional: "TENTATIVE",
    OccurrenceStatus.cancelled: "CANCELLED",
}


def feed_name(feed: CalendarFeed) -> str:
    """What the calendar is called in the reader's program."""
    about = feed.room.shown_name if feed.room else feed.kind.label
    return f"{about} · {settings().academy.short_ko}"


def entries_of(feed: CalendarFeed) -> list[Entry]:
    """Everything in a feed."""
    start, end = clock.now() - BACK, clock.now() + AHEAD
    if feed.room is not None:
        return _of_room(feed.room, start, end)
    if feed.user is None:
        return []
    if feed.kind is FeedKind.teaching:
        sessions = catalogue.timetable_between(start, end, taught_by=feed.user)
        return _of_sessions(sessions, lambda session: f"/teach/sessions/{session.id}")
    ids = _attended(feed.user)
    sessions = catalogue.timetable_between(start, end, offering_ids=ids)
    return _of_sessions(sessions, lambda session: f"/offerings/{session.offering.code}")


def _attended(user: User) -> list[int]:
    enrolments = enrolment.of_user(user)
    return [one.offering_id for one in enrolments if one.status is EnrolmentStatus.enrolled]


def _of_sessions(
    sessions: Sequence[ClassSession], path: Callable[[ClassSession], str]
) -> list[Entry]:
    history = _History(sessions, [session.occurrence for session in sessions])
    return [
        Entry(
            uid=_uid("class", session.id),
            title=_title(session),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            status="CANCELLED" if session.called_off_at else "CONFIRMED",
            place=_place(session.occurrence.room),
            detail=_detail(session),
            href=settings().base_url + path(session),
            remind=REMIND,
            sequence=session.occurrence.revision,
            changed_at=history.of(session.occurrence, session),
        )
        for session in sessions
    ]


def _of_room(room: Room, start: datetime, end: datetime) -> list[Entry]:
    occurrences = queries.occurrences_in(room, start, end)
    sessions = catalogue.sessions_of_occurrences([each.id for each in occurrences])
    history = _History(sessions.values(), occurrences)
    found = []
    for each in occurrences:
        session = sessions.get(each.id)
        shown = session and session.offering.status is not OfferingStatus.draft
        found.append(
            Entry(
                uid=_uid("occurrence", each.id),
                title=_title(session) if session and shown else each.booking.kind.label,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                status=STATUS[each.status],
                place=_place(room),
                sequence=each.revision,
                changed_at=history.of(each, session),
            )
        )
    return found


class _History:
    """When what stands in the feed was changed last."""

    def __init__(self, sessions: Iterable[ClassSession], occurrences: Sequence[Occurrence]) -> None:
        self._of = {
            "occurrences": last_changes("occurrences", [each.id for each in occurrences]),
            "bookings": last_changes("bookings", {each.booking_id for each in occurrences}),
            "class_sessions": last_changes("class_sessions", [each.id for each in sessions]),
        }

    def of(self, occurrence: Occurrence, session: ClassSession | None) -> datetime:
        """The last change of an entry; what was never written by a service: its start."""
        rows = [("occurrences", occurrence.id), ("bookings", occurrence.booking_id)]
        rows += [("class_sessions", session.id)] if session else []
        found = [self._of[name][id_] for name, id_ in rows if id_ in self._of[name]]
        return max(found, default=occurrence.starts_at)


def _title(session: ClassSession) -> str:
    return f"{session.offering.course.title} {session.offering.run_label}"


def _place(room: Room) -> str:
    return " ".join(part for part in (room.building, room.shown_name) if part)


def _detail(session: ClassSession) -> str:
    lines = [session.topic]
    if session.break_from and session.break_until:
        pause = {"start": hour(session.break_from), "end": hour(session.break_until)}
        lines.append(gettext("break %(start)s–%(end)s", **pause))
    names = ", ".join(assignment.user.name for assignment in session.teaching)
    lines.append(f"{gettext('Instructor')}: {names}" if names else "")
    return "\n".join(line for line in lines if line)


def _uid(kind: str, id_: int) -> str:
    return f"{kind}-{id_}@{urlsplit(settings().base_url).hostname}"
