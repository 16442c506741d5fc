"""Who may see verdicts. Trainees see their own on their pages (lms/site, lms/enrolment)."""

from __future__ import annotations

from lms.accounts.models import User


def can_see_verdicts(user: User) -> bool:
    """An offering's verdicts: operators only."""
    return user.is_operator


def can_review(user: User) -> bool:
    """Note scores, decide otherwise than the rule: operators only."""
    return user.is_operator
