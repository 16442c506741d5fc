"""What the worker does for attendance."""

from __future__ import annotations

from lms.attendance import services
from lms.jobs.registry import routine


@routine("attendance.close_overdue")
def close_overdue() -> None:
    """Each minute: roll calls that nobody has locked; their instructors are reminded before."""
    services.close_overdue()


@routine("attendance.forget_what_is_old")
def forget_what_is_old() -> None:
    """Each minute: notes of refused scans and uploaded sheets that were kept long enough."""
    services.forget_old_refusals()
    services.forget_old_sheets()
