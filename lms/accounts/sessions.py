"""Who a session cookie belongs to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.core.db import db


def load_user(session_key: str) -> User | None:
    """The active person of a session cookie with the roles held, in one query."""
    statement = (
        select(User)
        .where(User.session_key == session_key, User.active)
        .options(joinedload(User.grants))
    )
    return db.session.scalars(statement).unique().one_or_none()
