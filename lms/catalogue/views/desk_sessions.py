"""The desk: class sessions of an offering. A refused room is answered with what is free instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.models import User
from lms.accounts.queries import instructors
from lms.audit import services as audit
from lms.catalogue import plan, policy, queries, services
from lms.catalogue.forms import ReasonForm, SessionForm
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.views.blueprint import doors
from lms.catalogue.views.desk_offerings import crumbs
from lms.classrooms import queries as classrooms
from lms.classrooms.services import PushesOut, RoomTaken
from lms.core import clock
from lms.core.errors import Refused
from lms.core.guard import me, permit
from lms.core.text import gettext, hour, short_day
from lms.enrolment import queries as enrolment
from lms.enrolment.class_clashes import TraineesClash


@doors.route("/desk/offerings/<code>/sessions/new", methods=["GET", "POST"])
def desk_new_session(code: str) -> Any:
    """Schedule a class, or the same on every class day."""
    actor = permit(policy.can_plan)
    offering = queries.get_offering(code, actor)
    form = _form(**_proposal(offering))
    if request.method == "GET":
        return _page(form, offering)
    if "fill" in request.form:
        return _page(_filled(form), offering)
    if not form.validate():
        return _page(form, offering), 422
    try:
        made = _schedule(actor, offering, form)
    except Refused as refused:
        return _page(form, offering, refused=refused), 409
    flash(gettext("%(count)s classes are scheduled.", count=made), "success")
    return redirect(url_for("catalogue.desk_offering", code=code), 303)


@doors.route("/desk/sessions/<int:session_id>/edit", methods=["GET", "POST"])
def desk_edit_session(session_id: int) -> Any:
    """Move a class, or give it another topic or other instructors."""
    actor = permit(policy.can_plan)
    session = queries.get_session(session_id)
    form = _form(**_present(session))
    if request.method == "GET":
        return _page(form, session.offering, session)
    if "fill" in request.form:
        return _page(_filled(form), session.offering, session)
    if not form.validate():
        return _page(form, session.offering, session), 422
    try:
        _change(actor, session, form)
    except Refused as refused:
        return _page(form, session.offering, session, refused), 409
    flash(gettext("The class is saved."), "success")
    return redirect(url_for("catalogue.desk_offering", code=session.offering.code), 303)


@doors.route("/desk/sessions/<int:session_id>/call-off", methods=["GET", "POST"])
def desk_call_off_session(session_id: int) -> Any:
    """Take one class out of the timetable."""
    actor = permit(policy.can_plan)
    session = queries.get_session(session_id)
    form = ReasonForm()
    page = {
        "form": form,
        "session": session,
        "breadcrumbs": _crumbs(session.offering, gettext("Call off a class")),
    }
    if request.method == "GET":
        return render_template("catalogue/desk_call_off.html", **page)
    if not form.validate():
        return render_template("catalogue/desk_call_off.html", **page), 422
    services.call_off_session(actor=actor, session=session, reason=str(form.reason.data))
    flash(gettext("The class is called off and its room is free again."), "success")
    return redirect(url_for("catalogue.desk_offering", code=session.offering.code), 303)


def _schedule(actor: User, offering: Offering, form: SessionForm) -> int:
    """Schedule the class on its day, and on the other days if asked; all or none."""
    days = [form.day.data]
    if form.every_day.data:
        days += _open_days(offering, {*_days(offering), *days})
    room, topic = classrooms.get_room(str(form.room.data)), form.topic.data or ""
    services.schedule_sessions(
        actor=actor,
        offering=offering,
        classes=[
            services.Planned(room, services.Block(**form.moments(day)), topic) for day in days
        ],
        instructors=_chosen(form),
        people=enrolment.seat_count(offering).total or None,
        **form.confirmed(),
    )
    return len(days)


def _change(actor: User, session: ClassSession, form: SessionForm) -> None:
    services.change_topic(actor=actor, session=session, topic=form.topic.data or "")
    room, moments, people = classrooms.get_room(str(form.room.data)), form.moments(), _chosen(form)
    stays = all(getattr(session, name) == moment for name, moment in moments.items())
    if stays and room is session.occurrence.room:
        services.assign_instructors(actor=actor, session=session, instructors=people)
        return
    services.move_session(
        actor=actor,
        session=session,
        room=room,
        instructors=people,
        people=enrolment.seat_count(session.offering).total or None,
        **form.confirmed(),
        **moments,
    )


def _chosen(form: SessionForm) -> list[User]:
    known = {person.id: person for person in instructors()}
    return [known[each] for each in form.instructor_ids() if each in known]


def _form(**values: Any) -> SessionForm:
    form = SessionForm(**values)
    people = [(str(person.id), person.name) for person in instructors()]
    form.room.choices = [
        (room.code, gettext("%(room)s (%(count)s seats)", room=room.name, count=room.capacity))
        for room in classrooms.rooms()
    ]
    form.instructor.choices = [("", gettext("Not settled yet")), *people]
    form.assistants.choices = people
    return form


def _proposal(offering: Offering) -> dict[str, Any]:
    """The next day without a class, like the last class, or like the course's hours say."""
    free = _open_days(offering, _days(offering))
    day = free[0] if free else offering.starts_on
    if offering.live_sessions:
        return {**_present(offering.live_sessions[-1]), "day": day, "topic": ""}
    hours = plan.hours(offering.course.hours, offering.course.days)
    return {"day": day, **vars(hours), "every_day": len(free) > 1}


def _open_days(offering: Offering, taken: set[Any]) -> list[date]:
    first, last = offering.starts_on, offering.ends_on
    return plan.open_days(first, last, taken, classrooms.work_days(first, last).is_off)


def _present(session: ClassSession) -> dict[str, Any]:
    people = [str(assignment.user_id) for assignment in session.teaching]
    return {
        "day": clock.to_seoul(session.starts_at).date(),
        "starts": _hour(session.starts_at),
        "ends": _hour(session.ends_at),
        "break_from": _hour(session.break_from),
        "break_until": _hour(session.break_until),
        "room": session.occurrence.room.code,
        "topic": session.topic,
        "instructor": people[0] if people else "",
        "assistants": people[1:],
    }


def _hour(moment: datetime | None) -> Any:
    return clock.to_seoul(moment).time() if moment else None


def _days(offering: Offering) -> set[Any]:
    return {clock.to_seoul(session.starts_at).date() for session in offering.live_sessions}


def _filled(form: SessionForm) -> SessionForm:
    """The form with a chosen alternative filled in; the break keeps its distance to the start."""
    try:
        code, *moments = request.form["fill"].split("|")
        start, end = (clock.to_seoul(datetime.fromisoformat(each)) for each in moments)
    except (ValueError, OverflowError):
        return form
    shift = timedelta(0)
    if form.starts.data:
        shift = start - datetime.combine(start.date(), form.starts.data, start.tzinfo)
    values = {"room": code, "day": start.date(), "starts": start.time(), "ends": end.time()}
    for name in ("break_from", "break_until"):
        hour_then = form[name].data
        if hour_then:
            values[name] = (datetime.combine(start.date(), hour_then) + shift).time()
    for name, value in values.items():
        form[name].data, form[name].raw_data = value, None
    return form


def _page(
    form: SessionForm,
    offering: Offering,
    session: ClassSession | None = None,
    refused: Refused | None = None,
) -> str:
    label = gettext("Change a class") if session else gettext("New class")
    clashes = refused.clashes if isinstance(refused, TraineesClash) else []
    audit.saw(me().id, "catalogue.clashes", [clash.user_id for clash in clashes])
    return render_template(
        "catalogue/desk_session.html",
        form=form,
        offering=offering,
        session=session,
        refused=_reason(refused) if refused else "",
        taken=isinstance(refused, RoomTaken),
        clashes=clashes,
        requests=refused.taken if isinstance(refused, PushesOut) else [],
        alternatives=_alternatives(refused, offering),
        filled="fill" in request.form,
        breadcrumbs=_crumbs(offering, label),
    )


def _reason(refused: Refused) -> str:
    """Why not; what is free instead of a taken room is shown as buttons."""
    return refused.what if isinstance(refused, RoomTaken) else refused.sentence


def _alternatives(refused: Refused | None, offering: Offering) -> list[dict[str, str]]:
    """What is free instead within the offering's days: the words, and what to fill in."""
    if not isinstance(refused, RoomTaken):
        return []
    names = {room.code: room.name for room in classrooms.rooms()}
    found = []
    for each in refused.alternatives:
        day = clock.to_seoul(each.starts_at).date()
        if offering.starts_on <= day <= offering.ends_on:
            hours = f"{hour(each.starts_at)}–{hour(each.ends_at)}"
            value = f"{each.code}|{each.starts_at.isoformat()}|{each.ends_at.isoformat()}"
            found.append({"value": value, "label": f"{names[each.code]} {short_day(day)} {hours}"})
    return found


def _crumbs(offering: Offering, label: str) -> list[tuple[str, str | None]]:
    hub = url_for("catalogue.desk_offering", code=offering.code)
    return crumbs((offering.code, hub), (label, None))
