"""Doors of the area: the public check, the holder's download, the desk's register."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("certificates", __name__)

from lms.certificates.views import bulk, desk, download, firm, own, requests, shared, verify  # noqa: E402  # they hang on `doors`

__all__ = ["bulk", "desk", "doors", "download", "firm", "own", "requests", "shared", "verify"]
