"""The paper, for those it belongs to."""

from __future__ import annotations

import io

import structlog
from flask import Response, send_file

from lms.certificates import policy, queries, services
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.views.blueprint import doors
from lms.certificates.views.seen import saw
from lms.core.errors import NotFound, Refused
from lms.core.guard import permit
from lms.core.storage import Altered, storage
from lms.core.text import gettext
from lms.firms.queries import find_membership

log = structlog.get_logger()


@doors.get("/my/certificates/<int:certificate_id>.pdf")
def download(certificate_id: int) -> Response:
    """The PDF, named after its number. Outside one's scope it does not exist."""
    person = permit(policy.can_ask)
    certificate = queries.get_certificate(certificate_id)
    own = find_membership(person)
    holder = find_membership(certificate.holder) if certificate.holder else None
    if not policy.can_download(person, certificate, own, holder):
        raise NotFound(gettext("There is no such certificate."))
    content = stored_paper(certificate, ended_too=person.is_operator)
    saw(person.id, "certificates.download", [certificate])
    services.note_download(certificate, user_id=person.id, share=None)
    return paper_file(certificate, content)


def paper_file(certificate: Certificate, content: bytes) -> Response:
    """The PDF as an answer, named after its number."""
    response = send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{certificate.number}.pdf",
    )
    response.headers["Cache-Control"] = "private, no-store"  # not as the files of static/
    return response


def stored_paper(certificate: Certificate, *, ended_too: bool) -> bytes:
    """The stored bytes; operators may look at papers that have ended."""
    if certificate.erased_at is not None:
        raise Refused(
            "erased",
            gettext("The file was destroyed when its keeping time was over; the record stands."),
        )
    if certificate.status is CertificateStatus.queued or certificate.file_key is None:
        raise Refused(
            "being-made",
            gettext("The certificate is being made. Please try again in a minute."),
        )
    if certificate.status is CertificateStatus.replaced and not ended_too:
        raise Refused(
            "replaced", gettext("This paper has been replaced. Please download the newer one.")
        )
    if certificate.status is CertificateStatus.revoked and not ended_too:
        raise Refused("revoked", gettext("This certificate has been revoked."))
    try:
        return storage().get(certificate.file_key)
    except (Altered, FileNotFoundError) as error:
        log.error("certificates.file_damaged", certificate=certificate.id, problem=repr(error))
        raise Refused(
            "file-damaged",
            gettext(
                "The stored file of this certificate is damaged, so we don't hand it out. "
                "Please tell us; the register itself is sound."
            ),
        ) from error
