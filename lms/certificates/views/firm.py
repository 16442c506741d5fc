"""A firm's manager fetches the papers of the firm's people in one file."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.certificates import queries, services
from lms.certificates.binding import checksums_in
from lms.certificates.models import Order, OrderKind
from lms.certificates.views.blueprint import doors
from lms.certificates.views.bulk import hand_out, order_content
from lms.certificates.views.seen import saw
from lms.core.errors import NotFound, Refused
from lms.core.guard import me, permit
from lms.core.text import gettext
from lms.firms.models import Firm
from lms.firms.policy import can_see_own_firm
from lms.firms.queries import find_membership


@doors.get("/firm/certificates")
def of_firm() -> str:
    """Valid papers of the firm's people, what was put together of them, and what one has fetched."""
    person, firm = _manager()
    papers = queries.papers_of_firm(firm)
    saw(person.id, "certificates.firm", papers)
    return render_template(
        "certificates/firm_list.html",
        certificates=papers,
        orders=queries.orders_of_firm(person, firm),
        downloads=queries.downloads_by(person, firm),
        breadcrumbs=[
            (gettext("Our firm"), url_for("firms.home")),
            (gettext("Certificates of our people"), None),
        ],
    )


@doors.post("/firm/certificates")
def order_of_firm() -> ResponseReturnValue:
    """Have them packed."""
    person, firm = _manager()
    placed = services.order(actor=person, kind=OrderKind.archive, firm=firm)
    return redirect(url_for("certificates.firm_order", order_id=placed.id), 303)


@doors.get("/firm/certificates/<int:order_id>")
def firm_order(order_id: int) -> str:
    """Is it ready?"""
    order = _order(order_id)
    crumbs = [
        (gettext("Our firm"), url_for("firms.home")),
        (gettext("Certificates of our people"), url_for("certificates.of_firm")),
        (order.kind.label, None),
    ]
    return render_template("certificates/firm_order.html", order=order, breadcrumbs=crumbs)


@doors.get("/firm/certificates/<int:order_id>/file")
def firm_order_file(order_id: int) -> Response:
    """The file, as long as everybody in it still belongs to the firm and every paper is valid."""
    order = _order(order_id)
    content = order_content(order)
    if checksums_in(content) != {one.file_key for one in queries.papers_in(order)}:
        raise Refused(
            "changed",
            gettext("Since then people or papers have changed. Please have them packed anew."),
        )
    return hand_out(_manager()[0].id, order, content)


def _order(order_id: int) -> Order:
    """An order of one's own for one's own firm; any other does not exist."""
    person, firm = _manager()
    order = queries.get_order(order_id)
    if order.firm_id != firm.id or order.ordered_by != person.id:
        raise NotFound(gettext("There is no such order."))
    return order


def _manager() -> tuple[User, Firm]:
    visitor = me()
    membership = find_membership(visitor) if visitor else None
    person = permit(can_see_own_firm, membership)
    if membership is None:
        raise NotFound
    return person, membership.firm
