"""Many at once: issue for an offering, watch the batch, fetch what was put together."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.catalogue.queries import get_offering
from lms.certificates import policy, queries, services
from lms.certificates.forms import RegisterForm
from lms.certificates.models import SHEETS, Certificate, Order, OrderKind
from lms.certificates.ordered import MEDIA_TYPES, ledger
from lms.certificates.progress import progress
from lms.certificates.views.blueprint import doors
from lms.certificates.views.seen import saw
from lms.core.asked import ids_in
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.storage import Altered, storage
from lms.core.tables import MEDIA_TYPE, Cell, xlsx
from lms.core.text import gettext, ngettext
from lms.enrolment.queries import enrolled

KINDS = (OrderKind.ceremony, OrderKind.archive)


@doors.post("/desk/offerings/<code>/certificates")
def issue(code: str) -> ResponseReturnValue:
    """Issue for the people chosen on the page of verdicts, in one step."""
    person = permit(policy.can_keep_register)
    offering = get_offering(code, person)
    chosen = ids_in(request.form.getlist("enrolment"))
    issued = services.issue_for(actor=person, offering=offering, enrolment_ids=chosen)
    if not issued:
        flash(gettext("Nothing to issue: nobody was chosen, or all have theirs."), "info")
        return redirect(url_for("completion.desk_completion", code=code), 303)
    sentence = ngettext(
        "%(num)s certificate is issued; the paper is being made.",
        "%(num)s certificates are issued; the papers are being made.",
        len(issued),
    )
    flash(sentence, "success")
    return redirect(url_for("certificates.batch", batch_id=issued[0].batch_id), 303)


@doors.get("/desk/certificates/batches/<int:batch_id>")
def batch(batch_id: int) -> str:
    """How far a batch is. One may leave: the work goes on, and the page tells where it stands."""
    person = permit(policy.can_keep_register)
    found = queries.get_batch(batch_id)
    entries = queries.of_batch(found)
    saw(person.id, "certificates.batch", entries)
    return render_template(
        "certificates/batch.html",
        batch=found,
        entries=entries,
        progress=progress(one.status for one in entries),
        problems=[one for one in entries if one.problem],
        kinds=KINDS,
    )


@doors.post("/desk/offerings/<code>/certificates/orders/<kind>")
def order(code: str, kind: str) -> ResponseReturnValue:
    """Have all papers of an offering bound or packed."""
    person = permit(policy.can_keep_register)
    offering = get_offering(code, person)
    wanted = next((one for one in KINDS if one.value == kind), OrderKind.archive)
    placed = services.order(actor=person, kind=wanted, offering=offering)
    return redirect(url_for("certificates.desk_order", order_id=placed.id), 303)


@doors.get("/desk/certificates/orders/<int:order_id>")
def desk_order(order_id: int) -> str:
    """Is it ready?"""
    permit(policy.can_keep_register)
    return render_template("certificates/order.html", order=queries.get_order(order_id))


@doors.get("/desk/certificates/orders/<int:order_id>/file")
def order_file(order_id: int) -> Response:
    """The finished file of an order."""
    person = permit(policy.can_keep_register)
    order = queries.get_order(order_id)
    return hand_out(person.id, order, order_content(order))


@doors.route("/desk/certificates/export", methods=["GET", "POST"])
def export() -> ResponseReturnValue:
    """A year's register as an Excel file at once, or as a PDF that the worker makes."""
    person = permit(policy.can_keep_register)
    form = RegisterForm()
    form.offer(queries.years())
    if not form.validate_on_submit():
        page = render_template("certificates/export.html", form=form)
        return (page, 422) if form.errors else page
    entries = queries.of_year(form.year.data)
    saw(person.id, "certificates.export", entries, purpose=form.purpose.data or "")
    if form.shape.data == "xlsx":
        return _excel(form.year.data, entries)
    placed = services.order(actor=person, kind=OrderKind.register, year=form.year.data)
    return redirect(url_for("certificates.desk_order", order_id=placed.id), 303)


def order_content(order: Order) -> bytes:
    """The file of an order.

    Raises:
        Refused: it is not made yet, no longer kept, or its file is damaged.
    """
    if order.dropped_at is not None:
        raise Refused(
            "dropped", gettext("This file was destroyed after a month. Please order it anew.")
        )
    if order.file_key is None:
        raise Refused("being-made", gettext("It is being put together. Please try again soon."))
    try:
        return storage().get(order.file_key)
    except (Altered, FileNotFoundError) as error:
        raise Refused(
            "file-damaged", gettext("The file is damaged. Please order it anew.")
        ) from error


def hand_out(reader_id: int, order: Order, content: bytes) -> Response:
    """The file of an order as an answer, once its guard has let the reader pass; noted."""
    if order.kind in SHEETS:
        audit.saw(reader_id, "attendance.sheet", _on_the_sheet(order))
    else:
        seen = queries.of_year(order.year) if order.year else queries.papers_in(order)
        saw(reader_id, "certificates.order_file", seen)
        if order.kind in KINDS:
            for one in seen:
                services.note_download(one, user_id=reader_id, share=None)
    return send_file(
        io.BytesIO(content),
        mimetype=MEDIA_TYPES[order.kind],
        as_attachment=True,
        download_name=_name_of(order),
        max_age=0,
    )


def _on_the_sheet(order: Order) -> list[int]:
    offering = db.session.get(Offering, order.offering_id)
    return [one.user_id for one in enrolled(offering)] if offering else []


def _name_of(order: Order) -> str:
    about = "attendance" if order.kind in SHEETS else "certificates"
    ending = "zip" if order.kind is OrderKind.archive else "pdf"
    return f"{about}-{order.kind.value}-{order.id}.{ending}"


def _excel(year: int, entries: Sequence[Certificate]) -> Response:
    headings = [
        gettext("Position"),
        gettext("Certificate number"),
        gettext("Name"),
        gettext("Firm"),
        gettext("Course"),
        gettext("Run"),
        gettext("First day"),
        gettext("Last day"),
        gettext("Hours"),
        gettext("Completed on"),
        gettext("Issued on"),
        gettext("Remark"),
        gettext("State"),
        gettext("Checksum of the file"),
    ]
    rows: list[list[Cell]] = [
        [
            row.position, row.number, row.name, row.firm, row.course, row.offering, row.from_on,
            row.to_on, row.hours, row.completed_on, row.issued_on, row.remark,
            one.status.label, one.file_key,
        ]
        for row, one in zip(ledger(entries), entries, strict=True)
    ]  # fmt: skip
    return Response(
        xlsx(gettext("Register %(year)s", year=year), headings, rows),
        mimetype=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="register-{year}.xlsx"'},
    )
