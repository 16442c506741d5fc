"""The desk: pieces of equipment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.classrooms import policy, queries, services
from lms.classrooms.forms import EquipmentForm
from lms.classrooms.models import Equipment
from lms.classrooms.services import EquipmentValues
from lms.classrooms.views.blueprint import doors
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/equipment")
def desk_equipment() -> str:
    """All pieces, those out of use last."""
    permit(policy.can_keep_rooms)
    return render_template(
        "classrooms/desk_equipment.html", pieces=queries.equipment(), breadcrumbs=_crumbs()
    )


@doors.route("/desk/equipment/new", methods=["GET", "POST"])
def desk_new_equipment() -> Any:
    """Add a piece."""
    actor = permit(policy.can_keep_rooms)
    form = EquipmentForm(queries.rooms(with_inactive=True))
    return _answer(form, None, lambda v: services.create_equipment(actor=actor, values=v))


@doors.route("/desk/equipment/<int:equipment_id>/edit", methods=["GET", "POST"])
def desk_edit_equipment(equipment_id: int) -> Any:
    """Change a piece."""
    actor = permit(policy.can_keep_rooms)
    piece = queries.get_equipment(equipment_id)
    form = EquipmentForm(queries.rooms(with_inactive=True), piece)
    return _answer(
        form, piece, lambda v: services.update_equipment(actor=actor, piece=piece, values=v)
    )


def _answer(
    form: EquipmentForm, piece: Equipment | None, write: Callable[[EquipmentValues], object]
) -> Any:
    if request.method == "GET":
        return _page(form, piece)
    if not form.validate():
        return _page(form, piece), 422
    try:
        write(form.values())
    except Refused as refused:
        return _page(form, piece, refused.sentence), 409
    flash(gettext("“%(title)s” is saved.", title=form.name.data), "success")
    return redirect(url_for("classrooms.desk_equipment"), 303)


def _page(form: EquipmentForm, piece: Equipment | None, refusal: str = "") -> str:
    here = piece.shown_name if piece else gettext("New piece of equipment")
    return render_template(
        "classrooms/desk_piece.html",
        form=form,
        piece=piece,
        refusal=refusal,
        breadcrumbs=_crumbs((here, None)),
    )


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Operations"), "/desk"), (gettext("Equipment"), "/desk/equipment"), *more]
