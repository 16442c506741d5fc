"""The area's blueprint."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("certificates", __name__)
