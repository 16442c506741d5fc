"""Writing the audit: one entry for each write, one for each look at personal data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import insert

from lms.audit.models import AccessEntry
from lms.core import clock
from lms.core.db import Base, db
from lms.core.gate import show
from lms.core.origin import current
from lms.core.statements import run


class Row(Protocol):
    """Anything stored with an id."""

    __tablename__: str
    id: Any


def record(
    actor_id: int | None, action: str, subject: Row, *, reason: str = "", **details: Any
) -> None:
    """Note one write, in the same transaction.

    Args:
        actor_id: the person who did it; None when the system did it by itself.
        action: area.verb, e.g. "enrolment.cancel".
        subject: the row it was done to; it gets its id now if it has none yet.
        details: what changed, as plain JSON values; old and new as [old, new].
    """
    if subject.id is None:
        db.session.flush()
    entry = {
        "at": clock.now(),
        "actor_id": actor_id,
        "action": action,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,
        "details": details,
        "reason": reason[:500],
        "address": current.get().address,
    }
    run(_INSERT, entry)


_INSERT = insert(Base.metadata.tables["audit_entries"])
"""Every write passes here, so the statement is made once, over the plain table."""


def saw(actor_id: int, action: str, subject_ids: Iterable[int], *, purpose: str = "") -> None:
    """Note that somebody was shown other people's personal data; the gate writes it afterwards.

    Args:
        subject_ids: whose data; the person's own id is left out, and nothing is noted if none remain.
    """
    others = sorted(set(subject_ids) - {actor_id})
    if not others:
        return
    entry = AccessEntry(
        at=clock.now(),
        actor_id=actor_id,
        action=action,
        subjects=others[:1000],
        subject_count=len(others),
        purpose=purpose[:500],
        address=current.get().address,
    )
    show(lambda: db.session.add(entry))
