"""Who may do what with enrolments."""

from __future__ import annotations

from lms.accounts.models import User
from lms.enrolment.models import Enrolment, UploadedList
from lms.firms.models import Membership
from lms.firms.policy import can_see_own_firm


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


def can_use_lists(user: User, membership: Membership | None) -> bool:
    """Training managers and operators send lists at all."""
    return user.is_operator or can_see_own_firm(user, membership)


def can_use_list(user: User, uploaded: UploadedList, membership: Membership | None) -> bool:
    """Training managers of the list's firm, and operators; `membership`: the person's present one."""
    if user.is_operator:
        return True
    manages = can_see_own_firm(user, membership)
    return manages and membership is not None and membership.firm_id == uploaded.firm_id
