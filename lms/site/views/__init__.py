"""Doors of the site: one file a page or family of pages, all on one blueprint."""

from lms.site.views import desk, health, history, home, legal, my
from lms.site.views.blueprint import doors

__all__ = ["desk", "doors", "health", "history", "home", "legal", "my"]
