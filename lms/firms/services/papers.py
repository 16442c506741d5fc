"""Business registration certificates: a shelf of their own in the storage."""

from __future__ import annotations

from sqlalchemy import select

from lms.core.db import after_commit, db
from lms.core.storage import Storage, storage
from lms.firms.models import Registration


def papers() -> Storage:
    """Where business registration certificates are kept, and nothing else."""
    return storage().shelf("registrations")


def forget_paper(key: str) -> None:
    """Remove a certificate that no registration names any more, once that is committed."""
    db.session.flush()
    same = select(Registration.id).where(Registration.certificate_key == key)
    if key and db.session.scalar(same.limit(1)) is None:
        kept = papers()
        after_commit(lambda: kept.remove(key))
