"""Transactions that say what they do, and what the database refuses by itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError, StatementError

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.audit.services import record
from lms.core.db import WriteWhileReading, after_commit, commit, db, reading, rollback
from lms.notices.models import Notice


def test_reading_transaction_refuses_a_new_row(acting):
    with pytest.raises(WriteWhileReading), acting(), reading():
        db.session.add(Notice(title="t", body="b"))
        db.session.flush()


def test_reading_transaction_refuses_a_bulk_statement(acting):
    with pytest.raises(WriteWhileReading), acting(), reading():
        db.session.execute(update(User).values(name="x"))


def test_times_come_back_as_aware_utc(make, acting):
    user = make.user()
    with acting():
        again = db.session.scalars(select(User).where(User.id == user.id)).one()
        assert again.created_at == user.created_at
        assert again.created_at.utcoffset().total_seconds() == 0


def test_a_naive_time_is_refused(acting):
    with pytest.raises(StatementError, match="time zone"), acting():
        db.session.add(Notice(title="t", body="b", published_at=datetime(2026, 1, 1)))  # noqa: DTZ001  # refused
        db.session.flush()


def test_what_waits_for_the_commit_is_forgotten_by_a_rollback(acting):
    done = []
    with acting():
        after_commit(lambda: done.append("forgotten"))
        rollback()
        after_commit(lambda: done.append("done"))
        commit()
    assert done == ["done"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"]
)
def test_the_audit_cannot_be_changed(make, acting, statement):
    user = make.user()
    with acting():
        record(user.id, "test.write", user)
    with pytest.raises(DatabaseError, match="append-only"), acting():
        db.session.execute(text(statement))
    with acting():
        assert db.session.scalar(select(AuditEntry.action)) == "test.write"


def test_an_unknown_choice_is_refused_by_the_database(make, acting):
    user = make.user()
    with pytest.raises(DatabaseError), acting():
        db.session.execute(
            text("INSERT INTO role_grants (user_id, role, granted_at) VALUES (:u, 'king', :t)"),
            {"u": user.id, "t": "2026-01-01 00:00:00+00"},
        )
