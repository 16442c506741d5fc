"""Statements past SQLAlchemy's layers: the same values both ways, the same errors, the same rules."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import WriteWhileReading, db, reading
from lms.core.statements import run, value
from tests.counting import statements

USERS = User.__table__
BY_EMAIL = select(USERS.c.name, USERS.c.active, USERS.c.created_at, USERS.c.confirmed_at).where(
    USERS.c.email == bindparam("email")
)
ADD = insert(USERS).returning(USERS.c.id)
TOO_FEW = insert(USERS)


def row(email: str) -> dict[str, object]:
    return {
        "email": email, "name": "홍길동", "phone": "", "locale": "ko", "password_hash": "!",
        "session_key": email[:30], "active": True, "confirmed_at": None, "created_at": clock.now(),
        "search_text": "",
    }  # fmt: skip


def test_values_come_back_as_python_knows_them(acting):
    with acting():
        given = row("a@example.org")
        new_id = value(ADD, given)
        assert db.session.get_one(User, new_id).email == "a@example.org"
        assert run(BY_EMAIL, {"email": "a@example.org"}) == [
            ("홍길동", True, given["created_at"], None)
        ]
        assert value(BY_EMAIL, {"email": "b@example.org"}) is None


def test_errors_are_the_ones_that_everybody_knows(make, acting):
    taken = make.user().email
    with pytest.raises(IntegrityError), acting():
        run(ADD, row(taken))


def test_a_reading_transaction_refuses_to_write(app):
    with app.app_context(), reading(), pytest.raises(WriteWhileReading):
        run(ADD, row("c@example.org"))


def test_what_the_columns_would_fill_in_by_themselves_must_be_given(acting):
    with pytest.raises(ValueError, match="values are all given"), acting():
        run(TOO_FEW, {"email": "d@example.org", "name": "홍길동"})


def test_it_is_counted_like_any_other_statement(acting):
    with acting(), statements() as sent:
        run(BY_EMAIL, {"email": "a@example.org"})
    assert sum("FROM users" in one for one in sent) == 1
