"""A verdict's sum, and what can still come, in words. Pure."""

from __future__ import annotations

from lms.attendance.queries import Progress
from lms.attendance.wording import length
from lms.catalogue.rule import Basis
from lms.completion.criteria import Outcome, Outlook
from lms.core.text import gettext


def in_words(outcome: Outcome) -> str:
    """The sum: 24시간 중 22시간 출석 = 91 %, 기준 80 %; test and survey where the course asks."""
    return "; ".join(
        part for part in (_attended(outcome), _tested(outcome), _asked(outcome)) if part
    )


def _tested(outcome: Outcome) -> str:
    if not outcome.score_needed:
        return ""
    if outcome.score is None:
        return gettext("test score missing, %(needed)s needed", needed=outcome.score_needed)
    return gettext(
        "test %(score)s points, %(needed)s needed",
        score=outcome.score,
        needed=outcome.score_needed,
    )


def _asked(outcome: Outcome) -> str:
    if not outcome.survey_needed:
        return ""
    return gettext("survey answered") if outcome.surveyed else gettext("survey not answered")


def _attended(outcome: Outcome) -> str:
    if outcome.basis == Basis.hours:
        return gettext(
            "%(counted)s of %(scheduled)s attended = %(percent)s %%, %(threshold)s %% needed",
            counted=length(outcome.counted),
            scheduled=length(outcome.scheduled),
            percent=outcome.percent,
            threshold=outcome.threshold,
        )
    return gettext(
        "%(counted)s of %(scheduled)s days attended = %(percent)s %%, %(threshold)s %% needed",
        counted=outcome.counted,
        scheduled=outcome.scheduled,
        percent=outcome.percent,
        threshold=outcome.threshold,
    ) + _penalty(outcome)


def _penalty(outcome: Outcome) -> str:
    if not outcome.penalty:
        return ""
    return " " + gettext(
        "(late, left early or away %(incidents)s times, counted as %(days)s days absent)",
        incidents=outcome.incidents,
        days=outcome.penalty,
    )


def so_far_in_words(passed: Progress) -> str:
    """The sum so far: 16시간 중 14시간."""
    return gettext(
        "%(credited)s of %(elapsed)s",
        credited=length(passed.credited),
        elapsed=length(passed.elapsed),
    )


def outlook_in_words(ahead: Outlook) -> str:
    """What can still come, or nothing when the course is over."""
    if not ahead.left:
        return ""
    if not ahead.best.completed:
        return gettext(
            "Even with everything that is left it comes to %(percent)s %%: %(threshold)s %% can no "
            "longer be reached.",
            percent=ahead.best.percent,
            threshold=ahead.best.threshold,
        )
    if not ahead.spare:
        return gettext(
            "With everything that is left it comes to %(percent)s %%. No further day may be missed.",
            percent=ahead.best.percent,
        )
    return gettext(
        "With everything that is left it comes to %(percent)s %%. Of the %(left)s days left, "
        "%(spare)s may be missed.",
        percent=ahead.best.percent,
        left=ahead.left,
        spare=ahead.spare,
    )
