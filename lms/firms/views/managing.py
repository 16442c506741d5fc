"""Whose firm a training manager's page is about."""

from __future__ import annotations

from lms.accounts.models import User
from lms.core.errors import Forbidden
from lms.core.guard import me, permit
from lms.firms import policy, queries
from lms.firms.models import Firm


def managed() -> tuple[User, Firm]:
    """The person who is signed in and the firm whose training they manage now.

    Raises:
        SignInNeeded: nobody is signed in. Forbidden: they manage no firm.
    """
    visitor = me()
    membership = queries.find_membership(visitor) if visitor else None
    person: User = permit(policy.can_see_own_firm, membership)
    if membership is None:
        raise Forbidden  # as the policy has said already
    return person, membership.firm
