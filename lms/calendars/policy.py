"""Who may have which calendar."""

from __future__ import annotations

from lms.accounts.models import User
from lms.calendars.models import FeedKind


def can_subscribe(user: User, kind: FeedKind = FeedKind.learning) -> bool:
    """May have a feed of their own classes: everybody; of those they teach: instructors."""
    return kind is FeedKind.learning or (kind is FeedKind.teaching and user.is_instructor)


def can_keep_calendars(user: User) -> bool:
    """May give out rooms' feeds and import calendar files: operators."""
    return user.is_operator
