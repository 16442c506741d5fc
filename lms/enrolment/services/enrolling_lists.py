"""What the worker does with a list: look through it in portions, then ask for everybody at once.

The last step is one transaction: accounts and invitations for those who are no members, seats, places
in line. A worker killed in the middle leaves nothing of it; the list still says that it is being
enrolled, and the sweeper hands it over again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.status import check_move
from lms.core.text import gettext
from lms.enrolment.lists.lines import Line
from lms.enrolment.models import LIST_MOVES, Enrolment, EnrolmentStatus, ListStatus, UploadedList
from lms.enrolment.services.line import lock_line
from lms.enrolment.services.list_check import Looked, lines_of, looked_through, place_of
from lms.enrolment.services.lists import TRIES, clear, hold
from lms.enrolment.services.parties import ask_together
from lms.firms.models import Workplace
from lms.firms.queries import workplaces
from lms.firms.services import Invitee, invite_all

PORTION = 100
"""Lines that are looked through before the page is told how far it is."""


def lists_to_enrol(due: datetime) -> list[tuple[int, int, datetime]]:
    """(id, failures, since when) of lists that were to be enrolled before a moment."""
    statement = select(UploadedList.id, UploadedList.tries, UploadedList.asked_at).where(
        UploadedList.status == ListStatus.enrolling, UploadedList.asked_at <= due
    )
    return [(one, tries, at) for one, tries, at in db.session.execute(statement) if at]


def check_portion(list_id: int) -> bool:
    """Look through the next lines of a list; False when there are none left, or something is wrong."""
    uploaded = _find(list_id)
    if uploaded is None or uploaded.checked >= uploaded.total:
        return False
    portion = lines_of(uploaded)[uploaded.checked : uploaded.checked + PORTION]
    looked = looked_through(uploaded, _completed(uploaded), portion)
    if not looked.is_ready:
        send_back(list_id, _what_is_wrong(looked))
        return False
    uploaded.checked += len(portion)
    return True


def enrol_list(list_id: int) -> None:
    """Ask for everybody in a list that was looked through; what is done already stays as it is.

    Raises:
        Refused: a rule stands against somebody by now; nothing must be kept of the transaction.
    """
    uploaded = _find(list_id)
    if uploaded is None:
        return
    offering, completed = uploaded.offering, _completed(uploaded)
    lock_line(offering)
    looked = looked_through(uploaded, completed)
    if not looked.is_ready:
        raise Refused("list-wrong", _what_is_wrong(looked))
    users, invited = _everybody(uploaded, looked)
    enrolments = ask_together(
        actor=uploaded.actor,
        offering=offering,
        firm=uploaded.firm,
        users=users,
        together=uploaded.together,
        completed=completed,
    )
    _settle(uploaded, enrolments, invited)


def send_back(list_id: int, problem: str) -> None:
    """Give a list back to whoever sent it, to be corrected."""
    uploaded = _find(list_id)
    if uploaded is None:
        return
    check_move(LIST_MOVES, uploaded.status, ListStatus.checking)
    uploaded.status, uploaded.asked_at, uploaded.checked = ListStatus.checking, None, 0
    uploaded.problem = problem[:500]
    audit.record(None, "enrolment.return_list", uploaded)


def note_failure(list_id: int) -> None:
    """A try has failed by no fault of the list; after the last one it is given back."""
    uploaded = _find(list_id)
    if uploaded is None:
        return
    uploaded.tries += 1
    if uploaded.tries >= TRIES:
        sentence = gettext("Enrolling failed by a fault of ours. Please try again, or call us.")
        send_back(list_id, sentence)


def _find(list_id: int) -> UploadedList | None:
    """The list, locked, while it is to be enrolled."""
    found = db.session.get(UploadedList, list_id)
    if found is None or hold(found).status is not ListStatus.enrolling:
        return None
    return found


def _completed(uploaded: UploadedList) -> dict[int, Sequence[int]]:
    return {int(user_id): found for user_id, found in uploaded.completed.items()}


def _what_is_wrong(looked: Looked) -> str:
    if looked.closed:
        return looked.closed
    return gettext(
        "Something has changed since you looked: %(count)s lines must be corrected.",
        count=len(looked.wrong),
    )


def _everybody(uploaded: UploadedList, looked: Looked) -> tuple[list[User], int]:
    """Accounts of all lines, in order; who is no member is invited. And how many were invited."""
    places = {one.name: one for one in workplaces(uploaded.firm)}
    strangers = [one.line for one in looked.lines if not one.is_colleague]
    users = {
        **looked.users,
        **invite_all(
            actor=uploaded.actor,
            firm=uploaded.firm,
            people=[_invitee(line, place_of(line, places)) for line in strangers],
            until=uploaded.offering.enrol_until,
        ),
    }
    return [users[one.line.email] for one in looked.lines], len(strangers)


def _invitee(line: Line, place: Workplace | None) -> Invitee:
    return Invitee(
        email=line.email,
        name=line.name,
        phone=line.phone,
        department=line.department,
        position=line.position,
        workplace_id=place.id if place else None,
    )


def _settle(uploaded: UploadedList, enrolments: Sequence[Enrolment], invited: int) -> None:
    check_move(LIST_MOVES, uploaded.status, ListStatus.done)
    uploaded.status, uploaded.asked_at = ListStatus.done, None
    uploaded.ended_at = clock.now()
    uploaded.party_id = enrolments[0].party_id
    uploaded.seated = sum(one.status is EnrolmentStatus.enrolled for one in enrolments)
    uploaded.waiting = len(enrolments) - uploaded.seated
    uploaded.invited = invited
    clear(uploaded)
    audit.record(
        uploaded.actor_id,
        "enrolment.enrol_list",
        uploaded,
        people=len(enrolments),
        seated=uploaded.seated,
        invited=invited,
    )
