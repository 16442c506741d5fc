"""The verbs of enrolment. How seats and the line keep their promises stands in line.py."""

from __future__ import annotations

from lms.enrolment.services.applying import add_person, enrol
from lms.enrolment.services.deciding import approve, cancel, check_own_cancel, refuse
from lms.enrolment.services.line import fill_free_seats
from lms.enrolment.services.seats import call_off, set_seats

__all__ = [
    "add_person",
    "approve",
    "call_off",
    "cancel",
    "check_own_cancel",
    "enrol",
    "fill_free_seats",
    "refuse",
    "set_seats",
]
