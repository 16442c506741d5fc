"""What a room's own rules say to a wish, and the nearest time that they allow. Pure.

Source: the rooms' form at the desk; defaults as 대관 is usual in the public sector (asked for 60 days
to 3 days before, cancelled until 2 days before). Whether the room is free is not asked here.

Operators may overstep what is there to keep requests in order: lengths, opening hours, how far
ahead and how late. Nobody may put more people into a room than it holds, or end before the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from lms.classrooms.wording import days_and_hours, hours_and_minutes, minutes_as_clock
from lms.core import clock
from lms.core.text import day as day_in_words
from lms.core.text import gettext, moment, weekday_name

if TYPE_CHECKING:
    from lms.classrooms.models import Room

Moments = tuple[datetime, datetime]
Hours = Mapping[int, tuple[int, int]]
"""By weekday (Monday is 0): opens and closes, in minutes of the day."""

LECTURE, PRACTICE = "lecture", "practice"
STEP = 10
"""Minutes: another time that is proposed begins at a round one."""
DAY = 24 * 60


@dataclass(frozen=True)
class RoomRules:
    """The rules of one room. `min_minutes`, `max_minutes` are lengths of use without buffers."""

    capacity: int
    capacity_practice: int | None
    hours: Hours
    min_minutes: int
    max_minutes: int
    ahead_days: int
    ask_by_hours: int


@dataclass(frozen=True)
class Wish:
    """From when to when (aware), for how many people (None: not said), in which layout."""

    starts_at: datetime
    ends_at: datetime
    people: int | None = None
    layout: str = LECTURE


@dataclass(frozen=True)
class Problem:
    """A rule that stands against the wish, in words.

    Attributes:
        code: order, short, long, hours, ahead, late, people or layout.
        nearest: the nearest time that the rules allow, if there is one.
    """

    code: str
    sentence: str
    nearest: Moments | None = None


def rules_of(room: Room) -> RoomRules:
    """The rules of a room as the desk has set them; its hours should be loaded."""
    return RoomRules(
        capacity=room.capacity,
        capacity_practice=room.capacity_practice,
        hours={row.weekday: (row.opens_at, row.closes_at) for row in room.hours},
        min_minutes=room.min_minutes,
        max_minutes=room.max_minutes,
        ahead_days=room.ahead_days,
        ask_by_hours=room.ask_by_hours,
    )


def problems(rules: RoomRules, wish: Wish, now: datetime, *, operator: bool) -> list[Problem]:
    """Every rule that stands against a wish; none if it may be.

    Args:
        now: the moment of asking.
        operator: is it an operator who books? See above for what they may overstep.
    """
    if wish.ends_at <= wish.starts_at:
        end = wish.starts_at + timedelta(minutes=rules.min_minutes)
        sentence = gettext("The end must be later than the start.")
        return [Problem("order", sentence, (wish.starts_at, end)), *_seats(rules, wish)]
    found = [] if operator else list(_times(rules, wish, now))
    nearest = nearest_allowed(rules, wish, now) if found else None
    return [Problem(code, text, nearest) for code, text in found] + list(_seats(rules, wish))


def nearest_allowed(rules: RoomRules, wish: Wish, now: datetime) -> Moments | None:
    """The time nearest to a wish that the rules allow: the nearest day, then the nearest hour."""
    wished = clock.to_seoul(wish.starts_at)
    minute = wished.hour * 60 + wished.minute
    length = int((wish.ends_at - wish.starts_at).total_seconds() // 60)
    for day in _days_near(wished.date(), rules, now):
        found = _fit(rules, day, minute, length, now)
        if found:
            return found
    return None


# --- one rule each -------------------------------------------------------------------------------


def _times(rules: RoomRules, wish: Wish, now: datetime) -> Iterator[tuple[str, str]]:
    minutes = (wish.ends_at - wish.starts_at) / timedelta(minutes=1)
    if minutes < rules.min_minutes:
        least = hours_and_minutes(rules.min_minutes)
        yield "short", gettext("The room is lent for at least %(time)s.", time=least)
    if minutes > rules.max_minutes:
        most = hours_and_minutes(rules.max_minutes)
        yield "long", gettext("The room is lent for at most %(time)s at a time.", time=most)
    closed = _outside_hours(rules, wish)
    if closed:
        yield "hours", closed
    last = _last_day(rules, now)
    if clock.to_seoul(wish.starts_at).date() > last:
        yield (
            "ahead",
            gettext(
                "The room can be asked for at most %(days)s days ahead, now until %(day)s.",
                days=rules.ahead_days,
                day=day_in_words(last),
            ),
        )
    if wish.starts_at < _earliest(rules, now):
        yield "late", _too_late(rules, now)


def _outside_hours(rules: RoomRules, wish: Wish) -> str:
    start, end = clock.to_seoul(wish.starts_at), clock.to_seoul(wish.ends_at)
    open_from_to = rules.hours.get(start.weekday())
    if open_from_to is None:
        day = weekday_name(start.date())
        return gettext("The room is closed on that day of the week (%(day)s).", day=day)
    midnight = clock.at(start.date(), time())
    opens, closes = (midnight + timedelta(minutes=minute) for minute in open_from_to)
    if opens <= start and end <= closes:
        return ""
    return gettext(
        "The room is open from %(opens)s to %(closes)s on that day.",
        opens=minutes_as_clock(open_from_to[0]),
        closes=minutes_as_clock(open_from_to[1]),
    )


def _too_late(rules: RoomRules, now: datetime) -> str:
    if rules.ask_by_hours == 0:
        return gettext("That time has begun already.")
    return gettext(
        "The room must be asked for %(time)s before, now for %(moment)s or later.",
        time=days_and_hours(rules.ask_by_hours),
        moment=moment(_earliest(rules, now)),
    )


def _seats(rules: RoomRules, wish: Wish) -> Iterator[Problem]:
    practice = wish.layout == PRACTICE
    seats = rules.capacity_practice if practice else rules.capacity
    if seats is None:
        yield Problem("layout", gettext("The room can't be set up for practice."))
    elif wish.people is not None and wish.people > seats:
        sentence = (
            gettext("The room holds %(seats)s people for practice.", seats=seats)
            if practice
            else gettext("The room holds %(seats)s people.", seats=seats)
        )
        yield Problem("people", sentence)


def _earliest(rules: RoomRules, now: datetime) -> datetime:
    return now + timedelta(hours=rules.ask_by_hours)


def _last_day(rules: RoomRules, now: datetime) -> date:
    return clock.to_seoul(now).date() + timedelta(days=rules.ahead_days)


# --- the nearest time ----------------------------------------------------------------------------


def _days_near(wished: date, rules: RoomRules, now: datetime) -> list[date]:
    """The days on which one may have the room, those nearest to the wished one first."""
    first, last = clock.to_seoul(_earliest(rules, now)).date(), _last_day(rules, now)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return sorted(days, key=lambda day: (abs(day - wished), wished > day))


def _fit(rules: RoomRules, day: date, minute: int, length: int, now: datetime) -> Moments | None:
    """The nearest use of about that length on a day, within the room's hours and not too late."""
    opens, closes = rules.hours.get(day.weekday(), (0, 0))
    midnight = clock.at(day, time())
    soonest = -(-(_earliest(rules, now) - midnight) // timedelta(minutes=1))
    if soonest > opens:
        opens = -(-soonest // STEP) * STEP
    length = min(max(length, rules.min_minutes), rules.max_minutes, closes - opens)
    if length < rules.min_minutes:
        return None
    start = min(max(minute, opens), closes - length)
    return midnight + timedelta(minutes=start), midnight + timedelta(minutes=start + length)
