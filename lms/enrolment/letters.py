"""What people are told by e-mail about their enrolments. When, stands in lms/reactions.py."""

from __future__ import annotations

from typing import Any

from lms.core.db import db
from lms.core.text import N_
from lms.enrolment.events import (
    Applied,
    Enrolled,
    EnrolmentCancelled,
    EnrolmentRefused,
    PutOnWaitingList,
)
from lms.enrolment.models import Enrolment
from lms.notifications import services as notifications


def enrolled(event: Enrolled) -> None:
    """You have a seat."""
    _write(event.enrolment_id, "moved_up" if event.moved_up else "enrolled")


def put_on_waiting_list(event: PutOnWaitingList) -> None:
    """You are in line."""
    _write(event.enrolment_id, "waiting")


def applied(event: Applied) -> None:
    """We have your application."""
    _write(event.enrolment_id, "applied")


def cancelled(event: EnrolmentCancelled) -> None:
    """It is cancelled, by you or by us."""
    name = "cancelled_by_academy" if event.by_academy else "cancelled"
    _write(event.enrolment_id, name, reason=event.reason)


def refused(event: EnrolmentRefused) -> None:
    """We could not accept it."""
    _write(event.enrolment_id, "refused", reason=event.reason)


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
        action_url=f"/my/enrolments/{enrolment.id}",
        action_label=N_("See my enrolment"),
        **facts,
    )
