"""Addresses inside this site: where a person is sent on to may never be another site."""

from __future__ import annotations

import re

_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*\Z")


def local_path(text: str | None, otherwise: str) -> str:
    """The text if it is a path of this site (with query, if any), else `otherwise`."""
    return text if text and _PATH.match(text) else otherwise
