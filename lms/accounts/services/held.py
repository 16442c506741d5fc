"""An account held for one change at a time."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


def held_by_email(email: str) -> User | None:
    """The person with that address (in small letters) as the account is now, or None."""
    statement = select(User).where(User.email == email).with_for_update(key_share=True)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def hold_as_seen(user: User) -> None:
    """Hold the account that a link or a password was checked against.

    Raises:
        Refused: it has another password meanwhile, so what was checked says nothing any more.
    """
    seen = user.session_key
    names = ["session_key", "password_hash", "confirmed_at", "active"]
    db.session.refresh(user, names, with_for_update={"key_share": True})
    if user.session_key != seen or not user.active:
        raise Refused(
            "changed-meanwhile",
            gettext(
                "The account was changed at the same moment. Please use the link of the newest mail."
            ),
        )
