"""The desk: closures, and what they hit. Nobody closes anything without having seen that."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.queries import names_of
from lms.audit import services as audit
from lms.classrooms import policy, queries, services
from lms.classrooms.forms import ClosureForm
from lms.classrooms.models import Occurrence
from lms.classrooms.views.blueprint import doors
from lms.classrooms.wording import place_of
from lms.core import clock
from lms.core.asked import asked_text
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext

PAST_SHOWN = 50


@doors.get("/desk/closures")
def desk_closures() -> str:
    """Closures now and to come, what needs another room because of them, and those of the past."""
    actor = permit(policy.can_keep_rooms)
    now = clock.now()
    homeless = queries.needing_another_room(now)
    return render_template(
        "classrooms/desk_closures.html",
        homeless=homeless,
        owners=owners_of(actor.id, [occurrence for occurrence, _ in homeless]),
        closures=queries.closures_from(now),
        past=queries.past_closures(now, PAST_SHOWN),
        place_of=place_of,
        breadcrumbs=_crumbs(),
    )


@doors.route("/desk/closures/new", methods=["GET", "POST"])
def desk_new_closure() -> Any:
    """Close something: first what it hits is shown, then it is saved."""
    actor = permit(policy.can_keep_rooms)
    form = ClosureForm(queries.rooms(), place=asked_text("place", longest=20))
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    values = form.values()
    hit = queries.hit_by(services.planned(actor, values))
    shown = fingerprint(values.room_id, values.floor, values.starts_at, values.ends_at, hit)
    if form.seen.data != shown:
        form.seen.data, form.seen.raw_data = shown, None
        return _page(form, hit, owners_of(actor.id, hit))
    try:
        closure = services.close_rooms(actor=actor, values=values)
    except Refused as refused:
        return _page(form, refusal=refused.sentence), 409
    flash(gettext("The closure is entered."), "success")
    return redirect(url_for("classrooms.desk_closure", closure_id=closure.id), 303)


@doors.get("/desk/closures/<int:closure_id>")
def desk_closure(closure_id: int) -> str:
    """One closure and what stands in its way."""
    actor = permit(policy.can_keep_rooms)
    closure = queries.get_closure(closure_id)
    hit = queries.hit_by(closure) if closure.lifted_at is None else []
    return render_template(
        "classrooms/desk_closure.html",
        closure=closure,
        place=place_of(closure),
        hit=hit,
        owners=owners_of(actor.id, hit),
        is_over=closure.ends_at <= clock.now(),
        breadcrumbs=_crumbs((place_of(closure), None)),
    )


@doors.post("/desk/closures/<int:closure_id>/lift")
def desk_lift_closure(closure_id: int) -> Any:
    """The closure holds no longer."""
    actor = permit(policy.can_keep_rooms)
    services.lift_closure(actor=actor, closure=queries.get_closure(closure_id))
    flash(gettext("The closure is lifted; the rooms can be used again."), "success")
    return redirect(url_for("classrooms.desk_closures"), 303)


def fingerprint(*shown: Any) -> str:
    """What the person has seen: a place, a time, and what stands there."""
    facts = [[one.id for one in each] if isinstance(each, Sequence) else each for each in shown]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def owners_of(actor_id: int, hit: Sequence[Occurrence]) -> dict[int, str]:
    """Names of those whose bookings are shown; noted as seen."""
    ids = [one.booking.owner_id for one in hit if one.booking.owner_id is not None]
    audit.saw(actor_id, "classrooms.closure", ids)
    return names_of(ids)


def _page(
    form: ClosureForm,
    hit: Sequence[Occurrence] | None = None,
    owners: dict[int, str] | None = None,
    refusal: str = "",
) -> str:
    return render_template(
        "classrooms/desk_new_closure.html",
        form=form,
        hit=hit,
        owners=owners or {},
        refusal=refusal,
        breadcrumbs=_crumbs((gettext("New closure"), None)),
    )


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Operations"), "/desk"), (gettext("Closures"), "/desk/closures"), *more]
