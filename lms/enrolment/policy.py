"""Who may do what with enrolments."""

from __future__ import annotations

from lms.accounts.models import User
from lms.enrolment.models import Enrolment


def can_enrol(user: User) -> bool:
    """Anybody with an account may ask for a seat of their own."""
    return user.is_active


def can_see(user: User, enrolment: Enrolment) -> bool:
    """The person and the operators."""
    return user.id == enrolment.user_id or user.is_operator


def can_cancel(user: User, enrolment: Enrolment) -> bool:
    """The person alone; the academy cancels at its desk."""
    return user.id == enrolment.user_id


def can_run_desk(user: User) -> bool:
    """Operators see and decide all enrolments."""
    return user.is_operator
