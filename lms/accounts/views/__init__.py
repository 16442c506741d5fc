"""Doors of the area."""

from lms.accounts.views import desk, own, resetting, signing_in, signing_up
from lms.accounts.views.blueprint import doors

__all__ = ["desk", "doors", "own", "resetting", "signing_in", "signing_up"]
