"""The desk: the academy's year, its public holidays and its own days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.classrooms import policy, queries, services
from lms.classrooms.forms import AcademyDayForm
from lms.classrooms.forms.closures import OFF
from lms.classrooms.holidays import holiday_name
from lms.classrooms.models import AcademyDay, Occurrence
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.closures import fingerprint, owners_of
from lms.classrooms.wording import weekday
from lms.classrooms.year import months_of
from lms.core import clock
from lms.core.asked import asked_number
from lms.core.guard import permit
from lms.core.moment_field import YEARS
from lms.core.text import gettext


@doors.route("/desk/academy-days", methods=["GET", "POST"])
def desk_academy_days() -> Any:
    """The year with its days off; enter a day of the academy's own."""
    actor = permit(policy.can_keep_rooms)
    form = AcademyDayForm()
    if request.method == "GET":
        return _page(form, _year())
    if not form.validate():
        return _page(form, _year()), 422
    said: dict[str, Any] = form.data
    hit = _hit(said)
    shown = fingerprint(said["day"], hit)
    if hit and form.seen.data != shown:
        form.seen.data, form.seen.raw_data = shown, None
        return _page(form, said["day"].year, hit, owners_of(actor.id, hit))
    services.set_day(actor=actor, day=said["day"], name=said["name"], is_off=said["kind"] == OFF)
    flash(gettext("“%(title)s” is saved.", title=said["name"]), "success")
    return redirect(url_for("classrooms.desk_academy_days", year=said["day"].year), 303)


@doors.post("/desk/academy-days/<int:day_id>/remove")
def desk_remove_academy_day(day_id: int) -> Any:
    """Leave a day to the calendar again."""
    actor = permit(policy.can_keep_rooms)
    row = queries.get_academy_day(day_id)
    year = row.day.year
    services.unset_day(actor=actor, row=row)
    flash(gettext("The day is as the calendar says again."), "success")
    return redirect(url_for("classrooms.desk_academy_days", year=year), 303)


def _hit(said: dict[str, Any]) -> Sequence[Occurrence]:
    """What stands on a day that was worked and is to be off."""
    day: date = said["day"]
    if said["kind"] != OFF or queries.work_days(day, day).day_off(day):
        return []
    return queries.hit_by(AcademyDay(day=day, name=said["name"], is_off=True).as_closure())


def _year() -> int:
    asked = asked_number("year") or 0
    return asked if asked in YEARS else clock.today().year


def _page(
    form: AcademyDayForm,
    year: int,
    hit: Sequence[Occurrence] = (),
    owners: Mapping[int, str] | None = None,
) -> str:
    first, last = date(year, 1, 1), date(year, 12, 31)
    own = queries.academy_days(first, last)
    days = queries.work_days(first, last)
    return render_template(
        "classrooms/desk_academy_days.html",
        form=form,
        year=year,
        hit=hit,
        owners=owners or {},
        rows=_rows(own, first, last),
        months=months_of(year, days, clock.today()),
        weekdays=[weekday(number) for number in range(7)],
        previous=_link(year - 1),
        following=_link(year + 1),
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Academy days"), None)],
    )


def _link(year: int) -> str:
    return url_for("classrooms.desk_academy_days", year=year if year in YEARS else None)


def _rows(own: Any, first: date, last: date) -> list[dict[str, Any]]:
    """Every day that is out of the ordinary, in order: public holidays and the academy's own."""
    decided: dict[date, AcademyDay] = {row.day: row for row in own}
    rows = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        row, holiday = decided.get(day), holiday_name(day)
        if row or holiday:
            rows.append(
                {"day": day, "own": row, "holiday": holiday, "uses": _uses(day) if row else 0}
            )
    return rows


def _uses(day: date) -> int:
    """How much is booked on a day; of interest for days that are not over."""
    return len(queries.occurrences_between(*clock.day_bounds(day))) if day >= clock.today() else 0
