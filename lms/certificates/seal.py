"""What a QR carries besides its address: the facts and a signature over them (Ed25519, RFC 8032).

Whoever scans the paper can check it without asking anybody: the facts stand behind the `#` of the
address, so no browser sends them, and the public key is all that is needed. The form:

    <check address>#v1.<key id>.<facts, base64url>.<signature, base64url>

Facts are UTF-8 lines: number, name, course, first day, last day, hours, day of issue. The signature
is over `v1`, the code of the address, and the lines, joined by line ends.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.certificates.code import parsed_number
from lms.certificates.facts import CertificateFacts
from lms.certificates.keys import Seal

FORM = "v1"
LINES = ("number", "name", "course", "from_on", "to_on", "hours", "issued_on")


@dataclass(frozen=True)
class SealFinding:
    """What a QR's text says about itself.

    Attributes:
        verdict: "genuine", "broken" (not what was signed), "foreign" (not our key) or "unsealed".
        facts: by the names of LINES; empty unless genuine.
    """

    verdict: str
    facts: dict[str, str]


def sealed_address(facts: CertificateFacts, seal: Seal | None) -> str:
    """The text of the QR: the check address, with facts and signature if there is a key."""
    if seal is None:
        return facts.verify_url
    said = _lines(facts)
    signature = seal.key.sign(_message(facts.code, said))
    return f"{facts.verify_url}#{FORM}.{seal.id}.{_packed(said.encode())}.{_packed(signature)}"


def unsealed(text: str, keys: dict[str, Ed25519PublicKey]) -> SealFinding:
    """Check the text of a QR with the public keys that are or were ours, by id."""
    parts = urlsplit(text.strip())
    pieces = parts.fragment.split(".")
    if len(pieces) != 4 or pieces[0] != FORM:
        return SealFinding("unsealed", {})
    key = keys.get(pieces[1])
    if key is None:
        return SealFinding("foreign", {})
    query = parse_qs(parts.query)
    code, number = query.get("code", [""])[0], query.get("number", [""])[0]
    try:
        said = _unpacked(pieces[2]).decode()
        key.verify(_unpacked(pieces[3]), _message(code, said))
    except (InvalidSignature, binascii.Error, ValueError):
        return SealFinding("broken", {})
    facts = dict(zip(LINES, said.split("\n"), strict=False))
    named = parsed_number(number)
    if named is None or named.plain != facts.get("number"):
        return SealFinding("broken", {})
    return SealFinding("genuine", facts)


def _lines(facts: CertificateFacts) -> str:
    number = parsed_number(facts.number)
    return "\n".join(
        (
            number.plain if number else facts.number,
            facts.name,
            facts.course,
            facts.from_on.isoformat(),
            facts.to_on.isoformat(),
            f"{facts.hours:g}",
            facts.issued_on.isoformat(),
        )
    )


def _message(code: str, said: str) -> bytes:
    return f"{FORM}\n{code}\n{said}".encode()


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
