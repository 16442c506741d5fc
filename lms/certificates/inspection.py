"""What a file says of itself, without asking the register: by whom it is signed, what it names."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf

from lms.certificates.code import Number, normalised_code, parsed_number
from lms.certificates.credential import FILE, checked
from lms.certificates.keys import Keys

LARGEST = 2_000_000
"""Bytes of a file that is looked at; ours have 60 to 100 thousand."""

_LARGEST_CREDENTIAL = 100_000


@dataclass(frozen=True)
class Inspection:
    """What was found in a file.

    Attributes:
        checksum: SHA-256 of the bytes.
        readable: it is a PDF that can be opened.
        signature: "none", "ours", "broken" or "foreign".
        credential: "none", "genuine", "broken" or "foreign".
        claim: number and code of the paper that it says it is, whether true or not.
        document: the credential, if genuine.
    """

    checksum: str
    readable: bool = False
    signature: str = "none"
    credential: str = "none"
    claim: tuple[Number, str] | None = None
    document: dict[str, Any] = field(default_factory=dict)


def inspect(content: bytes, keys: Keys) -> Inspection:
    """Look into a file that anybody may have made; nothing in it can do harm or stop the check."""
    checksum = hashlib.sha256(content).hexdigest()
    if not content.startswith(b"%PDF-") or len(content) > LARGEST:
        return Inspection(checksum)
    try:
        attached = _credential(content)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return Inspection(checksum)
    verdict, document = checked(attached, keys.seals) if attached else ("none", {})
    return Inspection(
        checksum,
        readable=True,
        signature=_signature(content, keys),
        credential=verdict,
        claim=_claim(attached),
        document=document,
    )


def _credential(content: bytes) -> bytes | None:
    with pikepdf.open(io.BytesIO(content)) as opened:
        len(opened.pages)  # a file that was cut short has none that can be counted
        found = opened.attachments.get(FILE)
        return found.get_file().read_bytes()[:_LARGEST_CREDENTIAL] if found else None


def _signature(content: bytes, keys: Keys) -> str:
    """pyHanko raises many things at files that were tampered with; each means: not as it was signed."""
    quiet = logging.getLogger("pyhanko")
    before, quiet.level = quiet.level, logging.CRITICAL
    try:
        verdict: str = import_module("lms.certificates.signatures").signature_verdict(
            content, keys.trusted
        )
    except Exception:
        return "broken"
    finally:
        quiet.level = before
    return verdict


def _claim(attached: bytes | None) -> tuple[Number, str] | None:
    try:
        query = parse_qs(urlsplit(str(json.loads(attached or b"{}")["id"])).query)
        number = parsed_number(query["number"][0])
        code = normalised_code(query["code"][0])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return (number, code) if number and code else None
