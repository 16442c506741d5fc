"""Rooms an academy runs: hours, rules, pieces of equipment, photos, closures.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

from lms.core.altering import altering
from lms.core.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHO = sa.Enum(
    "operators",
    "instructors",
    "firms",
    "everyone",
    name="bookableby",
    native_enum=False,
    create_constraint=False,
    length=32,
)
WHO_CHECK = "bookable_by IN ('operators', 'instructors', 'firms', 'everyone')"
KIND = sa.Enum(
    "maintenance",
    "other",
    name="closurekind",
    native_enum=False,
    create_constraint=True,
    length=32,
)
RULES = {
    "lengths": "min_minutes > 0 AND max_minutes >= min_minutes",
    "ahead": "ahead_days > 0",
    "deadlines": "ask_by_hours >= 0 AND cancel_by_hours >= 0",
    "release": "release_after_minutes > 0",
    "bookableby": WHO_CHECK,
}
NUMBERS = {
    "min_minutes": "30",
    "max_minutes": "540",
    "ahead_days": "60",
    "ask_by_hours": "72",
    "cancel_by_hours": "48",
}
OFFICE_HOURS = """
INSERT INTO room_hours (room_id, weekday, opens_at, closes_at)
SELECT rooms.id, days.n, 540, 1080 FROM rooms
CROSS JOIN (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) AS days
"""


def upgrade() -> None:
    with altering("rooms") as rooms:
        for name, default in NUMBERS.items():
            rooms.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
        rooms.add_column(sa.Column("bookable_by", WHO, nullable=False, server_default="firms"))
        rooms.add_column(
            sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        rooms.add_column(sa.Column("release_after_minutes", sa.Integer()))
        for name, condition in RULES.items():
            rooms.create_check_constraint(name, condition)
    _create_hours_and_photos()
    _create_equipment()
    _create_closures()
    op.execute(OFFICE_HOURS)


def downgrade() -> None:
    for table in ("academy_days", "closures", "equipment", "room_photos", "room_hours"):
        op.drop_table(table)
    with altering("rooms") as rooms:
        for name in RULES:
            rooms.drop_constraint(name, type_="check")
        for name in (*NUMBERS, "bookable_by", "needs_approval", "release_after_minutes"):
            rooms.drop_column(name)


def _create_hours_and_photos() -> None:
    op.create_table(
        "room_hours",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("rooms.id"), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint(
            "opens_at >= 0 AND opens_at < closes_at AND closes_at <= 1440", name="day"
        ),
        sa.UniqueConstraint("room_id", "weekday"),
    )
    op.create_table(
        "room_photos",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("rooms.id"), nullable=False),
        sa.Column("file_key", sa.String(64), nullable=False),
        sa.Column("small_key", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_room_photos_room_id", "room_photos", ["room_id"])


def _create_equipment() -> None:
    op.create_table(
        "equipment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("rooms.id")),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_equipment_room_id", "equipment", ["room_id"])


def _create_closures() -> None:
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("rooms.id")),
        sa.Column("floor", sa.Integer()),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        sa.CheckConstraint("room_id IS NULL OR floor IS NULL", name="one_place"),
    )
    op.create_index("ix_closures_room_id", "closures", ["room_id"])
    op.create_index("ix_closures_time", "closures", ["starts_at", "ends_at"])
    op.create_table(
        "academy_days",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False, unique=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
    )
