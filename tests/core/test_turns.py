"""Writers on SQLite take turns within one process, and a turn is always given back."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from lms.core.db import _turns, db, reading, rollback


def free(app) -> bool:
    return not _turns[app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")].locked()


pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""PostgreSQL locks rows and needs no turns."""


def test_a_writer_has_the_turn_until_the_end_of_the_transaction(app):
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        assert not free(app)
        db.session.commit()
        assert free(app)


def test_a_failure_gives_the_turn_back(app):
    with app.app_context():
        with pytest.raises(Exception, match="no such table"):
            db.session.execute(text("SELECT * FROM no_such"))
        rollback()
        assert free(app)


def test_readers_need_no_turn(app):
    with app.app_context(), reading():
        db.session.execute(text("SELECT 1"))
        assert free(app)
        rollback()


def test_the_next_writer_waits_for_the_turn(app):
    begun, order = threading.Event(), []

    def second() -> None:
        with app.app_context():
            begun.set()
            db.session.execute(text("SELECT 1"))
            order.append("second")
            db.session.rollback()

    with app.app_context():
        db.session.execute(text("SELECT 1"))
        thread = threading.Thread(target=second)
        thread.start()
        begun.wait(10)
        order.append("first")
        db.session.rollback()
    thread.join(20)
    assert order == ["first", "second"]
