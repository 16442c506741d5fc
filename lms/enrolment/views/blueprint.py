"""The area's blueprint."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("enrolment", __name__)
