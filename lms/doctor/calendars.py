"""Do calendars keep their promises?"""

from __future__ import annotations

from sqlalchemy import func, select

from lms.calendars.models import ImportedEvent
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core.db import db
from lms.doctor.data import named


def events_imported_once() -> list[str]:
    """A time of an imported event stands in the rooms once, however often its file was imported."""
    statement = (
        select(ImportedEvent.uid, ImportedEvent.original_start, func.count())
        .join(Occurrence, Occurrence.id == ImportedEvent.occurrence_id)
        .where(Occurrence.status != OccurrenceStatus.cancelled)
        .group_by(ImportedEvent.uid, ImportedEvent.original_start)
        .having(func.count() > 1)
        .order_by(ImportedEvent.uid)
    )
    return named(
        f"Imported event {uid} of {start:%Y-%m-%d %H:%M} UTC stands in the rooms {count} times."
        for uid, start, count in db.session.execute(statement)
    )
