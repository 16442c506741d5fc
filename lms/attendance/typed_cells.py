"""What one person has typed of one class into the template: a sign, and a time or a reason. Pure.

| sign | beside it |
|---|---|
| present, absent | nothing |
| late | when the person came: 10:20, and when they left, if early: 10:20-16:00 |
| left early | when the person left: 16:00 |
| away | when the person was out: 14:00-15:30, or 14:00 if they didn't come back |
| excused | the reason |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from lms.attendance.marks import CHOICES, TIMED, Mark
from lms.attendance.saying import MarkInput
from lms.core import clock
from lms.core.text import gettext

LOOK_ALIKES = {
    Mark.present: "○◯〇OoㅇО0",
    Mark.late: "△▲",
    Mark.left_early: "◎",
    Mark.away: "◇◆",
    Mark.absent: "×✕✖Xx╳",
    Mark.excused: "□■공",
}
"""Signs as people type them when they don't choose from the list."""

_TIMES = re.compile(r"(\d{1,2}):(\d{2})(?::00)?(?:\s*[-~–]\s*(?:(\d{1,2}):(\d{2})(?::00)?)?)?\Z")


class NotUnderstood(Exception):
    """The cells can't be read; the sentence says why, without their names."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Typed:
    """What the two cells of a person and a class say: a mark, up to two times, a reason."""

    mark: Mark
    first: time | None = None
    second: time | None = None
    reason: str = ""

    def said(self, day: date) -> MarkInput:
        """On the day of the class."""
        first = clock.at(day, self.first) if self.first else None
        second = clock.at(day, self.second) if self.second else None
        match self.mark:
            case Mark.late:
                return MarkInput(self.mark, arrived_at=first, left_at=second)
            case Mark.left_early:
                return MarkInput(self.mark, left_at=first)
            case Mark.away:
                return MarkInput(self.mark, away_from=first, away_until=second)
            case _:
                return MarkInput(self.mark, reason=self.reason)


def read_cells(sign: str, beside: str) -> Typed | None:
    """The two cells of a person and a class; None: nothing was typed.

    Raises:
        NotUnderstood: no sign that we know, or something beside it that doesn't belong there.
    """
    sign, beside = sign.strip(), beside.strip()
    if not sign:
        if beside:
            raise NotUnderstood(gettext("there is a time or a reason, but no sign."))
        return None
    mark = mark_of(sign)
    if mark is None:
        known = ", ".join(f"{one.sign} {one.label}" for one in CHOICES)
        raise NotUnderstood(
            gettext("“%(sign)s” is no sign. Known are: %(known)s.", sign=sign[:20], known=known)
        )
    if mark is Mark.excused:
        return Typed(mark, reason=beside[:500])
    if not beside:
        if mark in TIMED:  # on paper nobody is late "now"
            raise NotUnderstood(gettext("please type the time beside it, like 10:20."))
        return Typed(mark)
    if mark not in TIMED:
        raise NotUnderstood(
            gettext("“%(mark)s” has no time; please leave the cell beside it empty.",
                    mark=mark.label)
        )  # fmt: skip
    first, second = _times(beside)
    if mark is Mark.left_early and second:
        raise NotUnderstood(_no_time(beside))
    return Typed(mark, first, second)


def mark_of(sign: str) -> Mark | None:
    """The mark that a cell names: by its sign, its word, or both as in the list."""
    for mark in CHOICES:
        if sign in (mark.label, mark.value) or sign == f"{mark.sign} {mark.label}":
            return mark
        if len(sign) == 1 and sign in LOOK_ALIKES[mark]:
            return mark
    return None


def _times(text: str) -> tuple[time, time | None]:
    found = _TIMES.match(text)
    if not found:
        raise NotUnderstood(_no_time(text))
    try:
        first = time(int(found[1]), int(found[2]))
        second = time(int(found[3]), int(found[4])) if found[3] else None
    except ValueError as error:
        raise NotUnderstood(_no_time(text)) from error
    return first, second


def _no_time(text: str) -> str:
    return gettext("“%(text)s” is no time like 10:20 or 14:00-15:30.", text=text[:20])


def to_json(session_id: int, enrolment_id: int, typed: Typed, was: str) -> dict[str, Any]:
    """As it is kept until it is entered; `was`: what the record said when it was looked at."""
    return {
        "session": session_id,
        "enrolment": enrolment_id,
        "mark": typed.mark.value,
        "first": typed.first.isoformat() if typed.first else "",
        "second": typed.second.isoformat() if typed.second else "",
        "reason": typed.reason,
        "was": was,
    }


def from_json(cell: dict[str, Any]) -> Typed:
    """The same back."""
    return Typed(
        Mark(cell["mark"]),
        time.fromisoformat(cell["first"]) if cell["first"] else None,
        time.fromisoformat(cell["second"]) if cell["second"] else None,
        cell["reason"],
    )
