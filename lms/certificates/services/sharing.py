"""Share links: whoever has one may see and download one paper, until the end of a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from lms.accounts.models import User
from lms.audit import services as audit
from lms.certificates.models import Certificate, CertificateStatus, Share
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext

LONGEST = timedelta(days=366)
"""A link may be open so long; it can be made anew."""


def share(*, actor: User, certificate: Certificate, until: date) -> tuple[Share, str]:
    """Make a link.

    Args:
        until: the last day on which it opens, in Seoul.

    Returns:
        The row and the token. Only a hash of the token is kept, so it is shown this once.

    Raises:
        Invalid: the day is past or too far away.
        Refused: the certificate is not valid.
    """
    if not clock.today() <= until <= clock.today() + LONGEST:
        raise Invalid({"until": gettext("Please choose a day within a year from today.")})
    if certificate.status is not CertificateStatus.issued:
        raise Refused("not-valid", gettext("Only a valid certificate can be shared."))
    token = secrets.token_urlsafe(24)
    made = Share(
        certificate_id=certificate.id,
        token_hash=token_hash(token),
        shared_by=actor.id,
        created_at=clock.now(),
        until=until,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor.id, "certificates.share", made, until=until.isoformat())
    return made, token


def end_share(*, actor: User, share: Share) -> None:
    """Close a link before its day. Closing it twice is one closing."""
    if share.ended_at is None:
        share.ended_at = clock.now()
        audit.record(actor.id, "certificates.end_share", share)


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
