"""Lists of people that firms send: none waits for long, none keeps names that nobody needs."""

from __future__ import annotations

from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.doctor.data import PATIENCE, named
from lms.enrolment.models import ListStatus, UploadedList
from lms.enrolment.services.lists import KEPT


def lists_moving() -> list[str]:
    """No list of people waits for long to be enrolled."""
    due = clock.now() - PATIENCE
    statement = select(UploadedList.id).where(
        UploadedList.status == ListStatus.enrolling, UploadedList.asked_at < due
    )
    return named(
        f"List of people {id_} is still not enrolled."
        for id_ in db.session.scalars(statement.order_by(UploadedList.id))
    )


def lists_forgotten() -> list[str]:
    """A list that is done with keeps no names, nor does one that nobody asked for in time."""
    ended = UploadedList.status.in_((ListStatus.done, ListStatus.dropped))
    old = UploadedList.created_at < clock.now() - KEPT - PATIENCE
    waits = UploadedList.status == ListStatus.checking
    statement = select(UploadedList.id).where(
        UploadedList.cleared_at.is_(None), ended | (waits & old)
    )
    return named(
        f"List of people {id_} still keeps names."
        for id_ in db.session.scalars(statement.order_by(UploadedList.id))
    )
