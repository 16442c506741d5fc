"""How much of the rooms' working time is taken: by room, weekday and month, as page and as table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template, url_for

from lms.classrooms import policy, queries
from lms.classrooms.models import Room
from lms.classrooms.occupancy import Occupancy, level, occupancy
from lms.classrooms.queries.closings import closings_between
from lms.classrooms.queries.occupancy import times_in_use
from lms.classrooms.views.bars import open_spans
from lms.classrooms.views.blueprint import doors
from lms.core import clock, tables
from lms.core.asked import asked_month
from lms.core.guard import permit
from lms.core.text import gettext, month_name, short_month, weekday_name

MOST_MONTHS = 36
"""So many months are counted in one go; about a second of work."""


@dataclass(frozen=True)
class Share:
    """The occupancy of one room on one day."""

    room: Room
    day: date
    occupancy: Occupancy


@dataclass(frozen=True)
class Period:
    """Whole months, the first and the last counted; `problem` says why it isn't what was asked."""

    first: date
    last: date
    problem: str = ""

    @property
    def days(self) -> list[date]:
        """Every day."""
        count = (_next_month(self.last) - self.first).days
        return [self.first + timedelta(days=n) for n in range(count)]


@doors.get("/desk/occupancy", endpoint="occupancy")
def occupancy_page() -> Any:
    """Figures, charts and tables."""
    permit(policy.can_keep_rooms)
    period = _asked_period()
    rooms = queries.rooms(with_hours=True)
    shares = _shares(rooms, period)
    asked: dict[str, Any] = {"from": f"{period.first:%Y-%m}", "until": f"{period.last:%Y-%m}"}
    page = render_template(
        "classrooms/occupancy.html",
        period=period,
        asked=asked,
        whole=_sum(shares),
        by_room=_grouped(shares, lambda one: one.room.code, lambda one: one.room.shown_name),
        by_month=_grouped(shares, lambda one: one.day.replace(day=1), _month),
        by_weekday=_grouped(
            shares, lambda one: one.day.weekday(), lambda one: weekday_name(one.day)
        ),
        months=_rooms_by_month(rooms, shares),
        xlsx=url_for("classrooms.occupancy_xlsx", **asked),
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Occupancy"), None)],
    )
    return (page, 422) if period.problem else page


@doors.get("/desk/occupancy.xlsx")
def occupancy_xlsx() -> Response:
    """The same for Excel: a row for each room, month and weekday, to be added up as one likes."""
    permit(policy.can_keep_rooms)
    period = _asked_period()
    found: dict[tuple[str, date, int], list[Share]] = defaultdict(list)
    for share in _shares(queries.rooms(with_hours=True), period):
        found[share.room.code, share.day.replace(day=1), share.day.weekday()].append(share)
    body = tables.xlsx(
        gettext("Occupancy"),
        [
            gettext("Room number"),
            gettext("Room"),
            gettext("Month"),
            gettext("Weekday"),
            gettext("Working hours"),
            gettext("Hours taken"),
            gettext("Share taken, percent"),
        ],
        (_row(shares) for shares in found.values()),
    )
    name = f"occupancy-{period.first:%Y-%m}-{period.last:%Y-%m}.xlsx"
    return Response(
        body,
        mimetype=tables.MEDIA_TYPE,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _row(shares: Sequence[Share]) -> list[tables.Cell]:
    one, whole = shares[0], _sum(shares)
    return [
        one.room.code,
        one.room.shown_name,
        f"{one.day:%Y-%m}",
        weekday_name(one.day),
        round(whole.working / 60, 1),
        round(whole.taken / 60, 1),
        whole.percent,
    ]


def _asked_period() -> Period:
    """What the address asks for; half a year until now where it asks for nothing sound."""
    last = asked_month("until") or clock.today().replace(day=1)
    first = asked_month("from") or (last - timedelta(days=5 * 30)).replace(day=1)
    if first > last:
        return Period(last, last, gettext("The first month must not be later than the last one."))
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        problem = gettext("At most %(months)s months are counted at once.", months=MOST_MONTHS)
        return Period(last.replace(year=last.year - 1), last, problem)
    return Period(first, last)


def _shares(rooms: Sequence[Room], period: Period) -> list[Share]:
    days = period.days
    start, end = clock.day_bounds(days[0])[0], clock.day_bounds(days[-1])[1]
    closings, in_use = closings_between(start, end), times_in_use(start, end)
    return [
        Share(
            room,
            day,
            occupancy(
                open_spans(room, day),
                [span for span, _ in closings.of(room.id, room.floor, day)],
                in_use.get((room.id, day), []),
            ),
        )
        for room in rooms
        for day in days
    ]


def _sum(shares: Iterable[Share]) -> Occupancy:
    return sum((share.occupancy for share in shares), Occupancy())


def _grouped(
    shares: Sequence[Share], key: Callable[[Share], Any], name: Callable[[Share], str]
) -> list[dict[str, Any]]:
    """Sums by a key in its order; keys without any working time are left out."""
    groups: dict[Any, list[Share]] = defaultdict(list)
    for share in shares:
        groups[key(share)].append(share)
    summed = [(name(groups[one][0]), _sum(groups[one])) for one in sorted(groups)]
    return [
        {"name": words, "short": words.split()[-1], "share": share}
        for words, share in summed
        if share.working
    ]


def _rooms_by_month(rooms: Sequence[Room], shares: Sequence[Share]) -> dict[str, Any]:
    groups: dict[tuple[str, date], list[Share]] = defaultdict(list)
    for share in shares:
        groups[share.room.code, share.day.replace(day=1)].append(share)
    months = sorted({month for _, month in groups})
    sums = {key: _sum(group) for key, group in groups.items()}
    return {
        "months": [(month, short_month(month), month_name(month)) for month in months],
        "rows": [
            {
                "room": room,
                "cells": [
                    {
                        "percent": sums[room.code, month].percent,
                        "level": level(sums[room.code, month]),
                    }
                    for month in months
                ],
            }
            for room in rooms
        ],
    }


def _month(share: Share) -> str:
    return month_name(share.day)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
