"""A person's own enrolments: asking for a seat, looking at it, giving it up."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.attendance.queries import of_enrolment
from lms.catalogue.models import OfferingStatus
from lms.catalogue.queries import get_offering
from lms.certificates import queries as certificates
from lms.completion.criteria import Outcome
from lms.completion.queries import completed_course_ids, find_judgement, outlooks
from lms.completion.wording import in_words, outlook_in_words
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment import policy, queries, services
from lms.enrolment.forms import CancelForm, TransferForm
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.rules import Bar
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import run_choices


@doors.post("/offerings/<code>/enrol")
def enrol(code: str) -> ResponseReturnValue:
    """Ask for a seat. Asking again shows what the first time brought."""
    person = permit(policy.can_enrol)
    offering = queries.get_offering_to_enrol(code)
    completed = completed_course_ids(person.id) if offering.course.needs else ()
    try:
        enrolment = services.enrol(
            actor=person, offering=offering, user=person, completed_course_ids=completed
        )
    except Refused as refusal:
        found = queries.find_live(offering, person) if refusal.code == Bar.already.value else None
        if found is None:
            raise
        enrolment = found
    # Its page says how it stands; a flashed message would cost each applicant a new cookie.
    return redirect(url_for("enrolment.my_enrolment", enrolment_id=enrolment.id), 303)


@doors.get("/my/enrolments/<int:enrolment_id>")
def my_enrolment(enrolment_id: int) -> str:
    """One enrolment: how it stands, the timetable with attendance, the sum, the certificate."""
    enrolment = _mine(enrolment_id)
    offering = get_offering(enrolment.offering.code, enrolment.user)
    judgement = find_judgement(enrolment)
    ahead = None
    if enrolment.status is EnrolmentStatus.enrolled and judgement is None:
        ahead = outlooks([enrolment])[enrolment.id]
    return render_template(
        "enrolment/my_enrolment.html",
        enrolment=enrolment,
        offering=offering,
        place=queries.place_in_line(enrolment) if enrolment.waits else None,
        lines=of_enrolment(enrolment),
        judgement=judgement,
        sum_in_words=in_words(Outcome.from_json(judgement.evidence["sum"])) if judgement else "",
        outlook=outlook_in_words(ahead) if ahead else "",
        certificate=certificates.of_enrolments([enrolment.id]).get(enrolment.id),
        may_cancel=_may_cancel(enrolment),
        may_change=_may_change(enrolment),
        others=queries.other_runs(offering) if offering.status is OfferingStatus.cancelled else (),
        offers=queries.rules_of(offering).offer_hours > 0,
        breadcrumbs=_crumbs((offering.course.title, None)),
    )


@doors.route("/my/enrolments/<int:enrolment_id>/cancel", methods=["GET", "POST"])
def cancel(enrolment_id: int) -> ResponseReturnValue:
    """Ask first, then cancel. Cancelling twice is one cancelling."""
    enrolment = _mine(enrolment_id)
    here = url_for("enrolment.my_enrolment", enrolment_id=enrolment.id)
    if enrolment.status is EnrolmentStatus.cancelled:
        return redirect(here, 303)
    services.check_own_cancel(enrolment)
    form = CancelForm()
    if form.validate_on_submit():
        services.cancel(actor=enrolment.user, enrolment=enrolment, reason=form.reason.data or "")
        flash(gettext("Your enrolment is cancelled."), "success")
        return redirect(here, 303)
    crumbs = _crumbs((enrolment.offering.course.title, here), (gettext("Cancel"), None))
    page = render_template(
        "enrolment/cancel.html", form=form, enrolment=enrolment, breadcrumbs=crumbs
    )
    return (page, 422) if form.errors else page


@doors.route("/my/enrolments/<int:enrolment_id>/transfer", methods=["GET", "POST"])
def transfer(enrolment_id: int) -> ResponseReturnValue:
    """Move to another run of the course, if a seat is free there."""
    enrolment = _mine(enrolment_id)
    services.check_change(enrolment.user, enrolment)
    form = TransferForm()
    form.target.choices = run_choices(enrolment.offering)
    if form.validate_on_submit():
        new = services.transfer(
            actor=enrolment.user,
            enrolment=enrolment,
            target=queries.get_offering_to_enrol(form.target.data),
            completed_course_ids=completed_course_ids(enrolment.user_id),
        )
        flash(gettext("You have moved to another run. The details are on their way."), "success")
        return redirect(url_for("enrolment.my_enrolment", enrolment_id=new.id), 303)
    here = url_for("enrolment.my_enrolment", enrolment_id=enrolment.id)
    crumbs = _crumbs(
        (enrolment.offering.course.title, here), (gettext("Move to another run"), None)
    )
    page = render_template(
        "enrolment/transfer.html",
        form=form,
        enrolment=enrolment,
        runs=form.target.choices,
        back=here,
        breadcrumbs=crumbs,
    )
    return (page, 422) if form.errors else page


def _mine(enrolment_id: int) -> Enrolment:
    """The person's own enrolment; anybody else's does not exist."""
    person: User = permit(policy.can_enrol)
    return queries.get_own(enrolment_id, person)


def _may_change(enrolment: Enrolment) -> bool:
    try:
        services.check_change(enrolment.user, enrolment)
    except Refused:
        return False
    return bool(queries.other_runs(enrolment.offering, most=1))


def _may_cancel(enrolment: Enrolment) -> bool:
    try:
        services.check_own_cancel(enrolment)
    except Refused:
        return False
    return enrolment.live


def _crumbs(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("My classroom"), url_for("site.my")), *last]
