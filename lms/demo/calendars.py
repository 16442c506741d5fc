"""Demo calendars: addresses that programs read, and a partner's file that waits to be booked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.calendars import importing, services
from lms.calendars.models import CalendarFeed, FeedKind
from lms.classrooms.models import Room
from lms.core import clock
from lms.core.db import db
from lms.demo.accounts import INSTRUCTOR, TRAINEE
from lms.demo.days import teaching_day
from lms.demo.story import Story
from lms.demo.tables import rows

FILE = "partner.ics"


def plan_calendars(
    story: Story, operator: User, people: Mapping[str, User], rooms: Mapping[str, Room], today: date
) -> None:
    """Feeds since some weeks, read yesterday; the file came yesterday."""

    def give_out() -> None:
        services.open_feed(actor=people[TRAINEE], kind=FeedKind.learning)
        services.open_feed(actor=people[INSTRUCTOR], kind=FeedKind.teaching)
        services.open_room_feed(actor=operator, room=next(iter(rooms.values())))

    def read() -> None:
        for feed_id in db.session.scalars(select(CalendarFeed.id)).all():
            services.note_use(feed_id)

    def upload() -> None:
        importing.read_file(actor=operator, filename=FILE, upload=_file(today))

    yesterday = today - timedelta(days=1)
    story.at(clock.at(today - timedelta(days=20), time(11)), give_out)
    story.at(clock.at(yesterday, time(8, 15)), read)
    story.at(clock.at(yesterday, time(16)), upload)


def _file(today: date) -> bytes:
    events = [_event(row, teaching_day(today, int(row["day"]))) for row in rows("calendar")]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def _event(row: dict[str, str], day: date) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{row['uid']}@partner.example", f"SUMMARY:{row['title']}"]
    lines += [f"LOCATION:{row['place']}", *_times(row, day)]
    return "\r\n".join([*lines, "END:VEVENT"])


def _times(row: dict[str, str], day: date) -> list[str]:
    """Start, end and rule; one without hours lasts the whole day."""
    if not row["starts"]:
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}"]
    start, end = (datetime.combine(day, time.fromisoformat(row[n])) for n in ("starts", "ends"))
    lines = [f"DTSTART:{start:%Y%m%dT%H%M%S}", f"DTEND:{end:%Y%m%dT%H%M%S}"]
    return [*lines, f"RRULE:{row['rule']}"] if row["rule"] else lines
