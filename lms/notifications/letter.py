"""Words of a message: its template and facts become a subject, a text and an HTML part.

A mail template fills two blocks, `subject` (one line) and `body` (paragraphs with blank lines
between). Nobody writes HTML for a mail: it is made here from the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from lms.config import Settings

BODY = "notifications/body.html"

SECRET = "secret_url"  # noqa: S105  # the name of a fact
"""A fact like `action_url` for a link that is as good as a password: it is in the mail only."""


@dataclass(frozen=True)
class Letter:
    """What is sent: who it is from, one-line subject, plain text, HTML."""

    academy: str
    subject: str
    text: str
    html: str


def compose(template: str, facts: Mapping[str, Any]) -> Letter:
    """Word a message in its reader's language.

    Args:
        template: area/name, as in `services.write`.
        facts: as stored with the message.

    Raises:
        jinja2.TemplateError: no such template, or a fact that it needs is missing.
    """
    environment, settings = current_app.jinja_env, current_app.extensions["settings"]
    area, name = template.split("/")
    locale = facts.get("locale") or "ko"
    with force_locale(locale):
        words = _context(settings, locale, facts)
        page = environment.get_template(f"{area}/mail/{name}.txt").render(words)
        subject, _, text = page.strip().partition("\n")
        paragraphs = _paragraphs(text)
        html = environment.get_template(BODY).render(words, subject=subject, paragraphs=paragraphs)
        end = environment.get_template("notifications/end.txt").render(words)
    whole = "\n\n".join("\n".join(lines) for lines in paragraphs)
    return Letter(words["academy"], subject, f"{whole}\n\n{end.strip()}\n", html)


def _paragraphs(text: str) -> list[list[str]]:
    """Blank lines, however many, part one paragraph from the next."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [part.split("\n") for part in re.split(r"\n{2,}", "\n".join(lines)) if part]


def _context(settings: Settings, locale: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    words = settings.academy
    label = facts.get("action_label")
    path = facts.get(SECRET) or facts.get("action_url")
    return {
        **{key: _revived(key, value) for key, value in facts.items()},
        "academy": words.short_ko if locale == "ko" else words.name_en,
        "phone": words.phone,
        "base_url": settings.base_url,
        "locale": locale,
        "action_url": settings.base_url + path if path else None,
        "action_label": gettext(label) if label else None,
    }


def _revived(key: str, value: Any) -> Any:
    """Facts are kept as JSON; names say which of them are moments (*_at) and dates (*_on)."""
    if isinstance(value, dict):
        return {inner: _revived(inner, item) for inner, item in value.items()}
    if isinstance(value, list):
        return [_revived(key, item) for item in value]
    if isinstance(value, str) and key.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and key.endswith("_on"):
        return date.fromisoformat(value)
    return value
