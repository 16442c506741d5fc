"""Has somebody completed? The offering's rule as a pure function, in whole numbers, never rounded.

Hours: credited minutes * 100 >= scheduled minutes * threshold.
Days:  B days present or excused, E late, left early and away on those days, C = E // penalty over the
whole course (never month by month: 2 + 2 make one absence, though each half makes none), N = B - C;
completed when N * 100 >= D * threshold. Days that nobody confirmed are in neither B nor D.

Source: 고용노동부 training practice; hours are the academy's default, because by days a course of
one to four days allows no absence at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from lms.attendance.marks import Mark
from lms.attendance.records import Block, Day, Record, days_of
from lms.catalogue.rule import Basis, CompletionRule


@dataclass(frozen=True, slots=True)
class Outcome:
    """The sum behind a verdict.

    Attributes:
        basis: what is counted, "hours" (in minutes) or "days".
        counted, scheduled: reached and possible, in minutes or days.
        needed: the least that would do, in minutes or days.
        threshold: percent asked for.
        days, present, incidents, penalty: D, B, E and C.
        score, score_needed: of the test; 0 needed: no test.
        surveyed, survey_needed: of the survey.
    """

    completed: bool
    basis: str
    counted: int
    scheduled: int
    needed: int
    threshold: int
    days: int
    present: int
    incidents: int
    penalty: int
    score: int | None = None
    score_needed: int = 0
    surveyed: bool = False
    survey_needed: bool = False

    @property
    def percent(self) -> int:
        """Reached, in whole percent, rounded down so that it never looks like enough when it is not."""
        return self.counted * 100 // self.scheduled if self.scheduled else 0

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Outcome:
        """The outcome from `to_json`."""
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Results:
    """What counts besides attendance, as far as it is known."""

    score: int | None = None
    surveyed: bool = False

    def lacks(self, rule: CompletionRule) -> bool:
        """Is something not known yet that the rule asks for?"""
        return bool(rule.score and self.score is None) or (rule.survey and not self.surveyed)

    def fit(self, rule: CompletionRule) -> bool:
        """Is what the rule asks for there?"""
        scored = not rule.score or (self.score is not None and self.score >= rule.score)
        return scored and (self.surveyed or not rule.survey)


def judge(rule: CompletionRule, days: Sequence[Day], results: Results | None = None) -> Outcome:
    """Apply the rule to all days of one person.

    Args:
        results: score and survey; None: attendance alone is judged (looking ahead).
    """
    present = [day for day in days if not day.absent]
    incidents = sum(day.incidents for day in present)
    if rule.basis is Basis.days:
        penalty = incidents // rule.penalty if rule.penalty else 0
        counted, scheduled = max(0, len(present) - penalty), len(days)
    else:
        penalty = 0
        counted = sum(day.credited for day in days)
        scheduled = sum(day.scheduled for day in days)
    return Outcome(
        completed=scheduled > 0
        and counted * 100 >= scheduled * rule.threshold
        and (results is None or results.fit(rule)),
        basis=rule.basis.value,
        counted=counted,
        scheduled=scheduled,
        needed=needed(scheduled, rule.threshold),
        threshold=rule.threshold,
        days=len(days),
        present=len(present),
        incidents=incidents,
        penalty=penalty,
        score=results.score if results else None,
        score_needed=rule.score if results else 0,
        surveyed=results.surveyed if results else False,
        survey_needed=rule.survey and results is not None,
    )


def needed(scheduled: int, threshold: int) -> int:
    """The least number that reaches the threshold (percent) of what is scheduled."""
    return -(-scheduled * threshold // 100)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can still come of a course that is not over.

    Attributes:
        best: the outcome if everything that is left is attended.
        left: days on which something is left.
        spare: how many of them may be missed and still complete, whichever they are.
    """

    best: Outcome
    left: int
    spare: int


def outlook(
    rule: CompletionRule, kept: Sequence[tuple[Block, Record]], coming: Sequence[Block]
) -> Outlook:
    """Look ahead.

    Args:
        kept: what is settled, in order of time.
        coming: the class sessions that are left.
    """
    longest_first = _days_by_length(coming)
    best = _if_missed(rule, kept, coming, set())
    spare = 0
    while spare < len(longest_first):
        missed = set(longest_first[: spare + 1])
        if not _if_missed(rule, kept, coming, missed).completed:
            break
        spare += 1
    return Outlook(best, len(longest_first), spare)


def _days_by_length(blocks: Sequence[Block]) -> list[date]:
    lengths: Counter[date] = Counter()
    for block in blocks:
        lengths[block.day] += block.minutes
    return [day for day, _ in lengths.most_common()]


def _if_missed(
    rule: CompletionRule,
    kept: Sequence[tuple[Block, Record]],
    coming: Sequence[Block],
    missed: set[date],
) -> Outcome:
    expected = [
        (
            block,
            Record(Mark.absent, 0) if block.day in missed else Record(Mark.present, block.minutes),
        )
        for block in coming
    ]
    in_time = sorted([*kept, *expected], key=lambda pair: pair[0].starts_at)
    return judge(rule, days_of(in_time, half_day=rule.half_day))
