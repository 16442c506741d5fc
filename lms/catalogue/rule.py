"""The completion rule: what an offering asks for before somebody has completed it. Pure.

Source: 고용노동부 훈련 practice (80 % of hours or days, ten minutes of grace, three of late, left early
or away make one absence, under half a day is absent); the academy may set its own figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.core.status import Choice
from lms.core.text import N_


class Basis(Choice):
    """What is counted."""

    hours = "hours", N_("Hours")
    days = "days", N_("Days")


@dataclass(frozen=True)
class CompletionRule:
    """One rule.

    Attributes:
        basis: count hours (minutes credited) or days.
        threshold: percent that must be reached, 1–100.
        grace: minutes late or early that cost nothing.
        penalty: so many of late, left early or away make one day absent; 0 switches it off (days).
        half_day: does a day attended for less than half count as absent?
        check_out: must people who scan in also scan out?
        score: test score (0–100) that must be reached; 0: no test.
        survey: must the survey be answered?
    """

    basis: Basis = Basis.hours
    threshold: int = 80
    grace: int = 10
    penalty: int = 3
    half_day: bool = True
    check_out: bool = False
    score: int = 0
    survey: bool = False


ACADEMY_RULE = CompletionRule()
"""What a new course starts with until the academy has set its own."""

CLOSE_DAYS = 3
"""Days after a class in which one person alone may correct its attendance."""

LOCK_DAYS = 7
"""Days after a class at whose end a roll call that nobody has locked closes by itself; 0: never."""
