"""Showing a new address once: it waits in the visitor's own session until the next page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session, url_for

from lms.core.settings import settings

_KEY = "new_calendar"


@dataclass(frozen=True)
class Address:
    """Where a program finds a feed: to be copied, and to be opened by the device's own program."""

    copied: str
    opened: str


def keep(secret: str, about: str) -> None:
    """Keep a new secret for the page that comes next.

    Args:
        about: which feed it is, so that no other page shows it.
    """
    session[_KEY] = [about, secret]


def take(about: str) -> Address | None:
    """The new address of a feed, the first time it is asked for."""
    kept = session.get(_KEY)
    if not kept or kept[0] != about:
        return None
    session.pop(_KEY)
    copied = settings().base_url + url_for("calendars.feed", secret=kept[1])
    return Address(copied, "webcal://" + copied.split("://", 1)[1])
