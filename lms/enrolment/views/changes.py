"""The desk: another run, a colleague instead, lifting a bar after a no-show."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import get_user
from lms.audit import services as audit
from lms.completion.queries import completed_course_ids
from lms.core.text import gettext
from lms.enrolment import queries, services
from lms.enrolment.forms import ReasonForm, SubstituteForm, TransferForm
from lms.enrolment.models import Enrolment
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import back, enrolment_crumbs, load_enrolment, run_choices
from lms.firms.queries import members


@doors.route("/desk/enrolments/<int:enrolment_id>/transfer", methods=["GET", "POST"])
def desk_transfer(enrolment_id: int) -> ResponseReturnValue:
    """Move a person to another run, if a seat is free there."""
    person, enrolment = load_enrolment(enrolment_id)
    services.check_change(person, enrolment)
    form = TransferForm()
    form.target.choices = run_choices(enrolment.offering)
    if form.validate_on_submit():
        new = services.transfer(
            actor=person,
            enrolment=enrolment,
            target=queries.get_offering_to_enrol(form.target.data),
            completed_course_ids=completed_course_ids(enrolment.user_id),
        )
        flash(gettext("%(name)s has moved to another run.", name=new.user.name), "success")
        return redirect(url_for("enrolment.desk_enrolment", enrolment_id=new.id), 303)
    audit.saw(person.id, "enrolment.desk_transfer", [enrolment.user_id])
    page = render_template(
        "enrolment/transfer.html",
        form=form,
        enrolment=enrolment,
        runs=form.target.choices,
        back=url_for("enrolment.desk_enrolment", enrolment_id=enrolment.id),
        breadcrumbs=enrolment_crumbs(enrolment, (gettext("Move to another run"), None)),
    )
    return (page, 422) if form.errors else page


@doors.route("/desk/enrolments/<int:enrolment_id>/substitute", methods=["GET", "POST"])
def desk_substitute(enrolment_id: int) -> ResponseReturnValue:
    """Let a colleague of the firm come instead, in the same seat."""
    person, enrolment = load_enrolment(enrolment_id)
    services.check_change(person, enrolment)
    form = SubstituteForm()
    form.person.choices = _colleagues(enrolment)
    if form.validate_on_submit():
        colleague = get_user(int(form.person.data))
        new = services.substitute(
            actor=person,
            enrolment=enrolment,
            user=colleague,
            reason=form.reason.data or "",
            completed_course_ids=completed_course_ids(colleague.id),
        )
        said = gettext("%(name)s comes instead. Both are told by e-mail.", name=new.user.name)
        flash(said, "success")
        return redirect(url_for("enrolment.desk_enrolment", enrolment_id=new.id), 303)
    shown = [enrolment.user_id, *(int(value) for value, _ in form.person.choices)]
    audit.saw(person.id, "enrolment.desk_substitute", shown)
    page = render_template(
        "enrolment/desk_substitute.html",
        form=form,
        enrolment=enrolment,
        breadcrumbs=enrolment_crumbs(enrolment, (gettext("A colleague instead"), None)),
    )
    return (page, 422) if form.errors else page


def _colleagues(enrolment: Enrolment) -> list[tuple[str, str]]:
    """Who of the firm could come instead: those without a place of their own in the offering."""
    if enrolment.firm is None:
        return []
    there = {one.user_id for one in queries.of_offering(enrolment.offering) if one.live}
    return [
        (str(one.user_id), f"{one.user.name} {one.department}".strip())
        for one in members(enrolment.firm)
        if one.user_id not in there
    ]


@doors.route("/desk/enrolments/<int:enrolment_id>/lift-bar", methods=["GET", "POST"])
def lift_bar(enrolment_id: int) -> ResponseReturnValue:
    """Let somebody enrol again who was barred after a no-show."""
    person, enrolment = load_enrolment(enrolment_id)
    bar = queries.find_bar(enrolment.user)
    if bar is None:
        return back(enrolment)
    form = ReasonForm()
    if form.validate_on_submit():
        services.lift_bar(actor=person, bar=bar, reason=form.reason.data or "")
        flash(gettext("%(name)s can enrol again.", name=enrolment.user.name), "success")
        return redirect(url_for("enrolment.desk_enrolment", enrolment_id=enrolment.id), 303)
    audit.saw(person.id, "enrolment.lift_bar", [enrolment.user_id])
    page = render_template(
        "enrolment/desk_lift_bar.html",
        form=form,
        enrolment=enrolment,
        bar=bar,
        breadcrumbs=enrolment_crumbs(enrolment, (gettext("Lift the bar"), None)),
    )
    return (page, 422) if form.errors else page
