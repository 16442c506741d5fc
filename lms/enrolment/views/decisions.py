"""Deciding about people: approve, refuse, cancel, put somebody in."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.queries import find_by_email
from lms.audit import services as audit
from lms.completion.queries import completed_course_ids
from lms.core.text import gettext, lazy_gettext
from lms.enrolment import services
from lms.enrolment.forms import AddPersonForm, ReasonForm
from lms.enrolment.models import EnrolmentStatus
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import (
    back,
    enrolment_crumbs,
    list_url,
    load_enrolment,
    load_offering,
    offering_crumbs,
)


@doors.post("/desk/enrolments/<int:enrolment_id>/approve")
def approve(enrolment_id: int) -> ResponseReturnValue:
    """Accept an application. A second press changes nothing."""
    person, enrolment = load_enrolment(enrolment_id)
    if enrolment.status in (EnrolmentStatus.enrolled, EnrolmentStatus.waiting):
        return back(enrolment)
    services.approve(actor=person, enrolment=enrolment)
    if enrolment.waits:
        said = gettext("%(name)s is accepted, and waits for a seat.", name=enrolment.user.name)
    else:
        said = gettext("%(name)s is accepted and has a seat.", name=enrolment.user.name)
    flash(said, "success")
    return back(enrolment)


@doors.route("/desk/enrolments/<int:enrolment_id>/refuse", methods=["GET", "POST"])
def refuse(enrolment_id: int) -> ResponseReturnValue:
    """Turn an application or a place in line down, with a reason."""
    return _against(enrolment_id, "refuse")


@doors.route("/desk/enrolments/<int:enrolment_id>/cancel", methods=["GET", "POST"])
def desk_cancel(enrolment_id: int) -> ResponseReturnValue:
    """End an enrolment, with a reason."""
    return _against(enrolment_id, "cancel")


ENDINGS = {
    "refuse": (
        services.refuse,
        EnrolmentStatus.refused,
        lazy_gettext("Refuse this application"),
        lazy_gettext("Refuse"),
    ),
    "cancel": (
        services.cancel,
        EnrolmentStatus.cancelled,
        lazy_gettext("Cancel this enrolment"),
        lazy_gettext("Cancel enrolment"),
    ),
}


def _against(enrolment_id: int, verb: str) -> ResponseReturnValue:
    person, enrolment = load_enrolment(enrolment_id)
    service, result, heading, label = ENDINGS[verb]
    if enrolment.status is result:
        return back(enrolment)
    form = ReasonForm()
    if form.validate_on_submit():
        service(actor=person, enrolment=enrolment, reason=form.reason.data or "")
        flash(gettext("Done. %(name)s is told by e-mail.", name=enrolment.user.name), "success")
        return back(enrolment)
    audit.saw(person.id, f"enrolment.desk_{verb}", [enrolment.user_id])
    page = render_template(
        "enrolment/desk_reason.html",
        form=form,
        enrolment=enrolment,
        heading=heading,
        label=label,
        breadcrumbs=enrolment_crumbs(enrolment, (str(heading), None)),
    )
    return (page, 422) if form.errors else page


@doors.route("/desk/offerings/<code>/enrolments/add", methods=["GET", "POST"])
def add_person(code: str) -> ResponseReturnValue:
    """Put a person in, by the e-mail of the account."""
    person, offering = load_offering(code)
    form = AddPersonForm()
    if form.validate_on_submit():
        user = find_by_email(form.email.data or "")
        if user is None:
            form.email.errors = [
                gettext("Nobody has an account with this e-mail. Please ask them to sign up first.")
            ]
        else:
            enrolment = services.add_person(
                actor=person,
                offering=offering,
                user=user,
                reason=form.reason.data or "",
                extra_seat=bool(form.extra_seat.data),
                completed_course_ids=completed_course_ids(user.id),
            )
            flash(
                gettext("%(name)s: %(status)s", name=user.name, status=enrolment.status.label),
                "success",
            )
            return back(enrolment)
    page = render_template(
        "enrolment/desk_add.html",
        form=form,
        offering=offering,
        breadcrumbs=offering_crumbs(
            offering, (gettext("Enrolments"), list_url(offering)), (gettext("Add a person"), None)
        ),
    )
    return (page, 422) if form.errors else page
