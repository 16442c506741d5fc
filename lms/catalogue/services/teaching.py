"""Who teaches a class, and what the history tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import ClassSession, TeachingAssignment, TeachingRole
from lms.catalogue.services.checks import check_instructors, check_live
from lms.core.db import db


def assign_instructors(*, actor: User, session: ClassSession, instructors: Sequence[User]) -> None:
    """Say who teaches a class: the first is the main instructor, the others assist.

    Raises:
        Refused: one of them teaches elsewhere at that time; the class was called off.
    """
    check_live(session)
    check_instructors(instructors, session.starts_at, session.ends_at, session)
    assign(actor, session, instructors)


def assign(actor: User, session: ClassSession, instructors: Sequence[User]) -> None:
    """The same, for those who have checked already."""
    old = [assignment.user_id for assignment in session.teaching]
    new = [person.id for person in instructors]
    if old == new:
        return
    session.teaching.clear()
    db.session.flush()
    session.teaching = teaching(instructors)
    audit.record(actor.id, "catalogue.assign_instructors", session, instructors=[old, new])


def teaching(instructors: Sequence[User]) -> list[TeachingAssignment]:
    """Assignments for a class: the first is the main instructor."""
    return [
        TeachingAssignment(user=person, role=TeachingRole.assistant if place else TeachingRole.main)
        for place, person in enumerate(instructors)
    ]


def facts(session: ClassSession) -> dict[str, Any]:
    """Where and when a class is."""
    return {
        "room": session.occurrence.room.code,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
    }
