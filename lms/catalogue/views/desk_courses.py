"""The desk: courses."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.catalogue import listings, policy, queries, services
from lms.catalogue.forms import CourseForm
from lms.catalogue.models import Course, CourseStatus
from lms.catalogue.views.blueprint import doors
from lms.core.asked import asked_choice, asked_page, asked_text
from lms.core.errors import NotFound, Refused
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment.queries import interest_counts


@doors.get("/desk/courses")
def desk_courses() -> str:
    """All courses, searched and filtered."""
    permit(policy.can_plan)
    status, track = asked_choice(CourseStatus, "status"), asked_text("track", 2)
    found = listings.desk_courses(asked_text(), status, track, asked_page())
    return render_template(
        "catalogue/desk_courses.html",
        found=found,
        interested=interest_counts([course.id for course in found.items]),
        question=asked_text(),
        status=status or "",
        track=track,
        tracks=[(each.code, each.name) for each in queries.tracks()],
        statuses=CourseStatus.options(),
        breadcrumbs=_crumbs(),
    )


@doors.route("/desk/courses/new", methods=["GET", "POST"])
def desk_new_course() -> Any:
    """Add a course."""
    actor = permit(policy.can_plan)
    form = _form(None)
    if request.method == "GET":
        return _page(form, None)
    return _save(form, None, lambda values: services.create_course(actor=actor, values=values))


@doors.route("/desk/courses/<code>/edit", methods=["GET", "POST"])
def desk_edit_course(code: str) -> Any:
    """Change a course."""
    actor = permit(policy.can_plan)
    course = queries.get_course(code, actor)
    form = _form(course)
    if request.method == "GET":
        return _page(form, course)

    def update(values: services.CourseValues) -> Course:
        services.update_course(actor=actor, course=course, values=values)
        return course

    return _save(form, course, update)


@doors.post("/desk/courses/<code>/status")
def desk_course_status(code: str) -> Any:
    """Show a course in the catalogue, or take it out."""
    actor = permit(policy.can_plan)
    course = queries.get_course(code, actor)
    status = request.form.get("status")
    if status == CourseStatus.listed:
        services.list_course(actor=actor, course=course)
        flash(gettext("The course is in the catalogue now."), "success")
    elif status != CourseStatus.retired:
        raise NotFound
    else:
        services.retire_course(actor=actor, course=course)
        flash(gettext("The course is no longer in the catalogue."), "success")
    return redirect(url_for("catalogue.desk_edit_course", code=course.code), 303)


def _form(course: Course | None) -> CourseForm:
    form = CourseForm(data=_start(course))
    form.track.choices = [(track.code, track.name) for track in queries.tracks()]
    form.needs.choices = [(each.code, f"{each.code} {each.title_ko}") for each in _others(course)]
    if request.method == "GET" or "more" in request.form:
        form.add_rows()
    return form


def _others(course: Course | None) -> list[Course]:
    """What the course may need: all that are taught, and what it needs already though it is not."""
    taught = [each for each in queries.course_choices() if each is not course]
    return taught + [each for each in course.needs if each not in taught] if course else taught


def _start(course: Course | None) -> dict[str, Any]:
    """What the form begins with: the course as it stands, or the academy's rule."""
    if course is None:
        return {f"rule_{name}": value for name, value in vars(queries.academy_rule().rule).items()}
    return {
        **{column.name: getattr(course, column.name) for column in Course.__table__.columns},
        "track": course.track.code,
        "needs": [needed.code for needed in course.needs],
        "units": [
            {"title": unit.title, "hours": unit.hours, "summary": unit.summary}
            for unit in course.units
        ],
    }


def _save(form: CourseForm, course: Course | None, write: Any) -> Any:
    if "more" in request.form:
        return _page(form, course)
    if not form.validate():
        return _page(form, course), 422
    tracks = {track.code: track for track in queries.tracks()}
    courses = {each.code: each for each in _others(course)}
    try:
        saved = write(form.values(tracks, courses))
    except Refused as refused:
        return _page(form, course, refused.sentence), 409
    flash(gettext("“%(title)s” is saved.", title=saved.title_ko), "success")
    return redirect(url_for("catalogue.desk_edit_course", code=saved.code), 303)


def _page(form: CourseForm, course: Course | None, refusal: str = "") -> str:
    label = course.title_ko if course else gettext("New course")
    return render_template(
        "catalogue/desk_course.html",
        form=form,
        course=course,
        interested=interest_counts([course.id]).get(course.id, 0) if course else 0,
        refusal=refusal,
        breadcrumbs=_crumbs((label, None)),
    )


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Operations"), "/desk"), (gettext("Courses"), "/desk/courses"), *more]
