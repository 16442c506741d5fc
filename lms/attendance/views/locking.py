"""Closing a roll call: who will be absent, who stayed, how many are in the room."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.attendance import policy, queries, services
from lms.attendance.marks import CHOICES, Mark
from lms.attendance.queries import Sheet
from lms.attendance.views.blueprint import doors
from lms.attendance.views.roll_call import tally
from lms.audit import services as audit
from lms.core import clock
from lms.core.asked import ids_in
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/teach/sessions/<int:session_id>/lock", endpoint="lock_page")
def lock_page(session_id: int) -> ResponseReturnValue:
    """Ask before the sheet is closed, naming who will be absent."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    if sheet.locked or clock.now() < services.locks_at(sheet.session):
        return redirect(url_for("attendance.roll_call", session_id=session_id))
    return _page(person, sheet)


def _page(
    person: User, sheet: Sheet, *, stale: str = "", mismatch: bool = False, headcount: str = ""
) -> str:
    seated = queries.people(sheet.session)
    held = [one for one in seated if one.held]
    unsettled = [one for one in seated if not one.settled and not one.held]
    shown = [one.enrolment.user_id for one in unsettled + held]
    audit.saw(person.id, "attendance.lock_page", shown)
    counted = tally(seated)
    return render_template(
        "attendance/lock.html",
        sheet=sheet,
        session=sheet.session,
        unsettled=unsettled,
        held=held,
        tally=counted,
        marks=CHOICES,
        in_room=_in_room(sheet),
        people=len(seated),
        stale=stale,
        mismatch=mismatch,
        headcount=headcount,
    )


def _in_room(sheet: Sheet) -> int:
    """How many should be in the room at the end, by the records."""
    gone = (Mark.absent, Mark.excused, Mark.left_early)
    return sum(
        one.held or (one.settled and one.record is not None and one.record.mark not in gone)
        for one in queries.people(sheet.session)
    )


@doors.post("/teach/sessions/<int:session_id>/lock")
def lock(session_id: int) -> ResponseReturnValue:
    """Close the sheet; another count than the records have is asked about once."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    typed = request.form.get("headcount", "").strip()
    headcount = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else None
    if typed and headcount is None:
        sentence = gettext("Please enter how many people you counted, such as 18.")
        return _page(person, sheet, stale=sentence, headcount=typed), 422
    expected = _in_room(sheet)
    if headcount is not None and headcount != expected and not request.form.get("despite"):
        sentence = gettext(
            "You counted %(counted)s, the records say %(expected)s. Please count again, or correct "
            "a mark.",
            counted=headcount,
            expected=expected,
        )
        return _page(person, sheet, stale=sentence, mismatch=True, headcount=typed), 422
    try:
        services.lock(
            actor=person,
            session=sheet.session,
            unsettled=ids_in(request.form.get("unsettled", "").split()),
            stayed=ids_in(request.form.get("stayed", "").split()),
            headcount=headcount,
        )
    except Refused as refused:
        if refused.code != "held":
            raise
        return _page(person, sheet, stale=refused.sentence, headcount=typed), 409
    flash(gettext("The roll call is locked. The records stand now."), "success")
    return redirect(url_for("attendance.roll_call", session_id=session_id), 303)
