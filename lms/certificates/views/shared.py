"""Whoever has a share link sees one paper."""

from __future__ import annotations

from flask import Response, render_template, request
from limits import parse

from lms.certificates import queries, services
from lms.certificates.facts import CertificateFacts
from lms.certificates.models import Share
from lms.certificates.views.blueprint import doors
from lms.certificates.views.download import paper_file, stored_paper
from lms.core.guard import public
from lms.core.limits import count

TRIES = parse("60 per minute")


@doors.get("/shared/<token>")
@public
def shared(token: str) -> str:
    """What the paper says, that it is valid, and its file."""
    found = _open(token)
    return render_template(
        "certificates/shared.html",
        certificate=found.certificate,
        facts=CertificateFacts.from_json(found.certificate.facts),
        share=found,
        token=token,
    )


@doors.get("/shared/<token>/paper.pdf")
@public
def shared_paper(token: str) -> Response:
    """The file."""
    found = _open(token)
    content = stored_paper(found.certificate, ended_too=False)
    services.note_download(found.certificate, user_id=None, share=found)
    return paper_file(found.certificate, content)


def _open(token: str) -> Share:
    count(TRIES, "certificates.shared", request.remote_addr or "")
    return queries.get_open_share(services.token_hash(token))
