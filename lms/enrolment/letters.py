"""What people are told by e-mail about their enrolments. When, stands in lms/reactions.py."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import User
from lms.accounts.queries import operators
from lms.catalogue.models import Offering
from lms.core.db import db
from lms.core.text import N_
from lms.enrolment import links, queries
from lms.enrolment.events import (
    Applied,
    Enrolled,
    EnrolmentCancelled,
    EnrolmentRefused,
    InterestMet,
    MinimumMissed,
    NoteWritten,
    OfferLapsed,
    PutOnWaitingList,
    Replaced,
    SeatOffered,
)
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.firms.models import Firm
from lms.firms.queries import find_open_invitation
from lms.notifications import services as notifications

TOLD_ON_JOINING = {
    EnrolmentStatus.enrolled: "enrolled",
    EnrolmentStatus.waiting: "waiting",
    EnrolmentStatus.applied: "applied",
}
"""Which letter says where an enrolment stands that was made while its person was only invited."""


def enrolled(event: Enrolled) -> None:
    """You have a seat."""
    if event.moved_up:
        _write(event.enrolment_id, "moved_up")
    else:
        _write_first(event.enrolment_id, "enrolled")


def put_on_waiting_list(event: PutOnWaitingList) -> None:
    """You are in line."""
    _write_first(event.enrolment_id, "waiting")


def applied(event: Applied) -> None:
    """We have your application."""
    _write_first(event.enrolment_id, "applied")


def tell_where_it_stands(enrolment: Enrolment) -> None:
    """You have joined the firm; this is what it had asked for you. (An offer has its own letter.)"""
    if enrolment.status in TOLD_ON_JOINING:
        _write(enrolment.id, TOLD_ON_JOINING[enrolment.status])


def _write_first(enrolment_id: int, name: str) -> None:
    """The first letter, unless a firm asked for somebody who is only invited.

    The mail of the invitation names the course then; two mails would hide the question in it.
    """
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    if not _is_only_invited(enrolment):
        _write(enrolment_id, name)


def _is_only_invited(enrolment: Enrolment) -> bool:
    if enrolment.user.is_unused:
        return True
    if enrolment.firm_id is None or enrolment.party_id is None:
        return False
    firm = db.session.get_one(Firm, enrolment.firm_id)
    return find_open_invitation(firm, enrolment.user) is not None


def cancelled(event: EnrolmentCancelled) -> None:
    """It is cancelled, by you or by us."""
    if db.session.get_one(Enrolment, event.enrolment_id).user.is_unused:
        return  # the invitation ended; the firm is told, and the person has no account to look at
    if not event.by_academy:
        _write(event.enrolment_id, "cancelled")
        return
    offering = db.session.get_one(Enrolment, event.enrolment_id).offering
    _write(
        event.enrolment_id,
        "cancelled_by_academy",
        reason=event.reason,
        others=[_run(other) for other in queries.other_runs(offering)],
    )


def offered(event: SeatOffered) -> None:
    """A seat came free; accept it by the link, or it goes on to the next."""
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    _write(
        enrolment.id,
        "offered",
        ends_at=enrolment.offered_until,
        secret_url=f"/offers/{links.offer_token(enrolment)}",
        action_label=N_("Accept or decline the seat"),
    )


def lapsed(event: OfferLapsed) -> None:
    """You did not answer in time."""
    offering = db.session.get_one(Enrolment, event.enrolment_id).offering
    _write(
        event.enrolment_id,
        "offer_lapsed",
        action_url=f"/offerings/{offering.code}",
        action_label=N_("See the offering"),
    )


def refused(event: EnrolmentRefused) -> None:
    """We could not accept it."""
    _write(event.enrolment_id, "refused", reason=event.reason)


def note(event: NoteWritten) -> None:
    """What the academy has to say."""
    _write(event.enrolment_id, "note", text=event.text)


def replaced(event: Replaced) -> None:
    """A colleague comes instead of you."""
    offering = db.session.get_one(Enrolment, event.enrolment_id).offering
    _write(
        event.enrolment_id,
        "replaced",
        by=event.by,
        action_url=f"/offerings/{offering.code}",
        action_label=N_("See the offering"),
    )


def interest_met(event: InterestMet) -> None:
    """The course you asked about has a date."""
    user = db.session.get_one(User, event.user_id)
    _about(db.session.get_one(Offering, event.offering_id), user, "interest_met")


def minimum_missed(event: MinimumMissed) -> None:
    """To the operators: decide whether it takes place."""
    offering = db.session.get_one(Offering, event.offering_id)
    for operator in operators():
        _about(
            offering,
            operator,
            "minimum_missed",
            taken=event.taken,
            minimum=offering.minimum,
            action_url=f"/desk/offerings/{offering.code}",
            action_label=N_("Decide about the offering"),
        )


def _about(offering: Offering, user: User, name: str, **facts: Any) -> None:
    course = offering.course
    korean = user.locale == "ko" or not course.title_en
    notifications.write(
        to=user,
        template=f"enrolment/{name}",
        course=course.title_ko if korean else course.title_en,
        enrol_from_at=offering.enrol_from,
        enrol_until_at=offering.enrol_until,
        **{
            **_run(offering),
            "action_url": f"/offerings/{offering.code}",
            "action_label": N_("See the offering"),
            **facts,
        },
    )


def _write(enrolment_id: int, name: str, **facts: Any) -> None:
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    offering, course = enrolment.offering, enrolment.offering.course
    korean = enrolment.user.locale == "ko" or not course.title_en
    notifications.write(
        to=enrolment.user,
        template=f"enrolment/{name}",
        course=course.title_ko if korean else course.title_en,
        course_code=course.code,
        run=offering.run,
        starts_on=offering.starts_on,
        ends_on=offering.ends_on,
        cancel_until_at=offering.cancel_until,
        **{**_own_page(enrolment), **facts},
    )


def _own_page(enrolment: Enrolment) -> dict[str, str]:
    """The button to the enrolment, for people who can open it."""
    if enrolment.user.is_unused:
        return {}
    return {
        "action_url": f"/my/enrolments/{enrolment.id}",
        "action_label": N_("See my enrolment"),
    }


def _run(offering: Offering) -> dict[str, Any]:
    return {
        "run": offering.run,
        "starts_on": offering.starts_on,
        "ends_on": offering.ends_on,
        "path": f"/offerings/{offering.code}",
    }
