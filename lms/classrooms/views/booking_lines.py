"""The lines of a preview on their way to and fro: what a form makes, what a person has chosen.

Each line is one <select>; its value says whether the time is to be booked, and where and when:
"1|101|2026-12-01T09:00|2026-12-01T12:00". Nothing is kept on the server between the steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.classrooms import recurrence
from lms.classrooms.alternatives import Alternative
from lms.classrooms.forms import BookingForm
from lms.classrooms.models import Room
from lms.classrooms.preview import Line, LineState, Placement
from lms.core import clock
from lms.core.moment_field import FORM, YEARS
from lms.core.text import gettext, hour, short_day

BOOK, SKIP = "1", "0"


@dataclass(frozen=True)
class Wished:
    """One time as it is wished, and whether it is to be booked."""

    placement: Placement
    chosen: bool = True


@dataclass(frozen=True)
class Row:
    """A line of the preview as its page shows it; options are (value, words)."""

    name: str
    when: str
    room: str
    line: Line
    chosen: bool
    options: Sequence[tuple[str, str]]
    value: str


def made(form: BookingForm, room: Room) -> list[Wished]:
    """The times that a form describes, all to be booked.

    Raises:
        Refused: its rule never ends, makes nothing or too much.
    """
    rule, first = form.recurrence(), form.first_day
    days = recurrence.days(rule, first) if rule else [first]
    return [Wished(Placement(room, *form.moments(day))) for day in days]


def sent(values: Mapping[str, str], rooms: Mapping[str, Room]) -> list[Wished]:
    """The lines that a person has sent back; none if they are not all there and sound."""
    count = values.get("lines", "")
    if not (count.isascii() and count.isdecimal() and 0 < len(count) <= 3):
        return []
    found = [_parsed(values.get(f"line-{n}", ""), rooms) for n in range(int(count))]
    whole = [each for each in found if each is not None][: recurrence.MOST]
    return whole if len(whole) == len(found) else []


def _parsed(value: str, rooms: Mapping[str, Room]) -> Wished | None:
    try:
        chosen, code, start, end = value.split("|")
        moments = [_moment(start), _moment(end)]
    except ValueError:
        return None
    if code not in rooms or chosen not in (BOOK, SKIP):
        return None
    return Wished(Placement(rooms[code], *moments), chosen == BOOK)


def _moment(text: str) -> datetime:
    local = datetime.strptime(text, FORM)  # noqa: DTZ007  # a moment in Seoul, made aware just here
    if local.year not in YEARS:
        raise ValueError(text)
    return clock.at(local.date(), local.time())


def rows(
    wished: Sequence[Wished],
    lines: Sequence[Line],
    free: Mapping[int, Sequence[Alternative]],
    names: Mapping[str, str],
) -> list[Row]:
    """The lines as the page shows them.

    Args:
        free: what is free instead, by the line's place. names: of rooms by code.
    """
    return [
        _row(n, each, line, free.get(n, ()), names)
        for n, (each, line) in enumerate(zip(wished, lines, strict=True))
    ]


def _row(
    n: int, wished: Wished, line: Line, free: Sequence[Alternative], names: Mapping[str, str]
) -> Row:
    here = line.placement
    at = _written(here.room.code, here.starts_at, here.ends_at)
    options = [(f"{SKIP}|{at}", gettext("Leave this time out"))]
    if line.is_possible:
        options.insert(0, (f"{BOOK}|{at}", gettext("Book it")))
    for each in free:
        place = _written(each.code, each.starts_at, each.ends_at)
        options.append((f"{BOOK}|{place}", _instead(each, here, names)))
    chosen = wished.chosen and line.is_possible
    return Row(
        name=f"line-{n}",
        when=_when(here.starts_at, here.ends_at),
        room=here.room.shown_name,
        line=line,
        chosen=chosen,
        options=options,
        value=f"{BOOK if chosen else SKIP}|{at}",
    )


def _instead(each: Alternative, here: Placement, names: Mapping[str, str]) -> str:
    same_time = (each.starts_at, each.ends_at) == (here.starts_at, here.ends_at)
    if same_time:
        return gettext("Instead: %(room)s", room=names[each.code])
    when = _when(each.starts_at, each.ends_at)
    return gettext("Instead: %(room)s, %(when)s", room=names[each.code], when=when)


def _written(code: str, start: datetime, end: datetime) -> str:
    local = (clock.to_seoul(moment).strftime(FORM) for moment in (start, end))
    return "|".join((code, *local))


def _when(start: datetime, end: datetime) -> str:
    return f"{short_day(clock.to_seoul(start).date())} {hour(start)}–{hour(end)}"


def first_choice(
    wished: Sequence[Wished], lines: Sequence[Line], *, on_days_off: bool
) -> list[Wished]:
    """What is proposed at first: all that can be booked, days off only if that was said."""
    left_out = () if on_days_off else (LineState.day_off,)
    return [
        Wished(each.placement, line.is_possible and line.state not in left_out)
        for each, line in zip(wished, lines, strict=True)
    ]
