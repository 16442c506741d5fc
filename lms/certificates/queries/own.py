"""Reading what a holder sees: papers, links, requests, downloads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    Download,
    ReissueRequest,
    RequestStatus,
    Share,
)
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def shares_of(certificate: Certificate) -> Sequence[Share]:
    """Links that are open now, the newest first."""
    statement = (
        select(Share)
        .where(
            Share.certificate_id == certificate.id,
            Share.ended_at.is_(None),
            Share.until >= clock.today(),
        )
        .order_by(Share.id.desc())
    )
    return db.session.scalars(statement).all()


def get_share(share_id: int) -> Share:
    """One link.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Share, share_id)
    if found is None:
        raise NotFound(gettext("There is no such link."))
    return found


def get_open_share(hashed: str) -> Share:
    """The link with that hash of its token, if it is still open and its paper valid.

    Raises:
        NotFound: there is none, it was closed, its day is over, or the paper is no longer valid.
    """
    statement = (
        select(Share).where(Share.token_hash == hashed).options(joinedload(Share.certificate))
    )
    found = db.session.scalars(statement).one_or_none()
    if (
        found is None
        or found.ended_at is not None
        or found.until < clock.today()
        or found.certificate.status is not CertificateStatus.issued
    ):
        raise NotFound(gettext("This link is no longer open."))
    return found


def requests_about(certificate: Certificate) -> Sequence[ReissueRequest]:
    """What was asked about a certificate, the newest first."""
    statement = (
        select(ReissueRequest)
        .where(ReissueRequest.certificate_id == certificate.id)
        .order_by(ReissueRequest.id.desc())
    )
    return db.session.scalars(statement).all()


def open_requests() -> Sequence[ReissueRequest]:
    """Requests that wait for an answer, the oldest first."""
    statement = (
        select(ReissueRequest)
        .where(ReissueRequest.status == RequestStatus.open)
        .options(joinedload(ReissueRequest.certificate).joinedload(Certificate.holder))
        .order_by(ReissueRequest.id)
    )
    return db.session.scalars(statement).all()


def open_request_count() -> int:
    """How many wait for an answer."""
    statement = select(func.count()).where(ReissueRequest.status == RequestStatus.open)
    return db.session.scalar(statement) or 0


def get_request(request_id: int) -> ReissueRequest:
    """One request with its certificate.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(
        ReissueRequest, request_id, options=[joinedload(ReissueRequest.certificate)]
    )
    if found is None:
        raise NotFound(gettext("There is no such request."))
    return found


def downloads_of(certificate: Certificate) -> Sequence[Download]:
    """The last fifty times it was handed out, the newest first."""
    statement = (
        select(Download)
        .where(Download.certificate_id == certificate.id)
        .order_by(Download.id.desc())
        .limit(50)
    )
    return db.session.scalars(statement).all()
