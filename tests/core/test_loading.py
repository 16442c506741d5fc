"""Objects made of rows: the same as the ORM would have loaded, and the session's own."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.core.loading import loaded
from tests.counting import statements


def test_it_is_the_object_that_the_session_knows(make, acting):
    user = make.user(name="홍길동")
    with acting():
        one = loaded(User, {"id": user.id, "name": user.name}, grants=[])
        assert db.session.get(User, user.id) is one
        assert loaded(User, {"id": user.id, "name": "-"}).name == "홍길동"
        assert not db.session.dirty


def test_what_was_not_given_is_read_when_it_is_asked_for(make, acting):
    user = make.user(email="a@example.org")
    with acting(), statements() as sent:
        one = loaded(User, {"id": user.id, "name": "-"}, grants=[])
        assert one.roles == frozenset()
        assert not [each for each in sent if "FROM" in each]
        assert one.email == "a@example.org"


def test_what_is_changed_is_written(make, acting):
    user = make.user()
    with acting():
        loaded(User, {"id": user.id, "name": user.name}).name = "성춘향"
    with acting():
        assert db.session.scalar(select(User.name).where(User.id == user.id)) == "성춘향"
