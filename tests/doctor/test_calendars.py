"""The doctor sees an imported event that stands in the rooms twice."""

from __future__ import annotations

from lms.calendars.models import CalendarImport, ImportedEvent
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.db import db
from lms.doctor.calendars import events_imported_once


def test_an_event_that_was_imported_twice_is_named(make, acting):
    operator, start = make.operator(), clock.now()
    sessions = [make.session(make.offering()) for _ in range(2)]
    with acting():
        file = CalendarImport(
            filename="a.ics", user_id=operator.id, created_at=start, times=[], broken=[], past=0
        )
        file.events = [
            ImportedEvent(occurrence_id=one.occurrence_id, uid="a@b", original_start=start)
            for one in sessions
        ]
        db.session.add(file)
    with acting():
        assert "a@b" in events_imported_once()[0]
        gone = db.session.get_one(Occurrence, sessions[0].occurrence_id)
        gone.status = OccurrenceStatus.cancelled
    with acting():
        assert events_imported_once() == []
