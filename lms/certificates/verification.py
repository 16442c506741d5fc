"""Is a paper genuine? What the register says about a number and a code.

A wrong number and a wrong code get the same answer, after the same work: nobody can find out which
numbers exist, or try codes against a number that is known to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.certificates.code import Number, new_code, same_code
from lms.certificates.facts import CertificateFacts
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries import versions_of


@dataclass(frozen=True)
class Finding:
    """What the register says.

    Attributes:
        verdict: "valid", "revoked", "replaced", "queued" or "unknown".
        certificate, facts: None when unknown.
    """

    verdict: str
    certificate: Certificate | None = None
    facts: CertificateFacts | None = None


UNKNOWN = Finding("unknown")

_VERDICTS = {
    CertificateStatus.queued: "queued",
    CertificateStatus.issued: "valid",
    CertificateStatus.revoked: "revoked",
    CertificateStatus.replaced: "replaced",
}

_DUMMY = new_code()


def verify(number: Number, code: str) -> Finding:
    """Look a paper up.

    Args:
        number: as `parsed_number` reads it.
        code: in its printed form.
    """
    found = _matching(versions_of(number), code)
    if found is None:
        return UNKNOWN
    facts = CertificateFacts.from_json(found.facts)
    return Finding(_VERDICTS[found.status], found, facts)


def _matching(versions: Sequence[Certificate], code: str) -> Certificate | None:
    matching = None
    same_code(_DUMMY, code)
    for one in versions:
        if same_code(one.code, code):
            matching = one
    return matching
