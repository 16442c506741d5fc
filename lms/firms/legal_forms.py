"""Names of firms without their legal form (주식회사, ㈜): what stays finds the same firm again."""

from __future__ import annotations

from pathlib import Path

_FORMS = (Path(__file__).parent / "data" / "legal_forms.txt").read_text(encoding="utf-8").split()


def core_of(name: str) -> str:
    """The name without legal forms, white space folded."""
    for form in _FORMS:
        name = name.replace(form, " ")
    return " ".join(name.split())
