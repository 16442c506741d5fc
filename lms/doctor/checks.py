"""The table of checks, and running them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError

from lms.core.db import db, reading
from lms.doctor import (
    attendance,
    bookings,
    calendars,
    data,
    firms,
    installation,
    invitations,
    lists,
    papers,
    room_requests,
)

Check = Callable[[], list[str]]
"""Says what is wrong, one sentence each; none means sound."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    name: str
    problems: list[str]


INSTALLATION: dict[str, Check] = {
    "settings": installation.settings_sound,
    "clock": installation.clock_sound,
    "front-end files": installation.assets_present,
    "certificate paper": installation.paper_printable,
    "certificate keys": installation.keys_usable,
    "storage": installation.storage_writable,
    "mail": installation.mail_reachable,
    "database": installation.database_reachable,
    "migrations": installation.database_migrated,
}

NEEDED = frozenset({"database", "migrations"})
"""When one of these is wrong, there is no sense in looking further."""

IN_DATABASE: dict[str, Check] = {
    "worker": installation.worker_alive,
    "messages": data.messages_moving,
    "rooms": data.rooms_never_double_booked,
    "bookings": bookings.bookings_have_times,
    "equipment": bookings.equipment_never_in_two_places,
    "equipment and bookings": bookings.equipment_goes_where_its_booking_goes,
    "attached files": bookings.attached_files_unchanged,
    "pictures": data.pictures_unchanged,
    "timetable": data.classes_match_bookings,
    "registrations of firms": firms.registrations_match_firms,
    "workplaces": firms.people_work_in_their_firm,
    "papers of registrations": firms.registration_papers_kept,
    "room requests": room_requests.requests_match_bookings,
    "room request queue": room_requests.requests_moving,
    "calendar imports": calendars.events_imported_once,
    "seats": data.seats_match_enrolments,
    "waiting lists": data.nobody_waits_for_a_free_seat,
    "invitations": invitations.invitations_moving,
    "ended invitations": invitations.nothing_stays_of_ended_invitations,
    "lists of people": lists.lists_moving,
    "names in lists": lists.lists_forgotten,
    "attendance": data.records_match_events,
    "roll calls": attendance.roll_calls_close,
    "corrections of attendance": attendance.corrections_have_two_people,
    "notes of attendance": attendance.old_notes_are_gone,
    "certificate numbers": data.numbers_without_gaps,
    "certificate files": data.files_unchanged,
    "certificate versions": data.versions_follow_each_other,
    "certificate queue": data.papers_moving,
    "certificate orders": data.orders_moving,
    "certificate keeping": papers.kept_no_longer_than_promised,
}
"""What can only be looked at when the database answers and has the tables of this version."""


def examine() -> Iterator[Finding]:
    """Run the checks, in order; nothing is written to the database.

    Without a database of this version the checks of its data are left out.
    """
    for name, check in INSTALLATION.items():
        finding = Finding(name, _looked_at(check))
        yield finding
        if finding.problems and name in NEEDED:
            return
    for name, check in IN_DATABASE.items():
        yield Finding(name, _looked_at(check))


def _looked_at(check: Check) -> list[str]:
    try:
        with reading():
            return check()
    except DatabaseError as error:
        return [f"It can't be looked at: {str(error.orig).splitlines()[0]}"]
    finally:
        db.session.rollback()
