"""Requests for rooms.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

from lms.core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATUSES = (
    "applied", "reviewing", "needs_more", "approved", "refused", "cancelled",
    "approval_withdrawn", "used", "no_show",
)  # fmt: skip
REASONS = (
    "asked", "granted", "at_once", "look", "documents", "taken", "academy_first", "closed", "purpose",
    "rules", "too_late", "over", "nobody_came", "correction", "other",
)  # fmt: skip

# Steps are only ever added, as the audit is (migration 0001).
REFUSE_SQLITE = """
CREATE TRIGGER room_request_steps_refuse_{name} BEFORE {name} ON room_request_steps
BEGIN SELECT RAISE(ABORT, 'room_request_steps is append-only'); END
"""
REFUSE = """
CREATE TRIGGER room_request_steps_refuse_{name} BEFORE {name} ON room_request_steps
FOR EACH STATEMENT EXECUTE FUNCTION lms_append_only()
"""


def one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def moment() -> UtcDateTime:
    return UtcDateTime(timezone=True)


def upgrade() -> None:
    create_requests()
    create_steps()
    create_uses()


def create_requests() -> None:
    op.create_table(
        "room_requests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("booking_id", sa.Integer(), sa.ForeignKey("bookings.id"), nullable=False),
        sa.Column("asker_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("status", one_of(STATUSES, "requeststatus"), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("rules_version", sa.String(20), nullable=False),
        sa.Column("rules_hash", sa.String(64), nullable=False),
        sa.Column("privacy_version", sa.String(20), nullable=False),
        sa.Column("privacy_hash", sa.String(64), nullable=False),
        sa.Column("agreed_at", moment(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.UniqueConstraint("booking_id"),
    )
    op.create_index("ix_room_requests_asker_id", "room_requests", ["asker_id"])
    op.create_index("ix_room_requests_status", "room_requests", ["status", "id"])


def create_steps() -> None:
    op.create_table(
        "room_request_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("room_requests.id"), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=True),
        sa.Column("status", one_of(STATUSES, "requeststatus"), nullable=False),
        sa.Column("reason", one_of(REASONS, "stepreason"), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("lost", sa.JSON(), nullable=False),
    )
    op.create_index("ix_room_request_steps_request_id", "room_request_steps", ["request_id"])
    template = REFUSE_SQLITE if op.get_bind().dialect.name == "sqlite" else REFUSE
    for name in ("update", "delete"):
        op.execute(template.format(name=name))


def create_uses() -> None:
    op.create_table(
        "room_uses",
        sa.Column("occurrence_id", sa.Integer(), sa.ForeignKey("occurrences.id"), primary_key=True),
        sa.Column("request_id", sa.Integer(), sa.ForeignKey("room_requests.id"), nullable=False),
        sa.Column("checked_in_at", moment(), nullable=True),
        sa.Column("checked_in_by_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=True),
        sa.Column("released_at", moment(), nullable=True),
        sa.CheckConstraint("(checked_in_at IS NULL) <> (released_at IS NULL)", name="one_of_two"),
    )
    op.create_index("ix_room_uses_request_id", "room_uses", ["request_id"])


def downgrade() -> None:
    op.drop_table("room_uses")
    op.drop_table("room_request_steps")
    op.drop_table("room_requests")
