"""Doors of somebody who belongs to a firm, or to none: how it is, and leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core.guard import permit
from lms.core.text import gettext
from lms.firms import policy, queries, services
from lms.firms.forms import LeaveForm
from lms.firms.models import MembershipKind
from lms.firms.views.blueprint import doors
from lms.firms.views.shown import crumbs


@doors.get("/my/firm")
def my_firm() -> str:
    """One's own firm and what it sees, or the ways to get into one."""
    person = permit(policy.can_register)
    return render_template(
        "firms/my_firm.html",
        membership=queries.find_membership(person),
        asked=queries.find_registration(person),
        is_manager=queries.is_manager(person),
        breadcrumbs=[(gettext("My classroom"), url_for("site.my")), (gettext("My firm"), None)],
    )


@doors.route("/my/firm/leave", methods=["GET", "POST"])
def leave_firm() -> ResponseReturnValue:
    """Leave the firm; it sees nothing of the person's from then on."""
    person = permit(policy.can_register)
    membership = queries.find_membership(person)
    if membership is None:
        return redirect(url_for("firms.my_firm"), 303)
    form = LeaveForm()
    if form.validate_on_submit():
        services.end_membership(actor=person, membership=membership, reason=form.reason.data or "")
        flash(gettext("You no longer belong to %(firm)s.", firm=membership.firm.name), "success")
        return redirect(url_for("firms.my_firm"), 303)
    is_last = (
        membership.kind is MembershipKind.manager and len(queries.managers(membership.firm)) == 1
    )
    page = render_template(
        "firms/leave.html",
        form=form,
        membership=membership,
        is_last=is_last,
        breadcrumbs=crumbs((gettext("Leave the firm"), None)),
    )
    return (page, 422) if form.errors else page
