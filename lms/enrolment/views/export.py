"""Taking a list of people out as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core.tables import MEDIA_TYPE, Cell, xlsx
from lms.core.text import gettext
from lms.enrolment import queries
from lms.enrolment.forms import ExportForm
from lms.enrolment.models import Enrolment
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import list_url, load_offering, offering_crumbs, places


@doors.route("/desk/offerings/<code>/enrolments/export", methods=["GET", "POST"])
def export(code: str) -> ResponseReturnValue:
    """Everybody of an offering as an Excel file; what it is for is asked and kept."""
    person, offering = load_offering(code)
    form = ExportForm()
    if form.validate_on_submit():
        everybody = queries.of_offering(offering)
        purpose = form.purpose.data or ""
        audit.saw(
            person.id, "enrolment.export", [one.user_id for one in everybody], purpose=purpose
        )
        return _file(offering, everybody)
    page = render_template(
        "enrolment/desk_export.html",
        form=form,
        offering=offering,
        breadcrumbs=offering_crumbs(
            offering, (gettext("Enrolments"), list_url(offering)), (gettext("Excel file"), None)
        ),
    )
    return (page, 422) if form.errors else page


def _file(offering: Offering, everybody: Sequence[Enrolment]) -> Response:
    headings = [
        gettext("Name"),
        gettext("E-mail"),
        gettext("Mobile phone"),
        gettext("Firm"),
        gettext("Group"),
        gettext("State"),
        gettext("Seat"),
        gettext("Place in line"),
        gettext("Applied at"),
        gettext("Reason"),
    ]
    place = places(everybody)
    rows: list[list[Cell]] = [
        [
            one.user.name,
            one.user.email,
            one.user.phone,
            one.firm.name if one.firm else None,
            one.group.label,
            one.status.label,
            one.seat.number if one.seat else None,
            place.get(one.id),
            one.applied_at,
            one.reason,
        ]
        for one in everybody
    ]
    name = f"{offering.code}-enrolments.xlsx"
    return Response(
        xlsx(offering.code, headings, rows),
        mimetype=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
