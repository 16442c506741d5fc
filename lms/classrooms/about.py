"""How a room may be used, in words for everybody: a list of terms and what they say."""

from __future__ import annotations

from lms.classrooms.models import BookableBy, Room
from lms.classrooms.wording import days_and_hours, hours_and_minutes, opening_hours
from lms.core.text import gettext


def hours_of(room: Room) -> list[str]:
    """Opening hours in words, days with the same hours together."""
    hours = {row.weekday: (row.opens_at, row.closes_at) for row in room.hours}
    return [f"{days} {times}" for days, times in opening_hours(hours)]


def use_facts(room: Room) -> list[tuple[str, str]]:
    """Opening hours first; how to ask for the room, if others than operators may."""
    facts = [(gettext("Opening hours"), ", ".join(hours_of(room)))]
    if room.buffer_before or room.buffer_after:
        facts.append((gettext("Set-up and clearing"), _buffers(room)))
    if room.bookable_by is BookableBy.operators:
        return [
            *facts,
            (gettext("Who may ask"), gettext("Only the academy itself uses this room.")),
        ]
    return [
        *facts,
        (gettext("Who may ask"), room.bookable_by.label),
        (gettext("When to ask"), _asking(room)),
        (gettext("Length of use"), _length(room)),
        (gettext("Approval"), _approval(room)),
        (gettext("Cancelling"), _cancelling(room)),
        *_release(room),
    ]


def _buffers(room: Room) -> str:
    return gettext(
        "%(before)s minutes before and %(after)s minutes after each use are kept free.",
        before=room.buffer_before,
        after=room.buffer_after,
    )


def _asking(room: Room) -> str:
    if room.ask_by_hours == 0:
        return gettext("From %(days)s days before until the start.", days=room.ahead_days)
    return gettext(
        "From %(days)s days before until %(deadline)s before the start.",
        days=room.ahead_days,
        deadline=days_and_hours(room.ask_by_hours),
    )


def _length(room: Room) -> str:
    return gettext(
        "%(least)s to %(most)s",
        least=hours_and_minutes(room.min_minutes),
        most=hours_and_minutes(room.max_minutes),
    )


def _approval(room: Room) -> str:
    if room.needs_approval:
        return gettext("An operator decides on each request")
    return gettext("Granted at once if the room is free.")


def _cancelling(room: Room) -> str:
    if room.cancel_by_hours == 0:
        return gettext("By yourself until the start.")
    deadline = days_and_hours(room.cancel_by_hours)
    return gettext("By yourself until %(deadline)s before the start.", deadline=deadline)


def _release(room: Room) -> list[tuple[str, str]]:
    if room.release_after_minutes is None:
        return []
    sentence = gettext(
        "If nobody checks in within %(minutes)s minutes, the room is free for others again.",
        minutes=room.release_after_minutes,
    )
    return [(gettext("Checking in"), sentence)]
