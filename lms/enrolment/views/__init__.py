"""Doors of the area: the trainee's and the desk's."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("enrolment", __name__)

from lms.enrolment.views import decisions, desk, export, mine  # noqa: E402  # they hang on `doors`

__all__ = ["decisions", "desk", "doors", "export", "mine"]
