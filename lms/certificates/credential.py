"""The certificate as an Open Badges 3.0 credential (1EdTech), signed so that anybody can check it.

The proof is a W3C Data Integrity proof with the cryptosuite eddsa-jcs-2022: the document is put in
the one order of RFC 8785 (JCS), hashed, and signed with the academy's Ed25519 key. The key is named
by did:key, so that nothing has to be fetched to check it; that it is the academy's is told by the
list of keys on its site.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.certificates.facts import CertificateFacts
from lms.certificates.keys import Seal

FILE = "credential.json"
CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
SUITE = "eddsa-jcs-2022"
ACHIEVEMENTS = {"completion": "CertificateOfCompletion"}
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58 of Bitcoin
_ED25519 = b"\xed\x01"  # multicodec: an Ed25519 public key


def credential(facts: CertificateFacts, seal: Seal, series: str = "completion") -> bytes:
    """The signed credential as JSON; the same bytes for the same facts and key."""
    document = _document(facts, did_key(seal.key.public_key()), series)
    options = _options(facts, did_key(seal.key.public_key()))
    signature = seal.key.sign(_hashed(options, document))
    options["proofValue"] = "z" + base58(signature)
    return canonical({**document, "proof": [options]})


def checked(content: bytes, keys: dict[str, Ed25519PublicKey]) -> tuple[str, dict[str, Any]]:
    """Check a credential: ("genuine" | "broken" | "foreign", the document or nothing)."""
    try:
        document = json.loads(content)
        (options,) = document.pop("proof")
        signature = unbase58(options.pop("proofValue").removeprefix("z"))
        method = str(options["verificationMethod"])
        ours = {did_method(did_key(key)): key for key in keys.values()}
        if method not in ours or document["issuer"]["id"] != method.split("#")[0]:
            return "foreign", {}
        ours[method].verify(signature, _hashed(options, document))
    except InvalidSignature:
        return "broken", {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "broken", {}
    return "genuine", document


def _document(facts: CertificateFacts, issuer: str, series: str) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": facts.name,
                "identityType": "name",
                "hashed": False,
            }
        ],
        "activityStartDate": _moment(facts.from_on),
        "activityEndDate": _moment(facts.to_on),
        "achievement": _achievement(facts, series),
    }
    return {
        "@context": list(CONTEXT),
        "id": facts.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course,
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": facts.academy,
            "url": _site(facts.verify_url),
        },
        "validFrom": _moment(facts.reissued_on or facts.issued_on),
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _achievement(facts: CertificateFacts, series: str) -> dict[str, Any]:
    units = ", ".join(f"{unit.title} ({unit.hours:g}h)" for unit in facts.syllabus)
    achievement: dict[str, Any] = {
        "id": facts.verify_url.split("&code=", 1)[0],
        "type": ["Achievement"],
        "name": facts.course,
        "humanCode": facts.number,
        "description": facts.course_en or facts.course,
        "criteria": {"narrative": f"{facts.hours:g} h. {units}".strip()},
        "inLanguage": "ko",
    }
    if series in ACHIEVEMENTS:
        achievement["achievementType"] = ACHIEVEMENTS[series]
    return achievement


def _options(facts: CertificateFacts, did: str) -> dict[str, Any]:
    return {
        "@context": list(CONTEXT),
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": _moment(facts.reissued_on or facts.issued_on),
        "verificationMethod": did_method(did),
        "proofPurpose": "assertionMethod",
    }


def _hashed(options: dict[str, Any], document: dict[str, Any]) -> bytes:
    """What is signed: the hash of the options, then that of the document (eddsa-jcs-2022, 3.3)."""
    return b"".join(hashlib.sha256(canonical(part)).digest() for part in (options, document))


def canonical(value: Any) -> bytes:
    """JSON in the one order of RFC 8785. Our documents have ASCII keys and no numbers."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def did_key(key: Ed25519PublicKey) -> str:
    """The did:key of a public key (W3C CCG did:key method)."""
    return "did:key:z" + base58(_ED25519 + key.public_bytes_raw())


def did_method(did: str) -> str:
    """The address of the key in its own DID document."""
    return f"{did}#{did.removeprefix('did:key:')}"


def base58(content: bytes) -> str:
    """Bytes in base 58; leading zeros become ones."""
    number, text = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + text


def unbase58(text: str) -> bytes:
    """The bytes of a base 58 text.

    Raises:
        ValueError: it has a character that base 58 does not use, or is far too long.
    """
    if len(text) > 200:
        raise ValueError("too long")
    number = 0
    for letter in text:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+09:00"


def _site(url: str) -> str:
    return url.split("/verify", 1)[0]
