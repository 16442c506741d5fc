"""Looking through a list: each line against what is known of its person, and the seats there are.

Everything is read for all lines at once. Who is no member of the firm looks the same with and without
an account.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lms.accounts.models import User
from lms.catalogue.models import Offering, Selection
from lms.core import clock
from lms.enrolment import queries, rules, wording
from lms.enrolment.lists.checking import Checked, Known, Who, checked, workplace_named
from lms.enrolment.lists.forecast import Forecast, forecast
from lms.enrolment.lists.lines import Line
from lms.enrolment.models import SeatRules, UploadedList
from lms.enrolment.queries.candidates import (
    Candidate,
    candidates,
    for_firm,
    region_of,
    users_by_email,
)
from lms.enrolment.queries.standing import Standing
from lms.enrolment.rules import Bar
from lms.enrolment.services.applying import request_of
from lms.enrolment.services.for_firm import OF_THE_OFFERING, sentences_for
from lms.firms.models import Firm, Workplace
from lms.firms.queries import workplaces

Completed = Mapping[int, Collection[int]]
"""Courses that each person has completed, by the person's id."""


@dataclass(frozen=True)
class Looked:
    """What came of looking through a list.

    Attributes:
        lines: every line with its marks.
        closed: why nobody at all can be asked for now; empty when they can.
        seats: what would become of them.
        by_approval: nobody gets a seat at once, since the academy selects.
        users: accounts by address, for the services only.
    """

    lines: Sequence[Checked]
    closed: str
    seats: Forecast
    by_approval: bool
    users: Mapping[str, User]

    @property
    def wrong(self) -> list[Checked]:
        """Lines that must be corrected or taken out first."""
        return [one for one in self.lines if one.is_wrong]

    @property
    def is_ready(self) -> bool:
        """Can all of them be asked for now?"""
        return bool(self.lines) and not self.closed and not self.wrong


def lines_of(uploaded: UploadedList) -> list[Line]:
    """The lines as they stand now."""
    return [Line(**kept) for kept in uploaded.lines]


def emails_of(uploaded: UploadedList) -> list[str]:
    """The addresses in a list, each once."""
    return list({line.email: None for line in lines_of(uploaded) if line.email})


def looked_through(
    uploaded: UploadedList, completed: Completed, portion: Sequence[Line] | None = None
) -> Looked:
    """A list as it would be if it were asked for now. Few queries, however long it is.

    Args:
        portion: these lines only.
    """
    firm, offering = uploaded.firm, uploaded.offering
    lines = lines_of(uploaded) if portion is None else portion
    users = users_by_email({line.email for line in lines if line.email})
    known_places = {one.name: one for one in workplaces(firm)}
    giving = queries.rules_of(offering)
    people = _people(firm, offering, lines, users, known_places, giving)
    known = {
        email: _known(one, offering, completed.get(one.user.id, ()) if one.user else ())
        for email, one in people.items()
    }
    names = [text for one in known_places.values() for text in (one.name, one.number) if text]
    found = checked(lines, known, names)
    held = len(queries.held_by(firm, offering))
    groups = [people[one.line.email].facts.group for one in found if not one.is_wrong]
    by_approval, closed = offering.selection is Selection.approval, _closed(offering)
    return Looked(
        lines=found,
        closed=closed,
        seats=Forecast()
        if by_approval or closed
        else forecast(groups, held, queries.pool_counts(offering), together=uploaded.together),
        by_approval=by_approval,
        users=users,
    )


@dataclass(frozen=True)
class _Person:
    """The owner of an address, with or without an account."""

    user: User | None
    facts: Standing
    who: Who
    name: str
    asked: bool


def _people(
    firm: Firm,
    offering: Offering,
    lines: Sequence[Line],
    users: Mapping[str, User],
    places: Mapping[str, Workplace],
    giving: SeatRules,
) -> dict[str, _Person]:
    known = candidates(offering, firm, list(users.values()))
    nobody = Standing(offering.status, None, "", firm.group, None, None, tuple(giving.groups))
    found = {}
    for line in lines:
        user = users.get(line.email)
        candidate = known[user.id] if user else None
        facts = candidate.facts if candidate else nobody
        if candidate is None or not (candidate.is_member or candidate.invitation):
            place = place_of(line, places)
            facts = for_firm(facts, firm, place.region_code if place else region_of(firm, None))
        asked = candidate is not None and candidate.asked
        name = user.name if user else ""
        found[line.email] = _Person(user, facts, _who(candidate), name, asked)
    return found


def _who(candidate: Candidate | None) -> Who:
    if candidate is None:
        return Who.new
    if candidate.is_member:
        return Who.colleague
    return Who.invited if candidate.invitation else Who.new


def place_of(line: Line, places: Mapping[str, Workplace]) -> Workplace | None:
    """The workplace that a line names by name or number, or None."""
    names = {one.number: one.id for one in places.values() if one.number}
    names |= {name: one.id for name, one in places.items()}
    found = workplace_named(line.workplace, names)
    return next((one for one in places.values() if one.id == found), None)


def _known(person: _Person, offering: Offering, completed: Collection[int]) -> Known:
    is_member = person.who is Who.colleague
    request = request_of(offering, person.facts, completed if is_member else ())
    against = [one for one in rules.obstacles(request) if one.bar not in OF_THE_OFFERING]
    behind = rules.priority(person.facts.taken_on, offering.starts_on) > 0
    return Known(
        who=person.who,
        name=person.name if is_member else "",
        against=sentences_for(is_member, person.asked, against),
        notes=[wording.behind()] if is_member and behind else [],
    )


def _closed(offering: Offering) -> str:
    request = rules.Request(offering.stage(clock.now()), offering.enrol_from, offering.enrol_until)
    found = rules.obstacles(request)
    return wording.sentence(found[0]) if found and found[0].bar is not Bar.already else ""
