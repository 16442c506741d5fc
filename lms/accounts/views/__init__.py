"""Doors of the area."""

from lms.accounts.views import signing_in
from lms.accounts.views.blueprint import doors

__all__ = ["doors", "signing_in"]
