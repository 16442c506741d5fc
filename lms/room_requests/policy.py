"""Who may see and decide requests. Who may ask for which room: classrooms.policy.can_ask_for."""

from __future__ import annotations

from typing import TypeGuard

from lms.accounts.models import User
from lms.firms.models import Membership, MembershipKind
from lms.room_requests.models import RoomRequest


def is_manager(membership: Membership | None) -> TypeGuard[Membership]:
    """Does the membership make somebody a firm's training manager now?"""
    return (
        membership is not None
        and membership.ended_at is None
        and membership.kind is MembershipKind.manager
    )


def can_list_own(user: User) -> bool:
    """Everybody with an account has a list of requests, if only an empty one."""
    return user.active


def can_follow(user: User, request: RoomRequest, membership: Membership | None) -> bool:
    """See it, answer, cancel, check in: the asker, and the managers of the firm it is for."""
    firm_id = request.booking.firm_id
    if user.id == request.asker_id:
        return True
    return firm_id is not None and is_manager(membership) and membership.firm_id == firm_id


def can_decide(user: User) -> bool:
    """Operators."""
    return user.is_operator
