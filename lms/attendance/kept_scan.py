"""A scan that waits on the phone until its owner has signed in: a signed cookie. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeSerializer


@dataclass(frozen=True)
class KeptScan:
    """A code and the moment it was scanned, by the server's clock."""

    code: str
    seen_at: datetime


def sealed(key: str, scan: KeptScan) -> str:
    """The scan as the text of a cookie that nobody can change."""
    return str(_serializer(key).dumps([scan.code, int(scan.seen_at.timestamp())]))


def opened(key: str, text: str) -> KeptScan | None:
    """The scan of a cookie, or None if it is not ours."""
    try:
        code, seen = _serializer(key).loads(text)
        return KeptScan(str(code), datetime.fromtimestamp(int(seen), UTC))
    except (BadData, ValueError, TypeError, OverflowError):
        return None


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="kept scan")
