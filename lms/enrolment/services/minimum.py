"""The minimum number: the desk is told in time that an offering is too empty."""

from __future__ import annotations

from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.enrolment.events import MinimumMissed
from lms.enrolment.queries import rules_of, under_minimum


def alert_under_minimum() -> int:
    """Tell the operators, once each, of offerings that begin soon with too few people."""
    told = 0
    for watched in under_minimum():
        row = rules_of(watched.offering)
        if row.alerted_at is not None:
            continue
        row.alerted_at = clock.now()
        db.session.add(row)
        taken = watched.seats.taken
        audit.record(None, "enrolment.alert_minimum", watched.offering, taken=taken)
        announce(MinimumMissed(watched.offering.id, taken))
        told += 1
    return told
