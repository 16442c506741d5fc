"""The settings of the running installation, for what stands below the doors."""

from __future__ import annotations

from flask import current_app

from lms.config import Settings


def settings() -> Settings:
    """The settings the application was made with."""
    found: Settings = current_app.extensions["settings"]
    return found
