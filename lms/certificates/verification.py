"""Is a paper genuine? What the register says about a number and a code.

A wrong number and a wrong code get the same answer, after the same work: nobody can find out which
numbers exist, or try codes against a number that is known to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.certificates.code import Number, new_code, same_code
from lms.certificates.facts import CertificateFacts
from lms.certificates.inspection import Inspection, inspect
from lms.certificates.keys import Keys
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries import codes_of, find_by_file, get_certificate


@dataclass(frozen=True)
class Finding:
    """What the register says.

    Attributes:
        verdict: "valid", "revoked", "replaced", "queued" or "unknown".
        certificate, facts: None when unknown. After the keeping time the facts tell no person.
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
    found = _matching(codes_of(number), code)
    if found is None:
        return UNKNOWN
    return _finding(get_certificate(found))


@dataclass(frozen=True)
class FileFinding:
    """What register and file say together.

    Attributes:
        verdict: "genuine" (the very bytes that were issued), "edited" (it names one of our papers and
            differs from it), "unknown" (it names none of ours) or "unreadable".
        finding: of the paper that it is or names; UNKNOWN when there is none.
        inspection: what the file says of itself.
    """

    verdict: str
    finding: Finding
    inspection: Inspection


def verify_file(content: bytes, keys: Keys) -> FileFinding:
    """Compare a file with the register: byte for byte, by its SHA-256.

    Args:
        keys: those that are trusted.
    """
    inspection = inspect(content, keys)
    entry = find_by_file(inspection.checksum)
    if entry is not None:
        return FileFinding("genuine", _finding(entry), inspection)
    named = verify(*inspection.claim) if inspection.claim else UNKNOWN
    if named.certificate is not None:
        return FileFinding("edited", named, inspection)
    return FileFinding("unknown" if inspection.readable else "unreadable", UNKNOWN, inspection)


def _finding(entry: Certificate) -> Finding:
    return Finding(_VERDICTS[entry.status], entry, CertificateFacts.from_json(entry.facts))


def _matching(codes: Sequence[tuple[int, str]], code: str) -> int | None:
    """The id of the version with that code; a number that nobody has costs one comparison as well."""
    matching = None
    for id_, known in codes or ((0, _DUMMY),):
        if same_code(known, code):
            matching = id_
    return matching or None
