"""Kinds of excused absence and their limits, to begin with: data/excuse_kinds.json. Pure.

Operators change them on their page (`queries.excuse_kinds` joins both).

Source: 국민내일배움카드 운영규정 별표 3 as training schools quote it, with a short list for
courses of a few days. A limit in percent is of the course's days, rounded up to one day at least.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from lms.core.text import gettext, in_language


@dataclass(frozen=True, slots=True)
class ExcuseKind:
    """One kind.

    Attributes:
        days: at most so many days in a course; None: as needed.
        percent: at most so much of the course's days; None: no such limit.
        document: must a document be attached?
    """

    code: str
    ko: str
    en: str
    days: int | None
    percent: int | None
    document: bool

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.ko, self.en)


def _table() -> dict[str, ExcuseKind]:
    stored = json.loads(
        (Path(__file__).parent / "data" / "excuse_kinds.json").read_text(encoding="utf-8")
    )
    return {row["code"]: ExcuseKind(**row) for row in stored}


KINDS = _table()


def kind_by_default(code: str) -> str:
    """What a kind is called if nobody has renamed it; the code where it is none of ours."""
    return KINDS[code].label if code in KINDS else code


def most_days(kind: ExcuseKind, course_days: int) -> int | None:
    """How many days of a course may be excused for this kind; None: no limit."""
    limits = []
    if kind.days is not None:
        limits.append(kind.days)
    if kind.percent is not None:
        limits.append(max(1, course_days * kind.percent // 100))
    return min(limits) if limits else None


def over_limit(kind: ExcuseKind, days: int, used: int, course_days: int) -> str:
    """Why so many days can't be excused, as a sentence; empty: they can.

    Args:
        days: asked for now. used: excused or asked for already, for the same kind.
        course_days: days of class in the whole course.
    """
    most = most_days(kind, course_days)
    if most is None or used + days <= most:
        return ""
    return gettext(
        "At most %(most)s days of this course can be excused for this reason; %(used)s are used.",
        most=most,
        used=used,
    )
