"""Is nothing kept of certificates that was to be destroyed?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms.certificates.models import Certificate, Destruction
from lms.certificates.queries import beyond_keeping
from lms.core import clock
from lms.core.db import db
from lms.doctor.data import PATIENCE, file_problem, named

LATEST = timedelta(days=5)
"""Destroyed within five days (표준 개인정보 보호지침 제10조)."""


def kept_no_longer_than_promised() -> list[str]:
    """Whose keeping time is over is destroyed: the names, and the files."""
    due = clock.now() - PATIENCE
    statement = (
        select(Certificate.number, Certificate.file_key, Destruction.file_gone_at)
        .join(Destruction, Destruction.certificate_id == Certificate.id)
        .where(Destruction.destroyed_at < due, Certificate.file_key.is_not(None))
        .order_by(Certificate.id)
    )
    return named(
        [
            *(
                f"Certificate {number} still tells of a person beyond its keeping time."
                for number in beyond_keeping(clock.today() - LATEST)
            ),
            *(
                f"Certificate {number} was destroyed, but its file is still there."
                for number, key, gone in db.session.execute(statement)
                if gone is None or file_problem(key) != "its file is missing."
            ),
        ]
    )
