"""Doors of the calendars: the feeds themselves, one's own addresses, and the desk's."""

from lms.calendars.views import feeds, imports, mine, rooms
from lms.calendars.views.blueprint import doors

__all__ = ["doors", "feeds", "imports", "mine", "rooms"]
