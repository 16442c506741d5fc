"""What a write changed, as the audit keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def facts_of(row: object, names: Iterable[str]) -> dict[str, Any]:
    """What a row says now, by the names of its columns."""
    return {name: getattr(row, name) for name in names}


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Old and new, as [old, new], of everything that differs."""
    return {name: [old[name], value] for name, value in new.items() if old[name] != value}


def in_words(changed: Mapping[str, Any]) -> dict[str, Any]:
    """The same for values that JSON does not know: days, moments, rules."""
    return {name: [str(old), str(new)] for name, (old, new) in changed.items()}
