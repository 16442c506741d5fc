"""The training manager's doors to one of the firm's people: where they work, as what, until when."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core.errors import Invalid
from lms.core.text import gettext
from lms.firms import queries, services
from lms.firms.forms import ColleagueForm, EndForm
from lms.firms.models import Membership, MembershipKind
from lms.firms.views.blueprint import doors
from lms.firms.views.managing import managed


@doors.route("/firm/people/<int:membership_id>/change", methods=["GET", "POST"])
def change_colleague(membership_id: int) -> ResponseReturnValue:
    """Department, position and workplace."""
    person, membership = _load(membership_id)
    form = ColleagueForm(queries.workplaces(membership.firm), membership)
    if form.validate_on_submit():
        try:
            services.change_membership(
                actor=person,
                membership=membership,
                department=form.department.data or "",
                position=form.position.data or "",
                workplace_id=form.workplace.data,
            )
        except Invalid as invalid:
            form.workplace.errors = [*form.workplace.errors, *invalid.fields.values()]
        else:
            flash(gettext("This is saved."), "success")
            return redirect("/firm/people", 303)
    audit.saw(person.id, "firm.colleague", [membership.user_id])
    page = render_template(
        "firms/colleague.html",
        form=form,
        member=membership,
        is_me=membership.user_id == person.id,
        breadcrumbs=_crumbs((membership.user.name, None)),
    )
    return (page, 422) if form.errors else page


@doors.post("/firm/people/<int:membership_id>/kind")
def change_colleague_kind(membership_id: int) -> ResponseReturnValue:
    """Make a colleague a training manager, or no longer one."""
    person, membership = _load(membership_id)
    wanted = request.form.get("kind", "")
    if wanted not in {one.value for one in MembershipKind}:
        return redirect(url_for("firms.change_colleague", membership_id=membership_id), 303)
    services.change_kind(actor=person, membership=membership, kind=MembershipKind(wanted))
    flash(gettext("%(name)s: this is changed.", name=membership.user.name), "success")
    return _back(person, membership)


@doors.route("/firm/people/<int:membership_id>/end", methods=["GET", "POST"])
def end_colleague(membership_id: int) -> ResponseReturnValue:
    """Somebody has left the firm."""
    person, membership = _load(membership_id)
    form = EndForm()
    if form.validate_on_submit():
        services.end_membership(actor=person, membership=membership, reason=form.reason.data or "")
        said = gettext("%(name)s no longer belongs to the firm.", name=membership.user.name)
        flash(said, "success")
        return _back(person, membership)
    audit.saw(person.id, "firm.colleague", [membership.user_id])
    page = render_template(
        "firms/colleague_end.html",
        form=form,
        member=membership,
        is_me=membership.user_id == person.id,
        breadcrumbs=_crumbs((gettext("Take %(name)s out", name=membership.user.name), None)),
    )
    return (page, 422) if form.errors else page


def _load(membership_id: int) -> tuple[User, Membership]:
    """One of the firm's present people, for one of its present managers."""
    person, firm = managed()
    return person, queries.get_member(firm, membership_id)


def _back(person: User, membership: Membership) -> ResponseReturnValue:
    """To the people, unless the manager has just given up that right."""
    is_me = membership.user_id == person.id
    return redirect(url_for("firms.my_firm") if is_me else "/firm/people", 303)


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        (gettext("Our firm"), url_for("firms.home")),
        (gettext("Our people"), "/firm/people"),
        *more,
    ]
