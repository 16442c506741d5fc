"""Doors of the area."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("completion", __name__)
