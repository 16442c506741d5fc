"""Changing a table that exists: for migrations only, the same words on both databases.

SQLite can't change a column or a constraint; Alembic then copies the table under a new name. That
loses the table's triggers, which hold half of our rules, so they are put back here. Foreign keys
are off meanwhile (migrations/env.py) and checked when all is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy import text

TRIGGERS = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


@contextmanager
def altering(table: str) -> Iterator[BatchOperations]:
    """Add, change and drop columns and constraints of a table, keeping its triggers."""
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    triggers = list(bind.scalars(TRIGGERS, {"table": table})) if sqlite else []
    with op.batch_alter_table(table) as batch:
        yield batch
    kept = set(bind.scalars(TRIGGERS, {"table": table})) if sqlite else set()
    for trigger in triggers:
        if trigger not in kept:
            op.execute(trigger)
