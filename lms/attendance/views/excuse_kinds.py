"""The operators' page of kinds of excused absence and their limits, with its history."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.attendance import policy, queries, services
from lms.attendance.excuse_forms import ExcuseKindForm
from lms.attendance.queries import Offered
from lms.attendance.views.blueprint import doors
from lms.audit import queries as history
from lms.audit.wording import told
from lms.core.errors import Invalid
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/excuse-kinds")
def desk_excuse_kinds() -> str:
    """All kinds with what limits them."""
    permit(policy.can_set_kinds)
    return render_template("attendance/excuse_kinds.html", kinds=queries.all_excuse_kinds())


@doors.route("/desk/excuse-kinds/new", methods=["GET", "POST"])
def new_excuse_kind() -> ResponseReturnValue:
    """Add one."""
    return _edit(None)


@doors.route("/desk/excuse-kinds/<kind_code>", methods=["GET", "POST"])
def edit_excuse_kind(kind_code: str) -> ResponseReturnValue:
    """Change one."""
    permit(policy.can_set_kinds)
    return _edit(queries.get_excuse_kind(kind_code))


def _edit(known: Offered | None) -> ResponseReturnValue:
    person = permit(policy.can_set_kinds)
    form = ExcuseKindForm()
    if known is not None and not form.is_submitted():
        form.show(known)
    if form.validate_on_submit():
        try:
            services.set_excuse_kind(actor=person, known=known, **form.said())
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            flash(
                gettext("The kind is saved. What was asked for already stays as it was."), "success"
            )
            return redirect(url_for("attendance.desk_excuse_kinds"), 303)
    row = known.row if known else None
    entries = history.history("excuse_kinds", row.id)[::-1] if row else []
    names = names_of(entry.actor_id for entry in entries)
    page = render_template(
        "attendance/edit_excuse_kind.html",
        form=form,
        known=known,
        entries=[told(entry, names) for entry in entries],
    )
    return page, 422 if form.errors else 200
