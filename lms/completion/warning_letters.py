"""What people are told by e-mail while a course runs: warnings, absences of the day, excuses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import User
from lms.attendance.marks import Mark
from lms.attendance.models import (
    Excuse,
    ExcuseDecided,
    ExcuseStatus,
    RollCallLocked,
    RollCallOverdue,
)
from lms.attendance.queries import people
from lms.catalogue.models import ClassSession, Offering, TeachingAssignment
from lms.completion.models import AttendanceWarned
from lms.completion.queries import outlooks
from lms.completion.wording import outlook_in_words
from lms.core import clock
from lms.core.clock import to_seoul
from lms.core.db import db
from lms.core.text import N_, speaking
from lms.enrolment.models import Enrolment
from lms.firms.models import Membership, MembershipKind
from lms.notifications import services as notifications


def warned(event: AttendanceWarned) -> None:
    """The threshold is near, or out of reach: to the person, the firm's managers, the instructors."""
    enrolment = _with_course(event.enrolment_id)
    ahead = outlooks([enrolment])[enrolment.id]
    own = f"/my/enrolments/{enrolment.id}"
    readers = {
        **{one.id: (one, "/teach") for one in _instructors(enrolment.offering_id)},
        **{one.id: (one, "/firm") for one in _managers(enrolment)},
        enrolment.user_id: (enrolment.user, own),
    }
    for person, where in readers.values():
        with speaking(person.locale):
            outlook = outlook_in_words(ahead)
        _write(
            person,
            enrolment.offering,
            "completion/warned",
            name_of=enrolment.user.name,
            outlook=outlook,
            own=person.id == enrolment.user_id,
            action_url=where,
            action_label=N_("See the attendance"),
        )


def absent_today(event: RollCallLocked) -> None:
    """Firms that want it are told on the same day who of their people was absent."""
    session = db.session.get_one(ClassSession, event.session_id)
    if to_seoul(session.starts_at).date() != clock.today():
        return
    for one in people(session):
        firm = one.enrolment.firm
        absent = one.record is None or one.record.mark is Mark.absent
        if firm is None or not firm.absence_notice or not absent:
            continue
        for manager in _managers(one.enrolment):
            _write(
                manager,
                session.offering,
                "completion/absent_today",
                name_of=one.enrolment.user.name,
                start_at=session.starts_at,
                end_at=session.ends_at,
                action_url="/firm",
                action_label=N_("See our people"),
            )


def overdue(event: RollCallOverdue) -> None:
    """The roll call of your class is still open and closes by itself tomorrow."""
    session = db.session.get_one(ClassSession, event.session_id)
    for instructor in _teaching(session.id):
        _write(
            instructor,
            session.offering,
            "completion/overdue",
            start_at=session.starts_at,
            action_url=f"/teach/sessions/{session.id}",
            action_label=N_("To the roll call"),
        )


def excuse_decided(event: ExcuseDecided) -> None:
    """Your application for an excused absence is decided."""
    excuse = db.session.get_one(Excuse, event.excuse_id)
    enrolment = _with_course(excuse.enrolment_id)
    _write(
        enrolment.user,
        enrolment.offering,
        "completion/excuse_decided",
        accepted=excuse.status is ExcuseStatus.accepted,
        from_on=excuse.from_on,
        until_on=excuse.until_on,
        decision=excuse.decision,
        action_url=f"/my/enrolments/{enrolment.id}/attendance",
        action_label=N_("See my attendance"),
    )


def _write(person: User, offering: Offering, template: str, **facts: Any) -> None:
    course = offering.course
    korean = person.locale == "ko" or not course.title_en
    notifications.write(
        to=person,
        template=template,
        course=course.title_ko if korean else course.title_en,
        run=offering.run,
        **facts,
    )


def _with_course(enrolment_id: int) -> Enrolment:
    statement = (
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .options(
            joinedload(Enrolment.user), joinedload(Enrolment.offering).joinedload(Offering.course)
        )
    )
    return db.session.scalars(statement).one()


def _instructors(offering_id: int) -> list[User]:
    statement = (
        select(User)
        .join(TeachingAssignment, TeachingAssignment.user_id == User.id)
        .join(ClassSession, ClassSession.id == TeachingAssignment.session_id)
        .where(ClassSession.offering_id == offering_id, ClassSession.called_off_at.is_(None))
        .distinct()
        .order_by(User.id)
    )
    return list(db.session.scalars(statement))


def _teaching(session_id: int) -> list[User]:
    statement = (
        select(User)
        .join(TeachingAssignment, TeachingAssignment.user_id == User.id)
        .where(TeachingAssignment.session_id == session_id)
        .order_by(User.id)
    )
    return list(db.session.scalars(statement))


def _managers(enrolment: Enrolment) -> list[User]:
    """Of the firm that it was made for, while the person belongs to it: who has left is not told of."""
    if enrolment.firm_id is None:
        return []
    theirs = aliased(Membership)
    statement = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .join(theirs, theirs.firm_id == Membership.firm_id)
        .where(
            Membership.firm_id == enrolment.firm_id,
            Membership.kind == MembershipKind.manager,
            Membership.ended_at.is_(None),
            theirs.user_id == enrolment.user_id,
            theirs.ended_at.is_(None),
        )
        .order_by(User.id)
    )
    return list(db.session.scalars(statement))
