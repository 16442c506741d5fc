"""Every paper that is handed out leaves a row, for its holder to see."""

from __future__ import annotations

from lms.certificates.models import Certificate, Download, Share
from lms.core import clock
from lms.core.db import db
from lms.core.gate import show


def note_download(certificate: Certificate, *, user_id: int | None, share: Share | None) -> None:
    """Note it after the answer, as the access log is: a GET writes nothing else."""
    row = Download(
        certificate_id=certificate.id,
        user_id=user_id,
        share_id=share.id if share else None,
        at=clock.now(),
    )
    show(lambda: db.session.add(row))
