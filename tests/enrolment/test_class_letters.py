"""Who hears of a class that moves or is called off."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time, timedelta

from sqlalchemy import select

from lms.catalogue import services
from lms.catalogue.models import OfferingStatus
from lms.catalogue.queries import get_session
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import EnrolmentStatus
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


def test_those_with_a_seat_and_those_who_teach_hear_of_a_move(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    teacher, learner = make.instructor(), make.user()
    session = make.session(offering, room=make.room("옛 방"), instructors=[teacher])
    make.enrolment(offering, learner)
    make.enrolment(offering, status=EnrolmentStatus.cancelled)
    make.enrolment(offering, status=EnrolmentStatus.waiting)
    with acting():
        row = get_session(session.id)
        services.move_session(
            actor=operator,
            session=row,
            room=row.occurrence.room,
            starts_at=clock.at(offering.starts_on, time(10)),
            ends_at=clock.at(offering.starts_on, time(17)),
        )
    with acting():
        messages = db.session.scalars(select(Message)).all()
        assert {m.user_id for m in messages} == {teacher.id, learner.id}
        text = compose(messages[0].template, messages[0].facts).text
        assert "09:00, 옛 방" in text
        assert "10:00–17:00, 옛 방" in text


def test_a_class_called_off_is_told_with_its_reason(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    session = make.session(offering)
    make.session(offering, day=offering.starts_on + timedelta(days=1))
    make.enrolment(offering)
    with acting():
        services.call_off_session(
            actor=operator, session=get_session(session.id), reason="장비 고장"
        )
    with acting():
        message = db.session.scalars(select(Message)).one()
        letter = compose(message.template, message.facts)
        assert "휴강" in letter.subject
        assert "장비 고장" in letter.text


def test_nobody_hears_of_a_draft(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering(status=OfferingStatus.draft)
    session = make.session(offering, instructors=[make.instructor()])
    with acting():
        services.call_off_session(actor=operator, session=get_session(session.id), reason="x")
    with acting():
        assert db.session.scalars(select(Message)).all() == []
