"""The desk: an offering's seats, for whom they are kept, how they are given, and each one's story."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import find_by_email
from lms.audit import services as audit
from lms.catalogue.forms import entered
from lms.catalogue.models import Offering
from lms.catalogue.queries import get_offering
from lms.catalogue.services import check_rooms
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment import queries, services
from lms.enrolment.forms import ExtensionForm, ExtraSeatForm, SeatsForm
from lms.enrolment.models import Deadline
from lms.enrolment.seat_map import seat_map
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import list_url, load_offering, offering_crumbs


@doors.route("/desk/offerings/<code>/seats", methods=["GET", "POST"])
def desk_seats(code: str) -> ResponseReturnValue:
    """Pools, rules and the seat map."""
    person, offering = load_offering(code)
    form = _form(offering)
    if not form.validate_on_submit():
        audit.saw(person.id, "enrolment.desk_seats", queries.seated_ids(offering))
        page = _page(offering, form)
        return (page, 422) if request.method == "POST" else page
    try:
        wanted = form.pools()
        check_rooms(get_offering(code, person), sum(wanted.values()))
        services.set_rules(actor=person, offering=offering, rules=form.rules())
        services.set_pools(actor=person, offering=offering, wanted=wanted)
    except Refused as refused:
        return _page(offering, form, refused.sentence), 409
    flash(gettext("The seats are saved."), "success")
    return redirect(url_for("enrolment.desk_seats", code=code), 303)


@doors.route("/desk/offerings/<code>/seats/add", methods=["GET", "POST"])
def add_seat(code: str) -> ResponseReturnValue:
    """One seat over the limit, with the reason."""
    person, offering = load_offering(code)
    form = ExtraSeatForm()
    if form.validate_on_submit():
        services.add_seat(actor=person, offering=offering, reason=form.reason.data or "")
        flash(gettext("One seat is added. Whoever is first in line has been served."), "success")
        return redirect(url_for("enrolment.desk_seats", code=code), 303)
    return _reason_page(offering, form, gettext("Add a seat over the limit"), gettext("Add a seat"))


@doors.post("/desk/offerings/<code>/line")
def move_line(code: str) -> ResponseReturnValue:
    """Serve the line by hand, once it doesn't move by itself any more."""
    person, offering = load_offering(code)
    moved = services.move_line(actor=person, offering=offering)
    flash(gettext("%(count)s people have moved up.", count=len(moved)), "success")
    return redirect(list_url(offering), 303)


@doors.route("/desk/offerings/<code>/extend", methods=["GET", "POST"])
def extend(code: str) -> ResponseReturnValue:
    """Put a deadline off for one person."""
    person, offering = load_offering(code)
    form = ExtensionForm()
    if form.validate_on_submit():
        user = find_by_email(form.email.data or "")
        if user is None:
            form.email.errors = [gettext("Nobody has an account with this e-mail.")]
        else:
            services.extend(
                actor=person,
                offering=offering,
                user=user,
                deadline=Deadline(form.deadline.data),
                until=entered(form.until),
                reason=form.reason.data or "",
            )
            flash(gettext("The deadline is put off for %(name)s.", name=user.name), "success")
            return redirect(url_for("enrolment.extend", code=code), 303)
    found = queries.extensions(offering)
    audit.saw(person.id, "enrolment.extend", [one.user_id for one in found])
    page = render_template(
        "enrolment/desk_extend.html",
        form=form,
        offering=offering,
        extensions=found,
        breadcrumbs=_crumbs(offering, gettext("Put a deadline off")),
    )
    return (page, 422) if form.errors else page


def _form(offering: Offering) -> SeatsForm:
    rules = queries.rules_of(offering)
    counts = {str(one.pool or "common"): one.total for one in queries.pool_counts(offering)}
    values: dict[str, Any] = {name: counts.get(name, 0) for name in SeatsForm.POOLS}
    return SeatsForm(
        **values,
        common_at=rules.common_at,
        open_to=list(rules.open_to),
        offer_hours=rules.offer_hours,
        hold_limit=rules.hold_limit,
        change_until=rules.change_until,
    )


def _page(offering: Offering, form: SeatsForm, refusal: str = "") -> str:
    return render_template(
        "enrolment/desk_seats.html",
        form=form,
        offering=offering,
        refusal=refusal,
        rules=queries.rules_of(offering),
        seats=queries.seat_count(offering),
        pools=queries.pool_counts(offering),
        places=seat_map(queries.seats(offering)),
        breadcrumbs=_crumbs(offering, gettext("Seats")),
    )


def _reason_page(
    offering: Offering, form: ExtraSeatForm, heading: str, label: str
) -> ResponseReturnValue:
    page = render_template(
        "enrolment/desk_extra_seat.html",
        form=form,
        offering=offering,
        heading=heading,
        label=label,
        breadcrumbs=_crumbs(offering, heading),
    )
    return (page, 422) if form.errors else page


def _crumbs(offering: Offering, last: str) -> list[tuple[str, str | None]]:
    return offering_crumbs(offering, (gettext("Enrolments"), list_url(offering)), (last, None))
