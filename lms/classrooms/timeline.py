"""What stands in rooms at which hours, as ui.room_timeline wants it. Nobody's name is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.core import clock
from lms.core.text import hour

OPENS, CLOSES = 9, 18
"""Hours shown at least; what lies outside widens them."""


@dataclass(frozen=True)
class Slot:
    """One use of a room: title and detail for everybody, an address if there is more to read."""

    starts_at: datetime
    ends_at: datetime
    title: str
    detail: str = ""
    href: str | None = None
    tone: str = "muted"

    def shown(self) -> dict[str, Any]:
        """As the macro wants it."""
        return {
            "start": _minutes(self.starts_at),
            "end": _minutes(self.ends_at) or 24 * 60,
            "time": f"{hour(self.starts_at)}–{hour(self.ends_at)}",
            "title": self.title,
            "detail": self.detail,
            "href": self.href,
            "tone": self.tone,
        }


def row(name: str, detail: str, href: str | None, slots: Iterable[Slot]) -> dict[str, Any]:
    """A row of the timeline: a room on a day, or a day of a room."""
    return {
        "name": name,
        "detail": detail,
        "href": href,
        "items": [slot.shown() for slot in slots],
    }


def hours_shown(slots: Sequence[Slot]) -> tuple[int, int]:
    """First and last whole hour that a timeline needs, within 6 and 22."""
    first = min((clock.to_seoul(slot.starts_at).hour for slot in slots), default=OPENS)
    last = max((_last_hour(slot.ends_at) for slot in slots), default=CLOSES)
    return max(6, min(first, OPENS)), min(22, max(last, CLOSES))


def on_day(slots: Iterable[Slot], day: date) -> list[Slot]:
    """Those that begin on a day in Seoul."""
    return [slot for slot in slots if clock.to_seoul(slot.starts_at).date() == day]


def _minutes(moment: datetime) -> int:
    local = clock.to_seoul(moment)
    return local.hour * 60 + local.minute


def _last_hour(moment: datetime) -> int:
    local = clock.to_seoul(moment)
    return (local.hour + (1 if local.minute else 0)) or 24
