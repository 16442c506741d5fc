"""The seat is found at the head of an index, on a table without statistics too."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lms.core.db import db
from lms.enrolment.services import line


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", [line._QUICK, line._IN_LINE])
def test_a_free_seat_is_found_without_sorting(app, statement):
    with app.app_context():
        compiled = statement.compile(db.engine, compile_kwargs={"render_postcompile": True})
        explained = text(f"EXPLAIN QUERY PLAN {compiled}".replace("?", "1"))
        plan = " / ".join(row[3] for row in db.session.execute(explained))
        db.session.rollback()
    assert plan.count("INDEX ix_seats_free") == 2
    assert "TEMP B-TREE" not in plan
