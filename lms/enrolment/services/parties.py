"""Colleagues for whom a firm asks together: all of them or nobody, or as many as fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.models import User
from lms.catalogue.models import Offering, Selection
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, Party, Seat
from lms.enrolment.queries import Standing
from lms.enrolment.services.applying import check, place
from lms.enrolment.services.due import serve
from lms.enrolment.services.holds import check_member
from lms.enrolment.services.line import free_seat, lock_line
from lms.enrolment.services.serving import fill_free_seats
from lms.firms.models import Firm

MEANWHILE = timedelta(minutes=1)
"""How long a seat is held while its person is written, in the same transaction."""


def ask_together(
    *,
    actor: User,
    offering: Offering,
    firm: Firm,
    users: Sequence[User],
    together: bool,
    completed: Mapping[int, Collection[int]],
) -> list[Enrolment]:
    """Ask for seats for several people of a firm in one step: all are asked for, or nobody is.

    Args:
        together: if fewer seats are free than people, all wait until there is one for each of them;
            otherwise as many as fit get one and the others wait.
        completed: courses each person has completed, by the person's id.

    Raises:
        Refused: nobody was named, or a rule stands against one of them, who is named.
    """
    if not users:
        raise Refused("nobody", gettext("Please choose at least one person."))
    lock_line(offering)
    standings = [_standing(offering, firm, user, completed.get(user.id, ())) for user in users]
    if any(facts.release_due for facts in standings):
        serve(offering)
    party = Party(
        offering_id=offering.id,
        firm_id=firm.id,
        asked_by_id=actor.id,
        together=together,
        created_at=clock.now(),
    )
    db.session.add(party)
    db.session.flush()
    enrolments = _place_all(actor, offering, party, list(zip(users, standings, strict=True)))
    fill_free_seats(offering)
    return enrolments


def _place_all(
    actor: User, offering: Offering, party: Party, people: Sequence[tuple[User, Standing]]
) -> list[Enrolment]:
    by_approval = offering.selection is Selection.approval
    seats = [None] * len(people) if by_approval else _seats_for(offering, party, people)
    return [
        place(actor, offering, user, facts, seat_id, by_approval=by_approval, party_id=party.id)
        for (user, facts), seat_id in zip(people, seats, strict=True)
    ]


def _seats_for(
    offering: Offering, party: Party, people: Sequence[tuple[User, Standing]]
) -> list[int | None]:
    """A seat for each, or None; held for the firm meanwhile, so that none is found twice."""
    found: list[int | None] = []
    for _, facts in people:
        seat_id = free_seat(offering, facts.group)
        found.append(seat_id)
        _hold([seat_id], party.firm_id, clock.now() + MEANWHILE)
    if party.together and None in found:
        _hold(found, None, None)
        return [None] * len(people)
    return found


def _hold(seat_ids: Collection[int | None], firm_id: int | None, until: datetime | None) -> None:
    statement = update(Seat).where(Seat.id.in_([one for one in seat_ids if one is not None]))
    db.session.execute(statement.values(held_by_firm_id=firm_id, held_until=until))


def _standing(offering: Offering, firm: Firm, user: User, completed: Collection[int]) -> Standing:
    check_member(firm, user)
    try:
        return check(offering, user, completed)
    except Refused as refusal:
        sentence = gettext("%(name)s: %(reason)s", name=user.name, reason=refusal.sentence)
        raise Refused(refusal.code, sentence) from refusal
