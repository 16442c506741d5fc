"""What the signatures inside a PDF say. Loads pyHanko; asked for through `inspection.py`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from lms.certificates.signing import as_asn1


def signature_verdict(content: bytes, trusted: Sequence[x509.Certificate]) -> str:
    """ "none", "ours", "broken" (changed after signing) or "foreign" (signed by somebody else).

    Every signature must be ours and sound, and the last must cover the whole file.

    Raises:
        Exception: whatever pyHanko says of a file that it can't read.
    """
    found = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
    if not found:
        return "none"
    verdicts = [_one(signature, trusted) for signature in found]
    for bad in ("broken", "foreign"):
        if bad in verdicts:
            return bad
    return "ours"


def _one(signature: EmbeddedPdfSignature, trusted: Sequence[x509.Certificate]) -> str:
    """One signature, judged at the moment it says it was made: keys run out, papers don't."""
    said = signature.self_reported_timestamp or datetime.now(UTC)
    context = ValidationContext(
        trust_roots=[as_asn1(one) for one in trusted],
        allow_fetching=False,
        moment=said,
        best_signature_time=said,
    )
    status = validate_pdf_signature(signature, context)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and whole):
        return "broken"
    return "ours" if status.trusted else "foreign"
