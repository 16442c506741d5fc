"""One list of people: looked through, corrected, asked for, followed, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.completion.queries import completed_by
from lms.core.asked import asked_page
from lms.core.errors import NotFound
from lms.core.guard import me, permit
from lms.core.text import gettext
from lms.enrolment import policy, services
from lms.enrolment.forms import TOGETHER, rule_choices
from lms.enrolment.lists.checking import Checked
from lms.enrolment.lists.lines import COLUMNS, Line, line_of
from lms.enrolment.models import ListStatus, UploadedList
from lms.enrolment.queries.candidates import users_by_email
from lms.enrolment.queries.lists import get_list
from lms.enrolment.services import Looked
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.our_firm import firm_crumbs
from lms.enrolment.views.ways import list_url, offering_crumbs
from lms.firms.queries import find_membership, workplaces

ON_A_PAGE = 50
"""Lines that are shown, and sent, at once."""


@doors.get("/lists/<int:list_id>")
def one_list(list_id: int) -> str:
    """Each line with what speaks against it; or how far the worker is; or what came of it."""
    person, uploaded = _load(list_id)
    return _page(person, uploaded)


@doors.post("/lists/<int:list_id>")
def change_list(list_id: int) -> ResponseReturnValue:
    """Keep the corrections of this page; with the button for it, ask for everybody."""
    person, uploaded = _load(list_id)
    changes = _typed(uploaded)
    if any(line and line.has_resident_number for line in changes.values()):
        return _page(person, uploaded, changes), 422
    together = request.form.get("rule") == TOGETHER
    services.correct_list(actor=person, uploaded=uploaded, changes=changes, together=together)
    if "ask" not in request.form:
        flash(gettext("The list was looked through again."), "info")
        return _back(uploaded)
    looked = services.looked_through(uploaded, _completed(uploaded))
    if looked.is_ready:
        services.ask_for_list(actor=person, uploaded=uploaded, completed=_completed(uploaded))
    else:
        flash(
            looked.closed
            or gettext("Nobody was asked for yet. Please correct the marked lines first."),
            "warning",
        )
    return _back(uploaded)


@doors.post("/lists/<int:list_id>/drop")
def drop_list(list_id: int) -> ResponseReturnValue:
    """Forget the list."""
    person, uploaded = _load(list_id)
    services.drop_list(actor=person, uploaded=uploaded)
    flash(gettext("The list is dropped, and the names in it are deleted."), "success")
    return redirect(_way_back(person, uploaded), 303)


def _load(list_id: int) -> tuple[User, UploadedList]:
    """The guard comes first: who may see no list at all is not told which there are."""
    membership = find_membership(me()) if me() else None
    person: User = permit(policy.can_use_lists, membership)
    uploaded = get_list(list_id)
    if not policy.can_use_list(person, uploaded, membership):
        raise NotFound(gettext("There is no such list."))
    return person, uploaded


def _typed(uploaded: UploadedList) -> dict[int, Line | None]:
    """The lines of the page that was sent, by number; None: to be taken out."""
    found: dict[int, Line | None] = {}
    for line in services.lines_of(uploaded):
        if f"email-{line.number}" not in request.form:
            continue
        cells = {
            column: request.form.get(f"{column}-{line.number}", getattr(line, column))
            for column in COLUMNS
        }
        found[line.number] = line_of(line.number, cells)
        if f"remove-{line.number}" in request.form:
            found[line.number] = None
    return found


def _completed(uploaded: UploadedList) -> dict[int, list[int]]:
    """What was completed, where the course asks for something."""
    if not uploaded.offering.course.needs:
        return {}
    return completed_by([user.id for user in users_by_email(services.emails_of(uploaded)).values()])


@dataclass(frozen=True)
class _Part:
    """The lines that are shown: those to be corrected, or all; one page of them."""

    name: str
    lines: Sequence[Checked]
    page: int
    pages: int


def _part(looked: Looked) -> _Part:
    name = request.args.get("part", "wrong" if looked.wrong else "all")
    lines = looked.wrong if name == "wrong" else looked.lines
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    page = min(asked_page(), pages)
    return _Part(name, lines[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], page, pages)


def _page(person: User, uploaded: UploadedList, typed: dict[int, Line | None] | None = None) -> str:
    if uploaded.status is not ListStatus.checking:
        return _stage(person, uploaded)
    lines = [(typed or {}).get(one.number) or one for one in services.lines_of(uploaded)]
    lines = [
        one.without_resident_numbers() for one in lines
    ]  # what was typed just now: not repeated
    looked = services.looked_through(uploaded, _completed(uploaded), lines)
    part = _part(looked)
    colleagues = [one.line.email for one in part.lines if one.is_colleague]
    audit.saw(person.id, "enrolment.list", [looked.users[email].id for email in colleagues])
    return render_template(
        "enrolment/list.html",
        uploaded=uploaded,
        looked=looked,
        part=part,
        typed=bool(typed),
        workplaces=_workplaces(uploaded, lines),
        rules=rule_choices(),
        rule=TOGETHER if uploaded.together else "as_many_as_fit",
        way_back=_way_back(person, uploaded),
        breadcrumbs=_crumbs(person, uploaded),
    )


def _stage(person: User, uploaded: UploadedList) -> str:
    return render_template(
        "enrolment/list_stage.html",
        uploaded=uploaded,
        way_back=_way_back(person, uploaded),
        breadcrumbs=_crumbs(person, uploaded),
    )


def _workplaces(uploaded: UploadedList, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """What can be chosen; nothing for a firm with its head office only, unless a line names another."""
    names = [(one.name, one.name) for one in workplaces(uploaded.firm)]
    if not names and not any(line.workplace for line in lines):
        return []
    return [("", gettext("Head office")), *names]


def _back(uploaded: UploadedList) -> ResponseReturnValue:
    part, page = request.args.get("part"), request.args.get("page")
    return redirect(url_for("enrolment.one_list", list_id=uploaded.id, part=part, page=page), 303)


def _way_back(person: User, uploaded: UploadedList) -> str:
    code = uploaded.offering.code
    if person.is_operator:
        return list_url(uploaded.offering)
    return url_for("enrolment.firm_offering", code=code)


def _crumbs(person: User, uploaded: UploadedList) -> list[tuple[str, str | None]]:
    here = gettext("List of people")
    if person.is_operator:
        return offering_crumbs(
            uploaded.offering, (gettext("Enrolments"), list_url(uploaded.offering)), (here, None)
        )
    return firm_crumbs(uploaded.firm, uploaded.offering, here)
