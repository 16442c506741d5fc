"""The operators' doors to people."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts import policy, queries, services
from lms.accounts.forms import ActiveForm, RoleForm
from lms.accounts.models import Role, User
from lms.accounts.views.blueprint import doors
from lms.audit import queries as history
from lms.audit import services as audit
from lms.audit.wording import told
from lms.core.asked import asked_choice, asked_page, asked_text
from lms.core.errors import NotFound, Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.firms import queries as firms
from lms.firms import services as firm_services
from lms.firms.forms import MembershipForm
from lms.firms.models import MembershipKind


@doors.get("/desk/people")
def desk_people() -> str:
    """Find people by name, address or phone; filter by role and state."""
    actor = permit(policy.can_operate)
    question = asked_text()
    role = asked_choice(Role, "role")
    active = {"yes": True, "no": False}.get(request.args.get("active", ""))
    page = queries.people(question, asked_page(), role, active)
    audit.saw(actor.id, "people.list", [person.id for person in page.items])
    return render_template(
        "accounts/desk_people.html",
        page=page,
        q=question,
        role=role,
        roles=Role.options(),
        active=request.args.get("active", ""),
        memberships=firms.present_memberships([person.id for person in page.items]),
        breadcrumbs=[(gettext("Operations"), url_for("site.desk")), (gettext("People"), None)],
    )


@doors.get("/desk/people/<int:user_id>")
def desk_person(user_id: int) -> str:
    """One person: how to reach them, roles, firm, history."""
    actor = permit(policy.can_operate)
    return _person(actor, queries.get_user(user_id))


def _person(
    actor: User,
    person: User,
    *,
    role: RoleForm | None = None,
    active: ActiveForm | None = None,
    membership: MembershipForm | None = None,
) -> str:
    """The page with its three forms; the one that was sent keeps what was typed."""
    audit.saw(actor.id, "people.person", [person.id])
    membership = membership or MembershipForm(firms.all_firms(), formdata=None)
    entries = history.history("users", person.id)[::-1][:50]
    names = queries.names_of(entry.actor_id for entry in entries)
    return render_template(
        "accounts/desk_person.html",
        person=person,
        grants=queries.grants_ever(person),
        memberships=firms.memberships_ever(person),
        consents=queries.consents(person),
        entries=[told(entry, names) for entry in entries],
        role_form=role or RoleForm(formdata=None),
        active_form=active or ActiveForm(formdata=None, wanted="shut" if person.active else "open"),
        membership_form=membership,
        may_deactivate=policy.can_deactivate(actor, person),
        breadcrumbs=[
            (gettext("Operations"), url_for("site.desk")),
            (gettext("People"), url_for("accounts.desk_people")),
            (person.name, None),
        ],
    )


@doors.post("/desk/people/<int:user_id>/roles")
def grant_role(user_id: int) -> Any:
    """Give a role."""
    actor = permit(policy.can_operate)
    person, form = queries.get_user(user_id), RoleForm()
    if not form.validate():
        return _person(actor, person, role=form), 422
    services.grant_role(actor=actor, user=person, role=Role(form.role.data))
    flash(gettext("The role is given."), "success")
    return _back(person)


@doors.post("/desk/people/<int:user_id>/roles/<role>/end")
def end_role(user_id: int, role: str) -> Any:
    """End a role."""
    actor = permit(policy.can_operate)
    person = queries.get_user(user_id)
    if role not in set(Role):
        raise NotFound
    services.end_role(actor=actor, user=person, role=Role(role))
    flash(gettext("The role has ended."), "success")
    return _back(person)


@doors.post("/desk/people/<int:user_id>/active")
def set_active(user_id: int) -> Any:
    """Shut an account or open it again, with the reason."""
    permit(policy.can_operate)
    person = queries.get_user(user_id)
    actor = permit(policy.can_deactivate, person)
    form = ActiveForm()
    if not form.validate():
        return _person(actor, person, active=form), 422
    opening = form.wanted.data == "open"
    services.set_active(actor=actor, user=person, active=opening, reason=form.reason.data or "")
    flash(
        gettext("The account is open.") if opening else gettext("The account is shut."), "success"
    )
    return _back(person)


@doors.post("/desk/people/<int:user_id>/firm")
def set_firm(user_id: int) -> Any:
    """Make the person a member of a firm."""
    actor = permit(policy.can_operate)
    person, form = queries.get_user(user_id), MembershipForm(firms.all_firms())
    if not form.validate():
        return _person(actor, person, membership=form), 422
    try:
        firm_services.join(
            actor=actor,
            user=person,
            firm=firms.get_firm(form.firm.data),
            kind=MembershipKind(form.kind.data),
            department=form.department.data or "",
            position=form.position.data or "",
        )
    except Refused as refusal:
        form.firm.errors = [refusal.sentence]
        return _person(actor, person, membership=form), 422
    flash(gettext("The person belongs to the firm now."), "success")
    return _back(person)


@doors.post("/desk/people/<int:user_id>/firm/end")
def end_firm(user_id: int) -> Any:
    """End the person's present membership."""
    actor = permit(policy.can_operate)
    person = queries.get_user(user_id)
    membership = firms.find_membership(person)
    if membership is not None:
        firm_services.end_membership(actor=actor, membership=membership)
    flash(gettext("The person belongs to no firm now."), "success")
    return _back(person)


def _back(person: User) -> Any:
    return redirect(url_for("accounts.desk_person", user_id=person.id), 303)
