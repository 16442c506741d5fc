"""Lengths and hours of the day in words."""

from __future__ import annotations

from lms.core.text import gettext, ngettext


def hours_and_minutes(minutes: int) -> str:
    """1시간 30분, or 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return gettext("%(hours)s h", hours=hours)
    if not hours:
        return gettext("%(minutes)s min", minutes=rest)
    return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def days_and_hours(hours: int) -> str:
    """3일, or 3 days; what is not whole days is said in hours."""
    if hours and hours % 24 == 0:
        return ngettext("%(num)s day", "%(num)s days", hours // 24)
    return ngettext("%(num)s hour", "%(num)s hours", hours)


def minutes_as_clock(minutes: int) -> str:
    """540 → 09:00; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
