"""Colleagues for whom a firm asks together: all of them or nobody, or as many as fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, update

from lms.accounts.models import User
from lms.catalogue.models import Offering, Selection
from lms.core import clock
from lms.core.db import Base, db
from lms.core.errors import Refused
from lms.core.statements import run
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, Party
from lms.enrolment.queries.candidates import Candidate, candidates
from lms.enrolment.services.applying import place
from lms.enrolment.services.due import serve
from lms.enrolment.services.for_firm import obstacles_for, sentences_for
from lms.enrolment.services.holds import held_seats
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

    The firm's reserved seats are used first. Who is invited and has not answered yet counts as one of
    the firm's people, by the workplace in the invitation.

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
    people = _checked(offering, firm, users, completed)
    if any(one.facts.release_due for one in people):
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
    enrolments = _place_all(actor, offering, firm, party, people)
    fill_free_seats(offering)
    return enrolments


def _checked(
    offering: Offering, firm: Firm, users: Sequence[User], completed: Mapping[int, Collection[int]]
) -> list[Candidate]:
    """Everybody, when nothing stands against any of them."""
    found = candidates(offering, firm, users)
    people = [found[user.id] for user in users]
    for one in people:
        _refuse_strangers(one)
        against = obstacles_for(one, offering, completed.get(one.user.id, ()))
        if against:
            reason = sentences_for(one.is_member, one.asked, against[:1])[0]
            sentence = gettext("%(name)s: %(reason)s", name=_called(one), reason=reason)
            raise Refused(against[0].bar.value, sentence)
    return people


def _refuse_strangers(candidate: Candidate) -> None:
    if not candidate.is_member and candidate.invitation is None:
        raise Refused("not-member", gettext("This person doesn't belong to your firm."))


def _called(candidate: Candidate) -> str:
    """By the name the firm knows: of somebody invited, what it typed."""
    invitation = None if candidate.is_member else candidate.invitation
    return invitation.name if invitation else candidate.user.name


def _place_all(
    actor: User, offering: Offering, firm: Firm, party: Party, people: Sequence[Candidate]
) -> list[Enrolment]:
    by_approval = offering.selection is Selection.approval
    seats = [None] * len(people) if by_approval else _seats_for(offering, firm, party, people)
    return [
        place(actor, offering, one.user, one.facts, seat_id, by_approval=by_approval,
              party_id=party.id)
        for one, seat_id in zip(people, seats, strict=True)
    ]  # fmt: skip


def _seats_for(
    offering: Offering, firm: Firm, party: Party, people: Sequence[Candidate]
) -> list[int | None]:
    """A seat for each, or None: the firm's reserved ones, then free ones, held meanwhile, so that none
    is found twice."""
    reserved = held_seats(offering, firm)[: len(people)]
    found: list[int | None] = [*reserved]
    found += _free_seats(offering, firm, people[len(reserved) :])
    if party.together and None in found:
        _hold(found[len(reserved) :], None, None)
        return [None] * len(people)
    return found


def _free_seats(
    offering: Offering, firm: Firm, people: Sequence[Candidate]
) -> Iterator[int | None]:
    """Once a group finds none, nobody else of it will."""
    gone = set()
    for one in people:
        group = one.facts.group
        seat_id = None if group in gone else free_seat(offering, group)
        if seat_id is None:
            gone.add(group)
        else:
            _hold([seat_id], firm.id, clock.now() + MEANWHILE)
        yield seat_id


def _hold(seat_ids: Collection[int | None], firm_id: int | None, until: datetime | None) -> None:
    for seat_id in seat_ids:
        if seat_id is not None:
            run(_HOLD, {"seat_id": seat_id, "firm": firm_id, "until": until})


_SEATS = Base.metadata.tables["seats"]
_HOLD = (
    update(_SEATS)
    .where(_SEATS.c.id == bindparam("seat_id"))
    .values(held_by_firm_id=bindparam("firm"), held_until=bindparam("until"))
)
