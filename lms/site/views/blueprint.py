"""The site's blueprint."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("site", __name__)
