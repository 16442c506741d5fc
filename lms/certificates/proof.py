"""What a paper carries that proves it: the QR's text, and the credential that is attached."""

from __future__ import annotations

from dataclasses import dataclass

from lms.certificates.credential import credential
from lms.certificates.facts import CertificateFacts
from lms.certificates.keys import Seal
from lms.certificates.seal import sealed_address


@dataclass(frozen=True)
class Proof:
    """The text of the QR; the credential's JSON, if there is a key to sign it."""

    address: str
    credential: bytes | None = None


def proof_of(facts: CertificateFacts, seal: Seal | None, series: str = "completion") -> Proof:
    """The proofs of a paper; without a key the QR leads to the check and nothing more."""
    if seal is None:
        return Proof(facts.verify_url)
    return Proof(sealed_address(facts, seal), credential(facts, seal, series))
