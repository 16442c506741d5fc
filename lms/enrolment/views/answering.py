"""Answering an offer: by the link in the mail, without signing in, or under My classroom."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core.errors import Refused
from lms.core.guard import permit, public
from lms.core.limits import limited
from lms.core.text import gettext
from lms.enrolment import links, policy, queries, services
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.views.blueprint import doors

Answer = Callable[..., None]


@doors.get("/offers/<token>")
@public
@limited("60 per minute")
def offer(token: str) -> ResponseReturnValue:
    """What is offered, until when, and two buttons; opening the page answers nothing."""
    enrolment = _offered(token)
    return render_template(
        "enrolment/offer.html",
        enrolment=enrolment,
        offering=enrolment.offering if enrolment else None,
        open=enrolment is not None and enrolment.status is EnrolmentStatus.offered,
        token=token,
        breadcrumbs=[(gettext("A seat is kept for you"), None)],
    ), (200 if enrolment else 404)


@doors.post("/offers/<token>/accept")
@public
@limited("20 per minute", "POST")
def accept_by_link(token: str) -> ResponseReturnValue:
    """One click in the mail, one press here: the seat is taken."""
    return _by_link(token, services.accept_offer, gettext("The seat is yours."))


@doors.post("/offers/<token>/decline")
@public
@limited("20 per minute", "POST")
def decline_by_link(token: str) -> ResponseReturnValue:
    """The next in line gets it."""
    return _by_link(token, services.decline_offer, gettext("The seat goes on to the next person."))


@doors.post("/my/enrolments/<int:enrolment_id>/accept")
def accept(enrolment_id: int) -> ResponseReturnValue:
    """Take the seat that is kept."""
    return _by_person(enrolment_id, services.accept_offer, gettext("The seat is yours."))


@doors.post("/my/enrolments/<int:enrolment_id>/decline")
def decline(enrolment_id: int) -> ResponseReturnValue:
    """Let the next in line have it."""
    said = gettext("The seat goes on to the next person.")
    return _by_person(enrolment_id, services.decline_offer, said)


def _offered(token: str) -> Enrolment | None:
    enrolment_id = links.enrolment_id_of(token)
    enrolment = queries.find_enrolment(enrolment_id) if enrolment_id else None
    return enrolment if enrolment is not None and links.fits(token, enrolment) else None


def _by_link(token: str, answer: Answer, said: str) -> ResponseReturnValue:
    enrolment = _offered(token)
    if enrolment is None:
        raise Refused(
            "no-offer",
            gettext(
                "This offer is no longer open: it was answered already, or its time has run out."
            ),
        )
    answer(enrolment=enrolment)
    flash(said, "success")
    return redirect(url_for("catalogue.offering", code=enrolment.offering.code), 303)


def _by_person(enrolment_id: int, answer: Answer, said: str) -> ResponseReturnValue:
    person = permit(policy.can_enrol)
    enrolment = queries.get_own(enrolment_id, person)
    answer(enrolment=enrolment)
    flash(said, "success")
    return redirect(url_for("enrolment.my_enrolment", enrolment_id=enrolment.id), 303)
