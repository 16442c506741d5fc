"""Doors of the site: one file a page or family of pages, all on one blueprint."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("site", __name__)

from lms.site.views import desk, health, history, home, legal, my  # noqa: E402  # they hang on `doors`

__all__ = ["desk", "doors", "health", "history", "home", "legal", "my"]
