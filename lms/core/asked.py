"""What an address asks for (?page=2&level=basic&month=2026-12); nonsense counts as unasked."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from flask import request

from lms.core.status import Choice

C = TypeVar("C", bound=Choice)


def asked_page() -> int:
    """The page of a list, from 1."""
    return max(1, request.args.get("page", 1, type=int))


def asked_text(name: str = "q", longest: int = 100) -> str:
    """A text, cut to a sound length."""
    return request.args.get(name, "").strip()[:longest]


def asked_choice(kind: type[C], name: str) -> C | None:
    """One of our choices, or None."""
    return next(iter(asked_choices(kind, name)), None)


def asked_choices(kind: type[C], name: str) -> list[C]:
    """Several of our choices, in their own order."""
    asked = request.args.getlist(name)
    return [member for member in kind if member.value in asked]


def asked_day(name: str = "day") -> date | None:
    """A day written 2026-12-01."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def asked_month(name: str = "month") -> date | None:
    """The first day of a month written 2026-12."""
    try:
        return date.fromisoformat(f"{request.args.get(name, '')}-01")
    except ValueError:
        return None
