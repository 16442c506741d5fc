"""The desk decides: take up, approve, refuse, ask for more, take back, put right."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core.decisions import Decision
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext, lazy_gettext
from lms.room_requests import policy, queries, services
from lms.room_requests.forms import ApprovalForm, CorrectionForm, DecisionForm
from lms.room_requests.models import RequestStatus, RoomRequest, StepReason
from lms.room_requests.views import shown
from lms.room_requests.views.blueprint import doors


@doors.post("/desk/room-requests/<int:request_id>/take-up")
def take_up(request_id: int) -> ResponseReturnValue:
    """Note that it is being looked at. A second press changes nothing."""
    person, found = _load(request_id)
    if found.status is not RequestStatus.reviewing:
        services.take_up(actor=person, request=found)
    return _back(found)


@doors.route("/desk/room-requests/<int:request_id>/approve", methods=["GET", "POST"])
def approve(request_id: int) -> ResponseReturnValue:
    """Give the room; who else wants it is named before."""
    person, found = _load(request_id)
    if found.status is RequestStatus.approved:
        return _back(found)
    form, refusal = ApprovalForm(), ""
    if form.validate_on_submit():
        try:
            services.approve(actor=person, request=found, message=form.message.data or "")
        except Refused as refused:
            refusal = refused.sentence
        else:
            flash(gettext("Approved. The asker is told by e-mail."), "success")
            return _back(found)
    others = queries.rivals_of(found)
    audit.saw(person.id, "room_requests.approve", shown.ids([found, *(r for r, _ in others)]))
    page = render_template(
        "room_requests/desk_approve.html",
        form=form,
        asked=found,
        rivals=others,
        refusal=refusal,
        breadcrumbs=shown.request_crumbs(found, (gettext("Approve"), None)),
    )
    return page, 409 if refusal else 422 if form.errors else 200


DECISIONS = {
    "refuse": Decision(
        services.refuse,
        lazy_gettext("Refuse this request"),
        lazy_gettext("Refuse"),
        lazy_gettext("This can't be undone. The room is free again at once."),
        RequestStatus.refused,
    ),
    "more": Decision(
        services.ask_for_more,
        lazy_gettext("Ask for something more"),
        lazy_gettext("Send the question"),
        lazy_gettext("The room stays held until the asker has answered."),
        RequestStatus.needs_more,
    ),
    "withdraw": Decision(
        services.withdraw_approval,
        lazy_gettext("Take the approval back"),
        lazy_gettext("Take it back"),
        lazy_gettext("This can't be undone. All times that lie ahead are given up."),
        RequestStatus.approval_withdrawn,
    ),
}


@doors.route("/desk/room-requests/<int:request_id>/refuse", methods=["GET", "POST"])
def refuse(request_id: int) -> ResponseReturnValue:
    """Say no, with a reason and a message."""
    return _decide(request_id, "refuse")


@doors.route("/desk/room-requests/<int:request_id>/more", methods=["GET", "POST"])
def ask_for_more(request_id: int) -> ResponseReturnValue:
    """Not yet: a document or a detail is missing."""
    return _decide(request_id, "more")


@doors.route("/desk/room-requests/<int:request_id>/withdraw", methods=["GET", "POST"])
def withdraw(request_id: int) -> ResponseReturnValue:
    """No longer: take an approval back."""
    return _decide(request_id, "withdraw")


def _decide(request_id: int, decision: str) -> ResponseReturnValue:
    person, found = _load(request_id)
    chosen = DECISIONS[decision]
    if found.status is chosen.result:
        return _back(found)
    form, refusal = DecisionForm.of(decision), ""
    if form.validate_on_submit():
        try:
            chosen.verb(
                actor=person,
                request=found,
                reason=StepReason(form.reason.data),
                message=form.message.data or "",
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            flash(gettext("Done. The asker is told by e-mail."), "success")
            return _back(found)
    return _decision_page(person, found, form, chosen, refusal)


@doors.route("/desk/room-requests/<int:request_id>/put-right", methods=["GET", "POST"])
def put_right(request_id: int) -> ResponseReturnValue:
    """Turn a no-show into a use."""
    person, found = _load(request_id)
    if found.status is RequestStatus.used:
        return _back(found)
    form = CorrectionForm()
    if form.validate_on_submit():
        services.put_right(actor=person, request=found, message=form.message.data or "")
        flash(gettext("The no-show is put right."), "success")
        return _back(found)
    words = Decision(
        services.put_right,
        gettext("Put the no-show right"),
        gettext("Put it right"),
        gettext("The request then counts as used. The room stays released."),
        RequestStatus.used,
    )
    return _decision_page(person, found, form, words, "")


def _decision_page(
    person: User, found: RoomRequest, form: Any, chosen: Decision, refusal: str
) -> ResponseReturnValue:
    audit.saw(person.id, "room_requests.decide", [found.asker_id])
    page = render_template(
        "room_requests/desk_decide.html",
        form=form,
        asked=found,
        chosen=chosen,
        refusal=refusal,
        breadcrumbs=shown.request_crumbs(found, (str(chosen.heading), None)),
    )
    return page, 409 if refusal else 422 if form.errors else 200


def _load(request_id: int) -> tuple[User, RoomRequest]:
    person: User = permit(policy.can_decide)
    return person, queries.get_request(request_id)


def _back(found: RoomRequest) -> ResponseReturnValue:
    return redirect(url_for("room_requests.desk_request", request_id=found.id), 303)
