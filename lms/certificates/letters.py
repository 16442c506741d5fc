"""What people are told by e-mail about certificates. When, stands in lms/reactions.py."""

from __future__ import annotations

from typing import Any

from lms.certificates.events import CertificateIssued, CertificateRevoked, ReissueRefused
from lms.certificates.models import (
    Certificate,
    ReissueRequest,
    Series,
)
from lms.core.db import db
from lms.core.text import N_
from lms.notifications import services as notifications


def issued(event: CertificateIssued) -> None:
    """Your certificate can be downloaded."""
    certificate = db.session.get_one(Certificate, event.certificate_id)
    if certificate.series is not Series.completion:
        return  # the holder has just asked for it and looks at it
    _write(
        certificate,
        "issued" if certificate.version == 1 else "reissued",
        action_url=f"/my/certificates/{certificate.id}.pdf",
        action_label=N_("Download the certificate"),
    )


def revoked(event: CertificateRevoked) -> None:
    """Your certificate is no longer valid."""
    certificate = db.session.get_one(Certificate, event.certificate_id)
    _write(certificate, "revoked", reason=certificate.end_reason)


def reissue_refused(event: ReissueRefused) -> None:
    """Your paper stays as it is, and why."""
    request = db.session.get_one(ReissueRequest, event.request_id)
    _write(request.certificate, "reissue_refused", answer=request.answer)


def _write(certificate: Certificate, name: str, **facts: Any) -> None:
    user = certificate.holder
    if user is None:
        return  # erased meanwhile: nobody is left to write to
    frozen = certificate.facts
    korean = user.locale == "ko" or not frozen["course_en"]
    notifications.write(
        to=user,
        template=f"certificates/{name}",
        course=frozen["course"] if korean else frozen["course_en"],
        number=certificate.number,
        **facts,
    )
