"""Doors of the area: reading for everybody, writing for operators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from lms.core.asked import asked_page
from lms.core.guard import permit, public
from lms.core.page_cache import same_for_visitors
from lms.core.text import gettext
from lms.notices import policy, queries, services
from lms.notices.cards import card
from lms.notices.forms import NoticeForm
from lms.notices.models import Notice

doors = Blueprint("notices", __name__)


@doors.get("/notices")
@public
@same_for_visitors
def notices() -> str:
    """알림마당."""
    page = queries.published(asked_page())
    return render_template(
        "notices/notices.html",
        page=page,
        cards=[card(one) for one in page.items],
        breadcrumbs=[(gettext("Notices"), None)],
    )


@doors.get("/notices/<int:notice_id>")
@public
@same_for_visitors
def notice(notice_id: int) -> str:
    """One notice."""
    found = queries.get_published(notice_id)
    return render_template(
        "notices/notice.html",
        notice=found,
        breadcrumbs=[(gettext("Notices"), url_for("notices.notices")), (found.title, None)],
    )


@doors.get("/desk/notices")
def desk_notices() -> str:
    """Every notice, drafts too."""
    permit(policy.can_write_notices)
    return render_template(
        "notices/desk_notices.html",
        page=queries.all_notices(asked_page()),
        breadcrumbs=_crumbs((gettext("Notices"), None)),
    )


@doors.route("/desk/notices/new", methods=["GET", "POST"])
def new_notice() -> Any:
    """Write a notice; the button says whether it goes up at once."""
    actor = permit(policy.can_write_notices)
    form = NoticeForm()
    if request.method == "GET":
        return _edit_page(form, None)
    if not form.validate():
        return _edit_page(form, None), 422
    made = services.create(
        actor=actor,
        title=form.title.data or "",
        body=form.body.data or "",
        pinned=form.pinned.data,
    )
    if request.form.get("then") == "publish":
        services.publish(actor=actor, notice=made)
        flash(gettext("The notice is up."), "success")
    else:
        flash(gettext("The notice is kept as a draft."), "success")
    return redirect(url_for("notices.desk_notices"), 303)


@doors.route("/desk/notices/<int:notice_id>", methods=["GET", "POST"])
def edit_notice(notice_id: int) -> Any:
    """Change a notice."""
    actor = permit(policy.can_write_notices)
    found = queries.get_notice(notice_id)
    form = NoticeForm(obj=found)
    if request.method == "GET":
        return _edit_page(form, found)
    if not form.validate():
        return _edit_page(form, found), 422
    services.update(
        actor=actor,
        notice=found,
        title=form.title.data or "",
        body=form.body.data or "",
        pinned=form.pinned.data,
    )
    if request.form.get("then") == "publish":
        services.publish(actor=actor, notice=found)
    flash(gettext("The notice is saved."), "success")
    return redirect(url_for("notices.desk_notices"), 303)


@doors.post("/desk/notices/<int:notice_id>/publish")
def publish(notice_id: int) -> Any:
    """Put a notice up."""
    actor = permit(policy.can_write_notices)
    services.publish(actor=actor, notice=queries.get_notice(notice_id))
    flash(gettext("The notice is up."), "success")
    return redirect(url_for("notices.desk_notices"), 303)


@doors.post("/desk/notices/<int:notice_id>/withdraw")
def withdraw(notice_id: int) -> Any:
    """Take a notice down."""
    actor = permit(policy.can_write_notices)
    services.withdraw(actor=actor, notice=queries.get_notice(notice_id))
    flash(gettext("The notice is down. It can be put up again."), "success")
    return redirect(url_for("notices.desk_notices"), 303)


def _edit_page(form: NoticeForm, found: Notice | None) -> str:
    here = gettext("Change a notice") if found else gettext("Write a notice")
    return render_template(
        "notices/desk_edit.html",
        form=form,
        notice=found,
        breadcrumbs=_crumbs((gettext("Notices"), url_for("notices.desk_notices")), (here, None)),
    )


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Operations"), url_for("site.desk")), *more]
