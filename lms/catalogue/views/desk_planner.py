"""The desk: the planner, which places all classes of an offering at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.models import User
from lms.accounts.queries import instructors
from lms.catalogue import plan, planner, policy, queries, services
from lms.catalogue.models import Offering
from lms.catalogue.placing import Proposal
from lms.catalogue.plan_form import PlanForm
from lms.catalogue.planner import Needs
from lms.catalogue.views.blueprint import doors
from lms.catalogue.views.desk_offerings import crumbs
from lms.classrooms import queries as classrooms
from lms.classrooms.models import Layout, Room
from lms.classrooms.preview import LineState
from lms.classrooms.services import PushesOut
from lms.core import clock
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment import queries as enrolment
from lms.enrolment.class_clashes import TraineesClash

WORKDAYS = [str(day) for day in range(5)]


@dataclass
class Desk:
    """What one request needs: the offering, the rooms, the people who may teach, the form."""

    offering: Offering
    rooms: dict[str, Room]
    people: dict[int, User]
    form: PlanForm

    def needs(self) -> Needs:
        """What was asked for."""
        form = self.form
        return Needs(
            wanted=form.wanted(),
            people=int(form.people.data or 1),
            layout=Layout(form.layout.data),
            room=self.rooms.get(form.room.data or ""),
            instructors=self.chosen(),
        )

    def chosen(self) -> list[User]:
        """The instructors, the main one first."""
        return [self.people[id_] for id_ in self.form.instructor_ids() if id_ in self.people]


@doors.route("/desk/offerings/<code>/plan", methods=["GET", "POST"])
def desk_plan(code: str) -> Any:
    """Ask for days and rooms, get a proposal, change it, book it all."""
    actor = permit(policy.can_plan)
    desk = _desk(queries.get_offering(code, actor))
    if request.method == "GET":
        return _page(desk)
    if "propose" in request.form:
        return _propose(desk)
    if not desk.form.validate():
        return _page(desk), 422
    if not desk.form.kept():
        return _page(desk, refusal=gettext("There is no class left to book.")), 422
    if "book" in request.form:
        return _book(actor, desk)
    return _page(desk, judged=_judged(desk))


def _propose(desk: Desk) -> Any:
    form = desk.form
    form.fill([], [])
    if not form.validate():
        return _page(desk), 422
    found = planner.proposal(desk.offering, desk.needs())
    form.fill(found.placed, _topics(desk.offering, int(form.count.data or 1)))
    form.offer(list(desk.rooms.values()), _named(desk))
    return _page(desk, found=found, judged=_judged(desk) if found.placed else [])


def _topics(offering: Offering, count: int) -> list[str]:
    """What the classes to come are about, after those that are there already."""
    units = [(unit.title, unit.hours) for unit in offering.course.units]
    there = len(offering.live_sessions)
    return plan.topics(units, offering.course.hours, there + count)[there:]


def _book(actor: User, desk: Desk) -> Any:
    form, offering = desk.form, desk.offering
    try:
        made = services.plan_classes(
            actor=actor,
            offering=offering,
            classes=form.classes(desk.rooms),
            instructors=desk.chosen(),
            people=max(enrolment.seat_count(offering).total, int(form.people.data or 1)),
            layout=Layout(form.layout.data),
            **form.confirmed(),
        )
    except Refused as refused:
        return _page(desk, judged=_judged(desk), refused=refused), 409
    flash(gettext("%(count)s classes are scheduled.", count=len(made)), "success")
    return redirect(url_for("catalogue.desk_offering", code=offering.code), 303)


def _judged(desk: Desk) -> list[planner.Judged]:
    return planner.judged(desk.offering, desk.form.classes(desk.rooms), desk.needs())


def _desk(offering: Offering) -> Desk:
    rooms = {room.code: room for room in classrooms.rooms(with_hours=True)}
    people = {person.id: person for person in instructors()}
    desk = Desk(offering, rooms, people, PlanForm(**_usual(offering)))
    desk.form.offer(list(rooms.values()), _named(desk))
    return desk


def _named(desk: Desk) -> list[tuple[str, str]]:
    return [(str(id_), person.name) for id_, person in desk.people.items()]


def _usual(offering: Offering) -> dict[str, Any]:
    """What the course says: days, hours, people."""
    course = offering.course
    left = max(1, course.days - len(offering.live_sessions))
    return {
        "first_on": max(offering.starts_on, clock.today()),
        "count": left,
        "weekdays": WORKDAYS,
        "people": enrolment.seat_count(offering).total or course.capacity,
        "layout": Layout.lecture.value,
        **vars(plan.hours(course.hours, course.days)),
    }


def _page(
    desk: Desk,
    *,
    found: Proposal | None = None,
    judged: list[planner.Judged] | None = None,
    refused: Refused | None = None,
    refusal: str = "",
) -> str:
    kept = iter(judged or [])
    states = [None if row.form.skip.data else next(kept, None) for row in desk.form.lines.entries]
    hub = url_for("catalogue.desk_offering", code=desk.offering.code)
    return render_template(
        "catalogue/desk_plan.html",
        offering=desk.offering,
        form=desk.form,
        found=found,
        states=states,
        rooms=desk.rooms,
        pushing=any(each.line.state is LineState.pushes_out for each in judged or []),
        days=services.days_with(desk.offering, desk.form.classes(desk.rooms)) if judged else None,
        refusal=refused.sentence if refused else refusal,
        ask=_ask(refused),
        breadcrumbs=crumbs((desk.offering.code, hub), (gettext("Plan the classes"), None)),
    )


def _ask(refused: Refused | None) -> str:
    """The field that lets a refused plan through once it was ticked."""
    if isinstance(refused, PushesOut):
        return "push_out"
    return "despite_clashes" if isinstance(refused, TraineesClash) else ""
