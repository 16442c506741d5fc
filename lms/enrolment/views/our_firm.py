"""A training manager's doors: seats for the firm, with names or without, and colleagues instead."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.accounts.queries import get_user
from lms.audit import services as audit
from lms.catalogue.forms import entered
from lms.catalogue.models import Offering
from lms.completion.queries import completed_course_ids
from lms.core.errors import Forbidden, NotFound
from lms.core.guard import me, permit
from lms.core.text import gettext
from lms.enrolment import queries, services
from lms.enrolment.forms import TOGETHER, HoldForm, NameForm, TogetherForm, rule_choices
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.invited import invited_to, key, shown
from lms.firms.models import Firm, Membership
from lms.firms.policy import can_see_own_firm
from lms.firms.queries import find_membership, members, people_of


@doors.get("/firm/offerings/<code>")
def firm_offering(code: str) -> str:
    """The firm's seats in an offering: its people, reserved seats, and what can be done."""
    person, firm, offering = load_for_firm(code)
    return _page(person, firm, offering)


@doors.post("/firm/offerings/<code>/hold")
def hold(code: str) -> ResponseReturnValue:
    """Reserve seats whose people are named later."""
    person, firm, offering = load_for_firm(code)
    form = HoldForm()
    if not form.validate_on_submit():
        return _page(person, firm, offering, hold=form), 422
    services.hold_seats(
        actor=person,
        offering=offering,
        firm=firm,
        count=int(form.count.data or 0),
        until=entered(form.until),
    )
    flash(gettext("The seats are reserved. Please name the people in time."), "success")
    return _back(code)


@doors.post("/firm/offerings/<code>/name")
def name_person(code: str) -> ResponseReturnValue:
    """Give a reserved seat to one of the firm's people."""
    person, firm, offering = load_for_firm(code)
    form = NameForm()
    form.person.choices = _people(firm)
    if not form.validate_on_submit():
        return _page(person, firm, offering, name=form), 422
    user = get_user(int(form.person.data))
    services.name_person(
        actor=person,
        offering=offering,
        firm=firm,
        user=user,
        completed_course_ids=completed_course_ids(user.id),
    )
    flash(gettext("%(name)s has a seat and is told by e-mail.", name=user.name), "success")
    return _back(code)


@doors.post("/firm/offerings/<code>/give-back")
def give_back(code: str) -> ResponseReturnValue:
    """Reserved seats that are not needed go to those who wait."""
    person, firm, offering = load_for_firm(code)
    services.give_back(actor=person, offering=offering, firm=firm)
    flash(gettext("The reserved seats are free for others again."), "success")
    return _back(code)


@doors.post("/firm/offerings/<code>/together")
def ask_together(code: str) -> ResponseReturnValue:
    """Ask for seats for several people in one step."""
    person, firm, offering = load_for_firm(code)
    form = _together_form(firm)
    if not form.validate_on_submit():
        return _page(person, firm, offering, together=form), 422
    chosen = set(form.people.data or ())
    users = [get_user(one.user_id) for one in people_of(firm) if key(one) in chosen]
    placed = services.ask_together(
        actor=person,
        offering=offering,
        firm=firm,
        users=users,
        together=form.rule.data == TOGETHER,
        completed={user.id: completed_course_ids(user.id) for user in users},
    )
    waiting = sum(one.waits for one in placed)
    if waiting:
        said = gettext(
            "%(count)s people are asked for; %(waiting)s of them wait for a seat.",
            count=len(placed),
            waiting=waiting,
        )
    else:
        said = gettext(
            "%(count)s people are asked for. They are told by e-mail.", count=len(placed)
        )
    flash(said, "warning" if waiting else "success")
    return _back(code)


@doors.route("/firm/enrolments/<int:enrolment_id>/substitute", methods=["GET", "POST"])
def substitute(enrolment_id: int) -> ResponseReturnValue:
    """Let a colleague come instead, in the same seat."""
    person, firm = manager()
    enrolment = queries.get_enrolment(enrolment_id)
    if enrolment.firm_id != firm.id or not _belongs(firm, enrolment.user_id):
        raise NotFound(gettext("There is no such enrolment."))
    services.check_change(person, enrolment)
    form = NameForm()
    form.person.choices = [one for one in _people(firm) if one[0] != str(enrolment.user_id)]
    code = enrolment.offering.code
    if form.validate_on_submit():
        user = get_user(int(form.person.data))
        services.substitute(
            actor=person,
            enrolment=enrolment,
            user=user,
            completed_course_ids=completed_course_ids(user.id),
        )
        flash(
            gettext("%(name)s comes instead. Both are told by e-mail.", name=user.name), "success"
        )
        return _back(code)
    audit.saw(person.id, "enrolment.substitute", [enrolment.user_id])
    page = render_template(
        "enrolment/firm_substitute.html",
        form=form,
        enrolment=enrolment,
        breadcrumbs=firm_crumbs(firm, enrolment.offering, gettext("A colleague instead")),
    )
    return (page, 422) if form.errors else page


def manager() -> tuple[User, Firm]:
    membership: Membership | None = find_membership(me()) if me() else None
    person: User = permit(can_see_own_firm, membership)
    if membership is None:
        raise Forbidden  # as the policy has said already
    return person, membership.firm


def load_for_firm(code: str) -> tuple[User, Firm, Offering]:
    offering = queries.get_offering_to_enrol(code)
    return *manager(), offering


def _page(
    person: User,
    firm: Firm,
    offering: Offering,
    *,
    hold: HoldForm | None = None,
    name: NameForm | None = None,
    together: TogetherForm | None = None,
) -> str:
    enrolments = [one for one in queries.of_firm(firm) if one.offering_id == offering.id]
    invited = invited_to(firm, offering)
    people = _people(firm)
    naming = name or NameForm(formdata=None)
    naming.person.choices = people
    audit.saw(person.id, "enrolment.firm_offering", [int(value) for value, _ in people])
    return render_template(
        "enrolment/firm_offering.html",
        firm=firm,
        offering=offering,
        rules=queries.rules_of(offering),
        pools=queries.pool_counts(offering),
        held=queries.held_by(firm, offering),
        enrolments=enrolments,
        invited=invited,
        places=queries.places_in_line([*enrolments, *(one for _, one in invited)]),
        hold=hold or HoldForm(formdata=None, until=offering.enrol_until),
        naming=naming,
        together=together or _together_form(firm),
        breadcrumbs=firm_crumbs(firm, offering, None),
    )


def _together_form(firm: Firm) -> TogetherForm:
    form = TogetherForm()
    form.people.choices = [(key(one), shown(one)) for one in people_of(firm)]
    form.rule.choices = rule_choices()
    return form


def _people(firm: Firm) -> list[tuple[str, str]]:
    return [(str(one.user_id), one.user.name) for one in members(firm)]


def _belongs(firm: Firm, user_id: int) -> bool:
    return any(one.user_id == user_id for one in members(firm))


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("enrolment.firm_offering", code=code), 303)


def firm_crumbs(firm: Firm, offering: Offering, last: str | None) -> list[tuple[str, str | None]]:
    title = f"{offering.course.title} {offering.run_label}"
    here = url_for("enrolment.firm_offering", code=offering.code)
    found: list[tuple[str, str | None]] = [(firm.name, "/firm"), (title, here if last else None)]
    return [*found, (last, None)] if last else found
