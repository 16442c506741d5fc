"""Templates: one strict environment, the words and dates that every page needs."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import clean as sanitise

from lms.core import clock, text
from lms.core.guard import me

_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
)


def install(app: Flask, context: dict[str, Any]) -> None:
    """Set up Jinja.

    Args:
        context: what every page may use besides (academy, nav, …); a callable is called each time.
    """
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        day=text.day,
        short_day=text.short_day,
        month=text.month_name,
        hour=text.hour,
        moment=text.moment,
        stamp=text.stamp,
        seoul=clock.to_seoul,
        markdown=markdown,
        phone=text.phone,
        masked=masked,
        masked_email=masked_email,
        masked_phone=masked_phone,
    )
    env.globals.update(span=text.span, page_url=page_url, now=clock.now, today=clock.today, me=me)
    app.context_processor(
        lambda: {name: value() if callable(value) else value for name, value in context.items()}
    )


def markdown(source: str) -> Markup:
    """Markdown as safe HTML: no raw HTML, no scripts, no foreign frames."""
    return Markup(sanitise(_markdown.render(source)))  # noqa: S704  # sanitised just here


def page_url(**changes: Any) -> str:
    """This page's address with some query arguments changed; None takes one away."""
    arguments = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    arguments.update(changes)
    kept = {name: value for name, value in arguments.items() if value not in (None, "", [])}
    return url_for(request.endpoint or "site.home", **kept)


def masked(name: str) -> str:
    """홍길동 → 홍*동, 홍길 → 홍*, 남궁민수 → 남**수; other names the same way, word by word."""
    return " ".join(_masked_word(word) for word in name.split())


def _masked_word(word: str) -> str:
    if len(word) < 3:
        return word[:1] + "*" * (len(word) - 1)
    return word[0] + "*" * (len(word) - 2) + word[-1]


def masked_email(address: str) -> str:
    """hong@ex.com → ho**@ex.com."""
    local, _, domain = address.partition("@")
    return f"{local[:2]}{'*' * max(1, len(local) - 2)}@{domain}"


def masked_phone(number: str) -> str:
    """01012345678 → 010-****-5678."""
    return f"{number[:3]}-****-{number[-4:]}" if len(number) >= 9 else "****"
