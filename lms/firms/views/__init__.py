"""Doors of the area."""

from lms.firms.views import desk, own
from lms.firms.views.blueprint import doors

__all__ = ["desk", "doors", "own"]
