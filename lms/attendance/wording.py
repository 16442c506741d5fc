"""Lengths of time in words. Pure."""

from __future__ import annotations

from lms.core.text import gettext


def length(minutes: int) -> str:
    """90 minutes as 1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return gettext("%(hours)s hours", hours=hours)
    if not hours:
        return gettext("%(minutes)s minutes", minutes=rest)
    return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
