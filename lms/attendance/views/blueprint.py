"""The area's blueprint."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("attendance", __name__)
