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


    academy_rules()
    excuses()
    corrections()
    warnings()
    completion()
    with altering("firms") as table:
        table.add_column(flag("absence_notice"))


def rule_columns() -> list[sa.Column]:
    basis = sa.Enum(
        "hours", "days", name="basis", native_enum=False, create_constraint=True, length=32
    )
    return [
        sa.Column("rule_basis", basis, nullable=False),
        sa.Column("rule_threshold", sa.Integer(), nullable=False),
        sa.Column("rule_grace", sa.Integer(), nullable=False),
        sa.Column("rule_penalty", sa.Integer(), nullable=False),
        sa.Column("rule_half_day", sa.Boolean(), nullable=False),
        sa.Column("rule_check_out", sa.Boolean(), nullable=False),
        sa.Column("rule_score", sa.Integer(), nullable=False),
        sa.Column("rule_survey", sa.Boolean(), nullable=False),
    ]


def academy_rules() -> None:
    op.create_table(
        "academy_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        *rule_columns(),
        sa.Column("close_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("close_days >= 0", name=op.f("ck_academy_rules_close_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academy_rules")),
    )


def kept(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def to(column: str, table: str, *, null: bool = False) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=null)


def known(name: str) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=False)


def excuses() -> None:
    op.create_table(
        "excuses",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("enrolment_id", "enrolments"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            kept("excusestatus", "asked", "accepted", "refused", "withdrawn"),
            nullable=False,
        ),
        known("asked_at"),
        to("decided_by_id", "users", null=True),
        moment("decided_at"),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_excuses_dates")),
    )
    op.create_index("ix_excuses_enrolment_id", "excuses", ["enrolment_id"])
    op.create_index("ix_excuses_status", "excuses", ["status"])


def corrections() -> None:
    op.create_table(
        "attendance_corrections",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("session_id", "class_sessions"),
        to("enrolment_id", "enrolments"),
        sa.Column("mark", kept("mark", *MARKS[:3], "away", *MARKS[3:]), nullable=False),
        moment("arrived_at"),
        moment("left_at"),
        moment("away_from"),
        moment("away_until"),
        sa.Column("excuse", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("was", sa.String(length=600), nullable=False),
        sa.Column(
            "status", kept("correctionstatus", "asked", "approved", "refused"), nullable=False
        ),
        to("asked_by_id", "users"),
        known("asked_at"),
        to("decided_by_id", "users", null=True),
        moment("decided_at"),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id",
            name=op.f("ck_attendance_corrections_two_people"),
        ),
    )
    op.create_index(
        "ix_attendance_corrections_session_id", "attendance_corrections", ["session_id"]
    )
    op.create_index("ix_attendance_corrections_status", "attendance_corrections", ["status"])


def warnings() -> None:
    op.create_table(
        "attendance_warnings",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("enrolment_id", "enrolments"),
        sa.Column("level", kept("warninglevel", "near", "out_of_reach"), nullable=False),
        known("at"),
        sa.UniqueConstraint("enrolment_id", "level"),
    )


def completion() -> None:
    op.create_table(
        "course_results",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("enrolment_id", "enrolments"),
        sa.Column("score", sa.Integer(), nullable=True),
        moment("surveyed_at"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_course_results_score")),
        sa.UniqueConstraint("enrolment_id"),
    )
    op.create_table(
        "judgement_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("enrolment_id", "enrolments"),
        known("at"),
        to("actor_id", "users", null=True),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("verdict", kept("verdict", "completed", "not_completed"), nullable=False),
        sa.Column("sum", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
    )
    op.create_index("ix_judgement_changes_enrolment_id", "judgement_changes", ["enrolment_id"])
    with altering("judgements") as table:
        table.add_column(
            sa.Column("decided_by_id", sa.Integer(), nullable=True),
        )
        table.add_column(moment("decided_at"))
        table.add_column(text("decided_because", 500))
        table.create_foreign_key(
            "fk_judgements_decided_by_id_users", "users", ["decided_by_id"], ["id"]
        )


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
    with altering("judgements") as table:
        table.drop_constraint("fk_judgements_decided_by_id_users", type_="foreignkey")
        for name in ("decided_because", "decided_at", "decided_by_id"):
            table.drop_column(name)
    for name in ("judgement_changes", "course_results"):
        op.drop_table(name)
    with altering("firms") as table:
        table.drop_column("absence_notice")
    for name in ("attendance_warnings", "attendance_corrections", "excuses", "academy_rules"):
        op.drop_table(name)
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
