"""Sending a list of people for an offering: the template, the file, the same people again."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.asked import asked_number
from lms.core.errors import Invalid
from lms.core.limits import limited
from lms.core.tables import MEDIA_TYPE
from lms.core.text import clean, gettext
from lms.enrolment import queries, services
from lms.enrolment.forms import AgainForm, DeskListForm, ListForm
from lms.enrolment.lists.lines import COLUMNS, line_of
from lms.enrolment.lists.reading import MOST, NEEDED, label, read
from lms.enrolment.lists.template import template
from lms.enrolment.queries.lists import earlier_offerings, lists_of, members_in
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.our_firm import firm_crumbs, load_for_firm
from lms.enrolment.views.ways import list_url, load_offering, offering_crumbs
from lms.firms.models import Firm
from lms.firms.queries import all_firms, get_firm, members, workplaces


@doors.route("/firm/offerings/<code>/list", methods=["GET", "POST"])
@limited("60 per hour", "POST")
def send_list(code: str) -> ResponseReturnValue:
    """A training manager sends a list."""
    person, firm, offering = load_for_firm(code)
    form = ListForm()
    if request.method == "GET":
        return _firm_page(firm, offering, form)
    if form.validate():
        answer = _read_and_keep(person, firm, offering, form)
        if answer is not None:
            return answer
    return _firm_page(firm, offering, form), 422


@doors.get("/firm/offerings/<code>/list/template.xlsx")
def list_template(code: str) -> Response:
    """The Excel template, with the firm's own departments and workplaces to choose from."""
    _, firm, offering = load_for_firm(code)
    return _template(offering, firm)


@doors.post("/firm/offerings/<code>/list/again")
def list_again(code: str) -> ResponseReturnValue:
    """The same people as in an earlier offering, as a list to look through."""
    person, firm, offering = load_for_firm(code)
    form = _again_form(firm, offering)
    if not form.validate_on_submit():
        return _firm_page(firm, offering, ListForm(formdata=None), form), 422
    earlier = queries.get_offering_to_enrol(form.earlier.data)
    lines = [
        line_of(
            number,
            {
                "name": one.user.name,
                "email": one.user.email,
                "department": one.department,
                "position": one.position,
                "workplace": one.workplace.name if one.workplace else "",
            },
        )
        for number, one in enumerate(members_in(firm, earlier), start=1)
    ]
    uploaded = services.send_list(actor=person, firm=firm, offering=offering, lines=lines[:MOST])
    return redirect(url_for("enrolment.one_list", list_id=uploaded.id), 303)


@doors.route("/desk/offerings/<code>/list", methods=["GET", "POST"])
def desk_send_list(code: str) -> ResponseReturnValue:
    """An operator sends a list for a firm."""
    person, offering = load_offering(code)
    form = DeskListForm()
    form.firm.choices = [
        ("", gettext("Please choose")),
        *((str(one.id), one.name) for one in all_firms()),
    ]
    if request.method == "GET":
        return _desk_page(offering, form)
    if form.validate():
        firm = get_firm(int(form.firm.data))
        answer = _read_and_keep(person, firm, offering, form)
        if answer is not None:
            return answer
    return _desk_page(offering, form), 422


@doors.get("/desk/offerings/<code>/list/template.xlsx")
def desk_list_template(code: str) -> Response:
    """The Excel template; ?firm= puts a firm's departments and workplaces in it."""
    _, offering = load_offering(code)
    firm_id = asked_number("firm")
    return _template(offering, get_firm(firm_id) if firm_id else None)


def _read_and_keep(
    person: User, firm: Firm, offering: Offering, form: ListForm
) -> ResponseReturnValue | None:
    """Read the file that was sent; a refusal stands at the field, and None is the answer."""
    sent = form.file.data
    try:
        lines = read(sent.read())
    except Invalid as invalid:
        form.file.errors = [*form.file.errors, invalid.fields["file"]]
        return None
    uploaded = services.send_list(
        actor=person,
        firm=firm,
        offering=offering,
        lines=lines,
        file_name=clean(sent.filename or ""),
        together=form.together,
    )
    flash(gettext("%(count)s people were read. Nobody is asked for yet.", count=len(lines)), "info")
    return redirect(url_for("enrolment.one_list", list_id=uploaded.id), 303)


def _template(offering: Offering, firm: Firm | None) -> Response:
    people = members(firm) if firm else []
    choices = {
        "department": sorted({one.department for one in people if one.department}),
        "position": sorted({one.position for one in people if one.position}),
        "workplace": [one.name for one in workplaces(firm)] if firm else [],
    }
    headings = {column: label(column) for column in COLUMNS}
    for column in NEEDED:
        headings[column] = gettext("%(column)s (required)", column=label(column))
    content = template(headings, choices, _explanation(offering))
    disposition = f'attachment; filename="{offering.code}-list.xlsx"'
    return Response(content, mimetype=MEDIA_TYPE, headers={"Content-Disposition": disposition})


def _explanation(offering: Offering) -> list[tuple[str, str]]:
    return [
        (gettext("Course"), f"{offering.course.title} {offering.run_label}"),
        (
            gettext("Rows"),
            gettext("One person in each row, at most %(most)s. The example row is not read.",
                    most=MOST),
        ),
        (label("name"), gettext("As it shall stand on the certificate.")),
        (
            label("email"),
            gettext("The person's own address: the invitation goes there, and each has another one."),
        ),
        (label("phone"), gettext("May be left empty.")),
        (
            label("workplace"),
            gettext("Name or number of the workplace; empty for the head office. It decides which"
                    " seats are kept for the person."),
        ),
        (
            gettext("Personal data"),
            gettext("Never write resident registration numbers: a file with one is refused and"
                    " nothing of it is kept."),
        ),
    ]  # fmt: skip


def _again_form(firm: Firm, offering: Offering) -> AgainForm:
    form = AgainForm()
    form.earlier.choices = [
        (one.code, gettext("%(title)s (%(count)s people)",
                           title=f"{one.course.title} {one.run_label}", count=count))
        for one, count in earlier_offerings(firm, offering)
    ]  # fmt: skip
    return form


def _firm_page(
    firm: Firm, offering: Offering, form: ListForm, again: AgainForm | None = None
) -> str:
    return render_template(
        "enrolment/list_new.html",
        form=form,
        again=again or _again_form(firm, offering),
        offering=offering,
        firm=firm,
        held=queries.held_by(firm, offering),
        lists=lists_of(offering, firm),
        template_url=url_for("enrolment.list_template", code=offering.code),
        most=MOST,
        breadcrumbs=firm_crumbs(firm, offering, gettext("Ask by an Excel list")),
    )


def _desk_page(offering: Offering, form: DeskListForm) -> str:
    return render_template(
        "enrolment/list_new.html",
        form=form,
        again=None,
        offering=offering,
        firm=None,
        held=[],
        lists=lists_of(offering),
        template_url=url_for("enrolment.desk_list_template", code=offering.code),
        most=MOST,
        breadcrumbs=offering_crumbs(
            offering,
            (gettext("Enrolments"), list_url(offering)),
            (gettext("Ask by an Excel list"), None),
        ),
    )
