"""A firm's list of people: sent, corrected, asked for by the worker in one transaction, or dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.resident_number import has_resident_number
from lms.core.status import check_move
from lms.core.text import gettext
from lms.enrolment.lists.lines import Line
from lms.enrolment.models import LIST_MOVES, ListStatus, UploadedList
from lms.enrolment.services.list_check import lines_of, looked_through
from lms.firms.models import Firm
from lms.jobs.queue import hand_over

LIST_JOB = "enrolment.enrol_list"
KEPT = timedelta(days=7)
"""How long a list that nobody asks for is kept, with the names in it."""
TRIES = 5
"""After so many failures a list goes back to whoever sent it."""


def send_list(
    *,
    actor: User,
    firm: Firm,
    offering: Offering,
    lines: Sequence[Line],
    file_name: str = "",
    together: bool = False,
) -> UploadedList:
    """Keep a list that was read, to be looked through and corrected; nobody is asked for yet.

    Args:
        together: all of them get a seat, or all wait; otherwise as many as fit get one.
    """
    uploaded = UploadedList(
        offering_id=offering.id,
        firm_id=firm.id,
        actor_id=actor.id,
        file_name="" if has_resident_number(file_name) else file_name[-200:],
        together=together,
        lines=[line.to_json() for line in lines],
        total=len(lines),
        created_at=clock.now(),
    )
    db.session.add(uploaded)
    audit.record(actor.id, "enrolment.send_list", uploaded, firm=firm.id, people=len(lines))
    return uploaded


def correct_list(
    *, actor: User, uploaded: UploadedList, changes: Mapping[int, Line | None], together: bool
) -> None:
    """Put corrected lines in, and take lines out.

    Args:
        changes: by the number of a line; None: it is taken out.

    Raises:
        Invalid: a resident registration number stands in a line; nothing is kept.
        Refused: the list is being enrolled, or done with.
    """
    if any(line.has_resident_number for line in changes.values() if line is not None):
        sentence = gettext(
            "Please do not enter a resident registration number. It may not be kept here."
        )
        raise Invalid({"lines": sentence})
    _hold_for_changes(uploaded)
    old = lines_of(uploaded)
    new = [changes.get(line.number, line) for line in old]
    kept = [line for line in new if line is not None]
    changed = sum(one != line for one, line in zip(new, old, strict=True))
    if not changed and uploaded.together is together:
        return
    uploaded.lines = [line.to_json() for line in kept]
    uploaded.total, uploaded.together = len(kept), together
    uploaded.problem = ""
    audit.record(actor.id, "enrolment.correct_list", uploaded, lines=changed)


def ask_for_list(
    *, actor: User, uploaded: UploadedList, completed: Mapping[int, Collection[int]]
) -> None:
    """Have everybody in a list asked for by the worker: all of them or nobody.

    Args:
        completed: courses each person has completed, by the person's id; as it is now.

    Raises:
        Refused: a line must be corrected first, or nobody is left, or it is being done already.
    """
    _hold_for_changes(uploaded)
    looked = looked_through(uploaded, completed)
    if not looked.is_ready:
        sentence = looked.closed or gettext("Please correct the marked lines first.")
        raise Refused("list-wrong", sentence)
    check_move(LIST_MOVES, uploaded.status, ListStatus.enrolling)
    uploaded.status = ListStatus.enrolling
    uploaded.actor_id = actor.id
    uploaded.asked_at = clock.now()
    uploaded.checked = uploaded.tries = 0
    uploaded.problem = ""
    uploaded.completed = {str(user_id): sorted(found) for user_id, found in completed.items()}
    audit.record(actor.id, "enrolment.ask_for_list", uploaded, people=uploaded.total)
    hand_over(LIST_JOB, uploaded.id)


def drop_list(*, actor: User, uploaded: UploadedList) -> None:
    """Forget a list and the names in it.

    Raises:
        Refused: it is being enrolled, or done.
    """
    _hold_for_changes(uploaded)
    uploaded.status = ListStatus.dropped
    uploaded.ended_at = clock.now()
    clear(uploaded)
    audit.record(actor.id, "enrolment.drop_list", uploaded)


def clear_old_lists() -> None:
    """Forget what nobody asked for within a week, and the names in it."""
    old = UploadedList.created_at < clock.now() - KEPT, UploadedList.cleared_at.is_(None)
    statement = select(UploadedList).where(*old, UploadedList.status == ListStatus.checking)
    for uploaded in db.session.scalars(statement.with_for_update(skip_locked=True)):
        uploaded.status = ListStatus.dropped
        uploaded.ended_at = clock.now()
        clear(uploaded)
        audit.record(None, "enrolment.drop_list", uploaded)


def hold(uploaded: UploadedList) -> UploadedList:
    """Lock a list and see it as it is now."""
    db.session.refresh(uploaded, with_for_update={"of": UploadedList})
    return uploaded


def clear(uploaded: UploadedList) -> None:
    """Take the names out of a list that is done with."""
    uploaded.lines, uploaded.completed, uploaded.file_name = [], {}, ""
    uploaded.cleared_at = clock.now()


def _hold_for_changes(uploaded: UploadedList) -> None:
    if hold(uploaded).status is not ListStatus.checking:
        sentence = gettext(
            "This list can't be changed any more: %(state)s.", state=uploaded.status.label
        )
        raise Refused("list-closed", sentence)
