"""The desk: offerings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.catalogue import listings, plan, policy, queries, services
from lms.catalogue.forms import DraftOfferingForm, OfferingForm, ReasonForm
from lms.catalogue.models import Course, Offering, OfferingStatus
from lms.catalogue.views.blueprint import doors
from lms.classrooms.queries import work_days
from lms.core import clock
from lms.core.asked import asked_choice, asked_month, asked_page, asked_text
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment import queries as enrolment
from lms.enrolment.services import set_seats

LOOKED_AT = timedelta(days=366)
"""So far ahead an offering is proposed around the academy's own days."""


@doors.get("/desk/offerings")
def desk_offerings() -> str:
    """All offerings, searched and filtered."""
    permit(policy.can_plan)
    status, month = asked_choice(OfferingStatus, "status"), asked_month()
    course = asked_text("course", 30)
    found = listings.desk_offerings(asked_text(), status, month, course, asked_page())
    return render_template(
        "catalogue/desk_offerings.html",
        found=found,
        counts=enrolment.seat_counts([offering.id for offering in found.items]),
        question=asked_text(),
        status=status or "",
        month=f"{month:%Y-%m}" if month else "",
        course=course,
        courses=[(each.code, f"{each.code} {each.title_ko}") for each in queries.course_choices()],
        statuses=OfferingStatus.options(),
        breadcrumbs=crumbs(),
    )


@doors.route("/desk/offerings/new", methods=["GET", "POST"])
def desk_new_offering() -> Any:
    """Make the next run of a course, with proposed dates."""
    actor = permit(policy.can_plan)
    code = asked_text("course", 30)
    if not code:
        return _choose_course()
    course = queries.get_course(code, actor)
    form = _new_form(course)
    if request.method == "GET":
        return _page(form, course, None)
    if not form.validate():
        return _page(form, course, None), 422
    try:
        offering = services.create_offering(actor=actor, course=course, values=form.values())
        set_seats(actor=actor, offering=offering, count=int(form.seats.data or 0))
    except Refused as refused:
        return _page(form, course, None, refused.sentence), 409
    flash(gettext("%(code)s is made; now its timetable.", code=offering.code), "success")
    return redirect(url_for("catalogue.desk_offering", code=offering.code), 303)


@doors.route("/desk/offerings/<code>/edit", methods=["GET", "POST"])
def desk_edit_offering(code: str) -> Any:
    """Change dates, seats and settings."""
    actor = permit(policy.can_plan)
    offering = queries.get_offering(code, actor)
    form = _edit_form(offering)
    if request.method == "GET":
        return _page(form, offering.course, offering)
    if not form.validate():
        return _page(form, offering.course, offering), 422
    seats = int(form.seats.data or 0)
    rule = form.rule() if isinstance(form, DraftOfferingForm) else None
    try:
        services.check_rooms(offering, seats)
        services.update_offering(actor=actor, offering=offering, rule=rule, values=form.values())
        set_seats(actor=actor, offering=offering, count=seats)
    except Refused as refused:
        return _page(form, offering.course, offering, refused.sentence), 409
    flash(gettext("The offering is saved."), "success")
    return redirect(url_for("catalogue.desk_offering", code=code), 303)


@doors.post("/desk/offerings/<code>/publish")
def desk_publish_offering(code: str) -> Any:
    """Show it to everybody; what stands against it is told on the offering's own page."""
    actor = permit(policy.can_plan)
    offering = queries.get_offering(code, actor)
    if offering.status is not OfferingStatus.published:
        services.publish_offering(actor=actor, offering=offering)
    flash(gettext("The offering is published; people can enrol in its window."), "success")
    return redirect(url_for("catalogue.desk_offering", code=code), 303)


@doors.route("/desk/offerings/<code>/cancel", methods=["GET", "POST"])
def desk_cancel_offering(code: str) -> Any:
    """Call an offering off, with a reason that everybody concerned is told."""
    actor = permit(policy.can_plan)
    offering = queries.get_offering(code, actor)
    form = ReasonForm()
    page = {
        "form": form,
        "offering": offering,
        "seats": enrolment.seat_count(offering),
        "breadcrumbs": crumbs(*_crumb(offering), (gettext("Call off the offering"), None)),
    }
    if request.method == "GET":
        return render_template("catalogue/desk_cancel.html", **page)
    if not form.validate():
        return render_template("catalogue/desk_cancel.html", **page), 422
    if offering.status is not OfferingStatus.cancelled:
        reason = str(form.reason.data)
        services.cancel_offering(actor=actor, offering=offering, reason=reason)
    flash(gettext("The offering is called off, and everybody is told."), "success")
    return redirect(url_for("catalogue.desk_offering", code=code), 303)


def _choose_course() -> str:
    return render_template(
        "catalogue/desk_choose_course.html",
        courses=[(each.code, f"{each.code} {each.title_ko}") for each in queries.course_choices()],
        breadcrumbs=crumbs((gettext("New offering"), None)),
    )


def _new_form(course: Course) -> OfferingForm:
    """A form that proposes dates, and takes the seats from the course."""
    today = clock.today()
    proposed = plan.dates(today, course.days, work_days(today, today + LOOKED_AT).is_off)
    values = {**vars(proposed), "seats": course.capacity, "minimum": course.capacity // 2}
    return OfferingForm(**values)


def _edit_form(offering: Offering) -> OfferingForm:
    kind = DraftOfferingForm if offering.status is OfferingStatus.draft else OfferingForm
    return kind(obj=offering, seats=enrolment.seat_count(offering).total)


def _page(form: OfferingForm, course: Course, offering: Offering | None, refusal: str = "") -> str:
    last = (gettext("Edit"), None) if offering else (gettext("New offering"), None)
    return render_template(
        "catalogue/desk_offering_form.html",
        form=form,
        course=course,
        offering=offering,
        refusal=refusal,
        rule_open=isinstance(form, DraftOfferingForm),
        breadcrumbs=crumbs(*_crumb(offering), last),
    )


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way to a page about offerings."""
    return [(gettext("Operations"), "/desk"), (gettext("Offerings"), "/desk/offerings"), *more]


def _crumb(offering: Offering | None) -> list[tuple[str, str | None]]:
    if offering is None:
        return []
    return [(offering.code, url_for("catalogue.desk_offering", code=offering.code))]
