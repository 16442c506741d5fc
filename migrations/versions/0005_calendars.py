"""Calendar feeds by secret address, imported calendar files and what was booked from them.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    "learning",
    "teaching",
    "room",
    name="feedkind",
    native_enum=False,
    create_constraint=True,
    length=32,
)
LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("rooms.id")),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime()),
        sa.Column("last_used_at", UtcDateTime()),
        sa.CheckConstraint("(kind = 'room') = (room_id IS NOT NULL)", name="room"),
        sa.CheckConstraint("(kind = 'room') = (user_id IS NULL)", name="person"),
    )
    for name, columns in (("person", ["user_id", "kind"]), ("room", ["room_id"])):
        op.create_index(
            f"uq_calendar_feeds_{name}",
            "calendar_feeds",
            columns,
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
    op.create_table(
        "calendar_imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("booked_at", UtcDateTime()),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("past", sa.Integer(), nullable=False),
    )
    op.create_table(
        "imported_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("calendar_imports.id"), nullable=False),
        sa.Column(
            "occurrence_id",
            sa.Integer(),
            sa.ForeignKey("occurrences.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("uid", sa.String(255), nullable=False),
        sa.Column("original_start", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_imported_events_import_id", "imported_events", ["import_id"])
    op.create_index("ix_imported_events_uid", "imported_events", ["uid", "original_start"])


def downgrade() -> None:
    for table in ("imported_events", "calendar_imports", "calendar_feeds"):
        op.drop_table(table)
