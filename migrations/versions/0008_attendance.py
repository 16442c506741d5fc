"""Attendance events of every kind, excuses, corrections that need a second person.

Revision: 0008
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import lms.core.db
from lms.core.altering import altering

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MARKS = ("present", "late", "left_early", "absent", "excused", "unconfirmed")
KINDS = ("in", "out", "away", "back", "mark", "correction")
SOURCES = ("roll_call", "correction")
MORE_SOURCES = ("roll_call", "qr", "typed_code", "excuse", "paper", "correction")
CHECK_IN = ("roll_call", "qr", "both")


def one_of(column: str, values: Sequence[str]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def moment(name: str) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=True)


def text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def upgrade() -> None:
    events_of_every_kind()
    with altering("roll_calls") as table:
        table.add_column(sa.Column("headcount", sa.Integer(), nullable=True))
    with altering("offerings") as table:
        table.add_column(
            sa.Column("check_in", sa.String(length=32), nullable=False, server_default="both")
        )
        table.create_check_constraint("checkin", one_of("check_in", CHECK_IN))
    for name in ("courses", "offerings"):
        with altering(name) as table:
            table.add_column(flag("rule_check_out"))
            table.add_column(
                sa.Column("rule_score", sa.Integer(), nullable=False, server_default="0")
            )
            table.add_column(flag("rule_survey"))


def events_of_every_kind() -> None:
    with altering("attendance_events") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=32), nullable=False, server_default="mark")
        )
        for column in (moment("away_from"), moment("away_until")):
            table.add_column(column)
        for column in (text("device", 32), text("agent", 16), text("address", 64)):
            table.add_column(column)
        table.alter_column("mark", existing_type=sa.String(length=32), nullable=True)
        table.drop_constraint("mark", type_="check")
        table.drop_constraint("source", type_="check")
        table.create_check_constraint("mark", one_of("mark", (*MARKS, "away")))
        table.create_check_constraint("source", one_of("source", MORE_SOURCES))
        table.create_check_constraint("eventkind", one_of("kind", KINDS))
    with altering("attendance_records") as table:
        table.add_column(moment("away_from"))
        table.add_column(moment("away_until"))
        table.drop_constraint("mark", type_="check")
        table.create_check_constraint("mark", one_of("mark", (*MARKS, "away")))


def downgrade() -> None:
    for name in ("courses", "offerings"):
        with altering(name) as table:
            for column in ("rule_survey", "rule_score", "rule_check_out"):
                table.drop_column(column)
    with altering("offerings") as table:
        table.drop_constraint("checkin", type_="check")
        table.drop_column("check_in")
    with altering("roll_calls") as table:
        table.drop_column("headcount")
    only_marks()


def only_marks() -> None:
    """Events that were no marks can't be told any more; what they came to stays in the records."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("ALTER TABLE attendance_events DISABLE TRIGGER USER")
    else:
        triggers = append_only()
        for name in triggers:
            op.execute(f"DROP TRIGGER {name}")
    op.execute("DELETE FROM attendance_events WHERE mark IS NULL")
    op.execute("UPDATE attendance_events SET mark = 'present' WHERE mark = 'away'")
    op.execute("UPDATE attendance_events SET source = 'roll_call' WHERE source <> 'correction'")
    op.execute("UPDATE attendance_records SET mark = 'present' WHERE mark = 'away'")
    if postgresql:
        op.execute("ALTER TABLE attendance_events ENABLE TRIGGER USER")
    else:
        for created in triggers.values():
            op.execute(created)
    with altering("attendance_records") as table:
        table.drop_constraint("mark", type_="check")
        table.create_check_constraint("mark", one_of("mark", MARKS))
        table.drop_column("away_until")
        table.drop_column("away_from")
    with altering("attendance_events") as table:
        for name in ("eventkind", "source", "mark"):
            table.drop_constraint(name, type_="check")
        table.create_check_constraint("mark", one_of("mark", MARKS))
        table.create_check_constraint("source", one_of("source", SOURCES))
        table.alter_column("mark", existing_type=sa.String(length=32), nullable=False)
        for name in ("address", "agent", "device", "away_until", "away_from", "kind"):
            table.drop_column(name)


def append_only() -> dict[str, str]:
    """The triggers that refuse changes on SQLite, by name."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND tbl_name = 'attendance_events'"
        )
    )
    return dict(found.all())
