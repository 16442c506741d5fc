"""Who a session cookie belongs to."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select, true

from lms.accounts.models import RoleGrant, User
from lms.core.loading import loaded
from lms.core.statements import run


def load_user(session_key: str) -> User | None:
    """The active person of a session cookie with the roles held, in one query."""
    rows = run(_BY_KEY, {"session_key": session_key})
    if not rows:
        return None
    end = len(_PERSON)
    grants = [
        loaded(RoleGrant, dict(zip(_GRANT, row[end:], strict=True)))
        for row in rows
        if row[end] is not None
    ]
    return loaded(User, dict(zip(_PERSON, rows[0][:end], strict=True)), grants=grants)


_USERS, _GRANTS = User.__table__, RoleGrant.__table__
_PERSON = [column.name for column in _USERS.c if column.name != "search_text"]
_GRANT = ["id", "user_id", "role"]
_BY_KEY = (
    select(*(_USERS.c[name] for name in _PERSON), *(_GRANTS.c[name] for name in _GRANT))
    .select_from(
        _USERS.outerjoin(
            _GRANTS, and_(_GRANTS.c.user_id == _USERS.c.id, _GRANTS.c.ended_at.is_(None))
        )
    )
    .where(_USERS.c.session_key == bindparam("session_key"), _USERS.c.active == true())
)
"""Every request of somebody signed in asks this."""
