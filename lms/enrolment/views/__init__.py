"""Doors of the area: a trainee's, a firm's and those of the desk."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("enrolment", __name__)

from lms.enrolment.views import (  # noqa: E402  # they hang on `doors`
    answering,
    bulk,
    changes,
    decisions,
    desk,
    export,
    interests,
    mine,
    our_firm,
    seats,
)

__all__ = [
    "answering",
    "bulk",
    "changes",
    "decisions",
    "desk",
    "doors",
    "export",
    "interests",
    "mine",
    "our_firm",
    "seats",
]
