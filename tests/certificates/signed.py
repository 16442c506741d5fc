"""Keys and signed papers for tests; made anew for each run, never kept."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lms.certificates import keygen, render, signing
from lms.certificates.keys import Keys, keys_of
from lms.config import Signing
from tests.certificates.papers import FACTS


def new_keys(folder: Path, password: str = "") -> Keys:
    """Keys of an academy, in a folder."""
    keygen.make_keys(folder, "Smart Factory Academy", password, datetime.now(UTC))
    return keys_of(Signing(folder=folder, password=password))


def paper(keys: Keys) -> bytes:
    """The usual facts, sealed and signed."""
    assert keys.signing
    return signing.signed(printed(keys), keys.signing)


@cache
def _printed(seal_id: str) -> list[bytes]:
    return []


def printed(keys: Keys) -> bytes:
    """The same before signing."""
    assert keys.seal
    kept = _printed(keys.seal.id)
    if not kept:
        kept.append(render.render(FACTS, seal=keys.seal))
    return kept[0]
