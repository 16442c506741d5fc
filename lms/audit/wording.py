"""What was done, in words for people. An action nobody has put into words shows its own name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.audit.models import AuditEntry
from lms.audit.words import ACTIONS, FIELDS, STATES, SUBJECTS
from lms.core.text import gettext, moment, stamp

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")
"""An aware moment as isoformat() writes it."""


def subject(entry: AuditEntry) -> str:
    """The row, in words with its number."""
    name = SUBJECTS.get(entry.subject_type)
    return f"{gettext(name) if name else entry.subject_type} {entry.subject_id}"


def title(action: str) -> str:
    """The action in the reader's language."""
    return gettext(ACTIONS[action]) if action in ACTIONS else action


def details(entry: AuditEntry) -> list[str]:
    """What changed, one line for each fact: old → new."""
    return [f"{_field(name)}: {_shown(value)}" for name, value in entry.details.items()]


def _field(name: str) -> str:
    return gettext(FIELDS[name]) if name in FIELDS else name


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_short(value[0])} → {_short(value[1])}"
    return _short(value)


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    text = "–" if value in (None, "", []) else str(value)
    text = gettext(STATES[text]) if text in STATES else text
    if _CHECKSUM.fullmatch(text):
        return f"{text[:16]}…"
    if _MOMENT.fullmatch(text):
        return stamp(datetime.fromisoformat(text))
    return text if len(text) <= 80 else f"{text[:79]}…"


def told(entry: AuditEntry, names: Mapping[int, str]) -> dict[str, Any]:
    """An entry as ui.history wants it.

    Args:
        names: of people by id.
    """
    who = names.get(entry.actor_id or 0) or gettext("by the system")
    said = [who, *([entry.reason] if entry.reason else []), *details(entry)]
    return {
        "time": moment(entry.at),
        "title": title(entry.action),
        "detail": " · ".join(said),
        "tone": "neutral",
    }
