"""The desk: workplaces of a firm. Their region decides seats, so operators keep them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Invalid
from lms.core.guard import permit
from lms.core.text import gettext
from lms.firms import policy, queries, services
from lms.firms.forms import WorkplaceForm
from lms.firms.models import Firm, Workplace
from lms.firms.views.blueprint import doors


@doors.route("/desk/firms/<int:firm_id>/workplaces/new", methods=["GET", "POST"])
def new_workplace(firm_id: int) -> ResponseReturnValue:
    """Add a workplace."""
    actor = permit(policy.can_operate_firms)
    firm = queries.get_firm(firm_id)
    form = WorkplaceForm(queries.choosable_regions(clock.today()))
    if form.validate_on_submit():
        try:
            services.open_workplace(actor=actor, firm=firm, values=form.values())
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            flash(gettext("The workplace is added."), "success")
            return _back(firm)
    return _page(firm, None, form)


@doors.route("/desk/workplaces/<int:workplace_id>", methods=["GET", "POST"])
def edit_workplace(workplace_id: int) -> ResponseReturnValue:
    """Change what is known of a workplace."""
    actor = permit(policy.can_operate_firms)
    place = queries.get_workplace(workplace_id)
    form = WorkplaceForm(queries.choosable_regions(clock.today()), workplace=place)
    if form.validate_on_submit():
        try:
            services.update_workplace(actor=actor, workplace=place, values=form.values())
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            flash(gettext("The workplace is saved."), "success")
            return _back(place.firm)
    return _page(place.firm, place, form)


@doors.post("/desk/workplaces/<int:workplace_id>/close")
def close_workplace(workplace_id: int) -> ResponseReturnValue:
    """Close a workplace where nobody works any more."""
    actor = permit(policy.can_operate_firms)
    place = queries.get_workplace(workplace_id)
    services.close_workplace(actor=actor, workplace=place)
    flash(gettext("The workplace is closed."), "success")
    return _back(place.firm)


def _page(firm: Firm, place: Workplace | None, form: WorkplaceForm) -> ResponseReturnValue:
    page = render_template(
        "firms/desk_workplace.html",
        firm=firm,
        place=place,
        form=form,
        breadcrumbs=[
            (gettext("Operations"), url_for("site.desk")),
            (gettext("Firms"), url_for("firms.desk_firms")),
            (firm.name, url_for("firms.desk_firm", firm_id=firm.id)),
            (place.name if place else gettext("New workplace"), None),
        ],
    )
    return (page, 422) if form.errors else page


def _back(firm: Firm) -> ResponseReturnValue:
    return redirect(url_for("firms.desk_firm", firm_id=firm.id), 303)
