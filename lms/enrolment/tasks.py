"""What the worker does for enrolment."""

from __future__ import annotations

from lms.enrolment import services
from lms.jobs.registry import routine


@routine("enrolment.serve_due")
def serve_due() -> None:
    """Each minute: offers, kept seats and holds whose time is over; then their lines."""
    services.serve_due()


@routine("enrolment.alert_under_minimum")
def alert_under_minimum() -> None:
    """Each minute: offerings that begin soon with too few people are told to the desk, once."""
    services.alert_under_minimum()
