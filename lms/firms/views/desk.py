"""The operators' doors to firms."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.queries import names_of
from lms.audit import queries as history
from lms.audit import services as audit
from lms.audit.wording import told
from lms.core import clock
from lms.core.asked import asked_choice, asked_page, asked_text
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.firms import policy, queries, services
from lms.firms.forms import FirmForm
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm
from lms.firms.views.blueprint import doors


@doors.get("/desk/firms")
def desk_firms() -> str:
    """Find firms by name or number; filter by level and province."""
    permit(policy.can_operate_firms)
    question, province = asked_text(), asked_text("province", 2)
    level = asked_choice(FactoryLevel, "level")
    page = queries.firms(question, asked_page(), level=level, province=province)
    return render_template(
        "firms/desk_firms.html",
        page=page,
        q=question,
        level=level,
        levels=FactoryLevel.options(),
        province=province,
        provinces=queries.provinces(),
        members=queries.member_counts(firm.id for firm in page.items),
        breadcrumbs=_crumbs((gettext("Firms"), None)),
    )


@doors.route("/desk/firms/new", methods=["GET", "POST"])
def new_firm() -> Any:
    """Register a firm."""
    actor = permit(policy.can_operate_firms)
    form = FirmForm(queries.choosable_regions(clock.today()))
    if request.method == "GET":
        return _edit_page(form, None)
    if not form.validate():
        return _edit_page(form, None), 422
    try:
        firm = services.register_firm(
            actor=actor, business_number=form.business_number.data or "", facts=form.facts()
        )
    except Refused as refusal:
        form.business_number.errors = [refusal.sentence]
        return _edit_page(form, None), 422
    flash(gettext("The firm is registered."), "success")
    return redirect(url_for("firms.desk_firm", firm_id=firm.id), 303)


@doors.get("/desk/firms/<int:firm_id>")
def desk_firm(firm_id: int) -> str:
    """One firm with its people."""
    actor = permit(policy.can_operate_firms)
    firm = queries.get_firm(firm_id)
    members, invited = queries.members(firm), queries.open_invitations(firm)
    seen = [one.user_id for one in members] + [one.user_id for one in invited]
    audit.saw(actor.id, "firms.members", seen)
    entries = history.history("firms", firm.id)[::-1]
    names = names_of(entry.actor_id for entry in entries)
    return render_template(
        "firms/desk_firm.html",
        firm=firm,
        members=members,
        invited=invited,
        joiners=queries.joiners(firm),
        workplaces=queries.workplaces(firm),
        entries=[told(entry, names) for entry in entries],
        breadcrumbs=_crumbs((gettext("Firms"), url_for("firms.desk_firms")), (firm.name, None)),
    )


@doors.route("/desk/firms/<int:firm_id>/edit", methods=["GET", "POST"])
def edit_firm(firm_id: int) -> Any:
    """Change what is known of a firm."""
    actor = permit(policy.can_operate_firms)
    firm = queries.get_firm(firm_id)
    form = FirmForm(queries.choosable_regions(clock.today()), firm=firm)
    if request.method == "GET":
        return _edit_page(form, firm)
    if not form.validate():
        return _edit_page(form, firm), 422
    services.update_firm(actor=actor, firm=firm, **vars(form.facts()))
    flash(gettext("The firm is saved."), "success")
    return redirect(url_for("firms.desk_firm", firm_id=firm.id), 303)


def _edit_page(form: FirmForm, firm: Firm | None) -> str:
    here = gettext("Change the firm") if firm else gettext("Register a firm")
    between = [(firm.name, url_for("firms.desk_firm", firm_id=firm.id))] if firm else []
    return render_template(
        "firms/desk_edit.html",
        form=form,
        firm=firm,
        breadcrumbs=_crumbs(
            (gettext("Firms"), url_for("firms.desk_firms")), *between, (here, None)
        ),
    )


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Operations"), url_for("site.desk")), *more]
