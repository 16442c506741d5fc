"""Lists of people that a firm uploads.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ENROLLING = sa.text("status = 'enrolling'")
KEPT = sa.text("cleared_at IS NULL")


def moment(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=null)


def to(column: str, table: str, *, null: bool = False) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=null)


def count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def status() -> sa.Column:
    kinds = ("checking", "enrolling", "done", "dropped")
    kind = sa.Enum(
        *kinds, name="liststatus", native_enum=False, create_constraint=True, length=32
    )
    return sa.Column("status", kind, nullable=False)


def index(name: str, *columns: str, where: sa.TextClause | None = None) -> None:
    op.create_index(
        name, "uploaded_lists", list(columns), sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    op.create_table(
        "uploaded_lists",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("offering_id", "offerings"),
        to("firm_id", "firms"),
        to("actor_id", "users"),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        status(),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("completed", sa.JSON(), nullable=False),
        *(count(name) for name in ("total", "checked", "tries")),
        sa.Column("problem", sa.String(length=500), nullable=False),
        to("party_id", "parties", null=True),
        *(count(name) for name in ("seated", "waiting", "invited")),
        moment("created_at", null=False),
        *(moment(name) for name in ("asked_at", "ended_at", "cleared_at")),
        sa.CheckConstraint(
            "checked BETWEEN 0 AND total", name=op.f("ck_uploaded_lists_checked")
        ),
        sa.CheckConstraint(
            "(status = 'done') = (party_id IS NOT NULL)", name=op.f("ck_uploaded_lists_party")
        ),
        sa.CheckConstraint(
            "(status = 'enrolling') = (asked_at IS NOT NULL)", name=op.f("ck_uploaded_lists_asked")
        ),
    )
    index("ix_uploaded_lists_offering_id_firm_id", "offering_id", "firm_id")
    index("ix_uploaded_lists_asked_at", "asked_at", where=ENROLLING)
    index("ix_uploaded_lists_created_at", "created_at", where=KEPT)


def downgrade() -> None:
    op.drop_table("uploaded_lists")
