"""Sheets typed into the template; kinds of excuses; scans that were refused; roll calls nobody locks.

Revision: 0012
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import lms.core.db
from lms.core.altering import altering

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SOURCES = ("roll_call", "qr", "typed_code", "excuse", "paper", "correction")
REFUSALS = ("expired", "other_class", "guessed", "locked", "not_seen", "too_often")


ORDERS = ("ceremony", "archive", "register")
SHEETS = ("sheet", "blank_sheet")


def one_of(column: str, values: Sequence[str]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def number() -> sa.Column:
    return sa.Column("id", sa.Integer(), primary_key=True)


def moment(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=null)


def to(column: str, table: str) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False)


def kept(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def upgrade() -> None:
    with altering("academy_rules") as table:
        table.add_column(sa.Column("lock_days", sa.Integer(), nullable=False, server_default="7"))
        table.create_check_constraint("lock_days", "lock_days >= 0")
    with altering("roll_calls") as table:
        table.add_column(moment("reminded_at", null=True))
    with altering("attendance_corrections") as table:
        table.add_column(
            sa.Column("source", sa.String(length=32), nullable=False, server_default="correction")
        )
        table.create_check_constraint("source", one_of("source", SOURCES))
    with altering("certificate_orders") as table:
        table.drop_constraint("orderkind", type_="check")
        table.create_check_constraint("orderkind", one_of("kind", (*ORDERS, *SHEETS)))
    with altering("excuses") as table:
        table.add_column(words("kind_ko", 60))
        table.add_column(words("kind_en", 80))
    excuse_kinds()
    refused_scans()
    typed_sheets()


def excuse_kinds() -> None:
    op.create_table(
        "excuse_kinds",
        number(),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_ko", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("document", sa.Boolean(), nullable=False),
        moment("ended_at", null=True),
        sa.CheckConstraint("days BETWEEN 1 AND 99", name=op.f("ck_excuse_kinds_days")),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_excuse_kinds_percent")),
        sa.UniqueConstraint("code", name=op.f("uq_excuse_kinds_code")),
    )


def refused_scans() -> None:
    op.create_table(
        "refused_scans",
        number(),
        to("session_id", "class_sessions"),
        to("user_id", "users"),
        sa.Column("why", kept("refusal", *REFUSALS), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        moment("first_at"),
        moment("last_at"),
        sa.CheckConstraint("times > 0", name=op.f("ck_refused_scans_times")),
        sa.UniqueConstraint(
            "session_id", "user_id", "why", name=op.f("uq_refused_scans_session_id_user_id_why")
        ),
    )
    op.create_index("ix_refused_scans_last_at", "refused_scans", ["last_at"])


def typed_sheets() -> None:
    op.create_table(
        "typed_sheets",
        number(),
        to("offering_id", "offerings"),
        to("uploaded_by_id", "users"),
        moment("uploaded_at"),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        moment("entered_at", null=True),
    )
    op.create_index("ix_typed_sheets_offering_id", "typed_sheets", ["offering_id"])


def downgrade() -> None:
    for name in ("typed_sheets", "refused_scans", "excuse_kinds"):
        op.drop_table(name)
    op.execute(f"DELETE FROM certificate_orders WHERE {one_of('kind', SHEETS)}")
    with altering("certificate_orders") as table:
        table.drop_constraint("orderkind", type_="check")
        table.create_check_constraint("orderkind", one_of("kind", ORDERS))
    with altering("excuses") as table:
        for name in ("kind_en", "kind_ko"):
            table.drop_column(name)
    with altering("attendance_corrections") as table:
        table.drop_constraint("source", type_="check")
        table.drop_column("source")
    with altering("roll_calls") as table:
        table.drop_column("reminded_at")
    with altering("academy_rules") as table:
        table.drop_constraint("lock_days", type_="check")
        table.drop_column("lock_days")
