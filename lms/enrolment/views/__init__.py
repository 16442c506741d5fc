"""Doors of the area: a trainee's, a firm's and those of the desk."""

from lms.enrolment.views import (
    answering,
    bulk,
    changes,
    decisions,
    desk,
    export,
    interests,
    lists,
    mine,
    our_firm,
    seats,
    sending_lists,
)
from lms.enrolment.views.blueprint import doors

__all__ = [
    "answering",
    "bulk",
    "changes",
    "decisions",
    "desk",
    "doors",
    "export",
    "interests",
    "lists",
    "mine",
    "our_firm",
    "seats",
    "sending_lists",
]
