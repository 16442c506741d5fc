"""The sum behind the figure, line by line: what trainee, instructor and firm see alike."""

from __future__ import annotations

from dataclasses import dataclass

from lms.attendance.marks import Mark
from lms.attendance.queries import attendance_of
from lms.attendance.records import Day, days_of
from lms.attendance.wording import length
from lms.catalogue.rule import Basis, CompletionRule
from lms.completion.criteria import Outcome, Outlook, judge, needed, outlook
from lms.completion.models import Judgement
from lms.completion.queries import find_judgement
from lms.completion.wording import in_words, outlook_in_words
from lms.core.text import gettext
from lms.enrolment.models import Enrolment

Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Sum:
    """How one person stands: what is settled, and what can still come.

    Attributes:
        so_far: the rule applied to what is settled.
        unconfirmed: classes that count neither for nor against until somebody says how it was.
        judgement: the verdict, where there is one.
    """

    rule: CompletionRule
    days: list[Day]
    so_far: Outcome
    unconfirmed: int
    ahead: Outlook
    judgement: Judgement | None

    @property
    def lines(self) -> Lines:
        """The sum: what is counted, and what is taken off."""
        begun = _by_days(self) if self.rule.basis is Basis.days else _by_hours(self)
        if self.unconfirmed:
            begun.append((gettext("Not confirmed, left out"), _times(self.unconfirmed)))
        return begun

    @property
    def verdict(self) -> str:
        """The sum that the verdict rests on, or nothing."""
        if self.judgement is None:
            return ""
        return in_words(Outcome.from_json(self.judgement.evidence["sum"]))

    @property
    def outlook(self) -> str:
        """What can still come; nothing once it is judged."""
        return "" if self.judgement else outlook_in_words(self.ahead)

    @property
    def percent(self) -> int:
        """Reached of what is settled, in whole percent, rounded down."""
        return self.so_far.percent


def sum_of(enrolment: Enrolment) -> Sum:
    """How an enrolment stands, by the rule frozen on its offering."""
    rule = enrolment.offering.rule
    found = attendance_of([enrolment])[enrolment.id]
    days = days_of(found.kept, half_day=rule.half_day)
    return Sum(
        rule=rule,
        days=days,
        so_far=judge(rule, days),
        unconfirmed=sum(record.mark is Mark.unconfirmed for _, record in found.kept),
        ahead=outlook(rule, found.kept, found.coming),
        judgement=find_judgement(enrolment),
    )


def _by_days(found: Sum) -> Lines:
    so_far, penalty = found.so_far, found.rule.penalty
    lines = [
        (gettext("Days of class so far"), _days(so_far.days)),
        (gettext("Days present or excused"), _days(so_far.present)),
        (gettext("Late, left early or away"), _times(so_far.incidents)),
    ]
    if penalty:
        lines.append(
            (
                gettext("Each %(times)s of them make one day absent", times=penalty),
                gettext(
                    "%(incidents)s ÷ %(times)s = %(days)s days taken off",
                    incidents=so_far.incidents,
                    times=penalty,
                    days=so_far.penalty,
                ),
            )
        )
    least = needed(so_far.scheduled, so_far.threshold)
    return [*lines, (gettext("Counted"), _counted(so_far)), _needed(so_far, _days(least))]


def _by_hours(found: Sum) -> Lines:
    so_far = found.so_far
    short = [day for day in found.days if day.absent and day.attended]
    lines = [
        (
            gettext("Class so far"),
            gettext(
                "%(length)s on %(days)s days", length=length(so_far.scheduled), days=so_far.days
            ),
        ),
        (gettext("Missed"), length(sum(day.scheduled - day.attended for day in found.days))),
        (gettext("Late, left early or away"), _times(so_far.incidents)),
    ]
    if short:
        lines.append(
            (
                gettext("Days attended for less than half, taken off"),
                gettext(
                    "%(days)s days, %(length)s",
                    days=len(short),
                    length=length(sum(day.attended for day in short)),
                ),
            )
        )
    least = needed(so_far.scheduled, so_far.threshold)
    return [*lines, (gettext("Counted"), _counted(so_far)), _needed(so_far, length(least))]


def _counted(so_far: Outcome) -> str:
    words = length if so_far.basis == Basis.hours else _days
    return gettext(
        "%(counted)s of %(scheduled)s = %(percent)s %%",
        counted=words(so_far.counted),
        scheduled=words(so_far.scheduled),
        percent=so_far.percent,
    )


def _needed(so_far: Outcome, least: str) -> tuple[str, str]:
    return (
        gettext("Needed of it"),
        gettext("%(least)s (%(percent)s %%)", least=least, percent=so_far.threshold),
    )


def _days(number: int) -> str:
    return gettext("%(days)s days", days=number)


def _times(number: int) -> str:
    return gettext("%(times)s times", times=number)
