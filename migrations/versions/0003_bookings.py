"""Bookings that repeat, carry equipment and are made for somebody.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db
from lms.core.altering import altering
from lms.core.searching import search_text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LAYOUT = sa.Enum(
    "lecture",
    "practice",
    name="layout",
    native_enum=False,
    create_constraint=False,  # added by name below: a copied table would forget it
    length=32,
)
STATUS = sa.Enum(
    "provisional",
    "confirmed",
    "cancelled",
    name="occurrencestatus",
    native_enum=False,
    create_constraint=True,
    length=32,
)
NO_OVERLAP = (
    "ALTER TABLE equipment_uses ADD CONSTRAINT ex_equipment_uses_time EXCLUDE USING gist "
    "(equipment_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&) "
    "WHERE (status = 'confirmed')"
)
NO_OVERLAP_SQLITE = """
CREATE TRIGGER equipment_uses_no_overlap_{name} BEFORE {name} ON equipment_uses
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'equipment is taken') WHERE EXISTS (
        SELECT 1 FROM equipment_uses u
        WHERE u.equipment_id = NEW.equipment_id AND u.status = 'confirmed' AND u.id IS NOT NEW.id
          AND u.blocked_from < NEW.blocked_until AND u.blocked_until > NEW.blocked_from
    );
END
"""


def new_in_bookings() -> list[sa.Column]:
    def text(name: str, kind: sa.String) -> sa.Column:
        return sa.Column(name, kind, nullable=False, server_default="")

    return [
        sa.Column("firm_id", sa.Integer(), nullable=True),
        text("on_behalf_of", sa.String(length=120)),
        text("purpose", sa.String(length=500)),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("layout", LAYOUT, nullable=False, server_default="lecture"),
        text("note", sa.Text()),
        text("rule", sa.Text()),
        text("search_text", sa.Text()),
    ]


def upgrade() -> None:
    with altering("bookings") as table:
        for column in new_in_bookings():
            table.add_column(column)
        table.create_foreign_key("fk_bookings_firm_id_firms", "firms", ["firm_id"], ["id"])
        table.create_check_constraint("people", "people > 0")
        table.create_check_constraint("layout", "layout IN ('lecture', 'practice')")
        table.create_index("ix_bookings_firm_id", ["firm_id"])
        table.create_index("ix_bookings_owner_id", ["owner_id"])
    with altering("occurrences") as table:
        table.add_column(
            sa.Column("original_starts_at", lms.core.db.UtcDateTime(timezone=True), nullable=True)
        )
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    _make_files()
    _make_equipment_uses()
    _make_searchable()


def _make_files() -> None:
    op.create_table(
        "booking_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_files_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_booking_files_added_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_files")),
    )
    op.create_index(op.f("ix_booking_files_booking_id"), "booking_files", ["booking_id"])


def _make_equipment_uses() -> None:
    moment = lms.core.db.UtcDateTime(timezone=True)
    op.create_table(
        "equipment_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("equipment_id", sa.Integer(), nullable=False),
        sa.Column("blocked_from", moment, nullable=False),
        sa.Column("blocked_until", moment, nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.CheckConstraint("blocked_until > blocked_from", name=op.f("ck_equipment_uses_order")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_equipment_uses_occurrence_id_occurrences"),
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"],
            ["equipment.id"],
            name=op.f("fk_equipment_uses_equipment_id_equipment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_uses")),
        sa.UniqueConstraint(
            "occurrence_id",
            "equipment_id",
            name=op.f("uq_equipment_uses_occurrence_id_equipment_id"),
        ),
    )
    op.create_index(
        "ix_equipment_uses_time",
        "equipment_uses",
        ["equipment_id", "blocked_from", "blocked_until"],
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NO_OVERLAP)
        return
    for name in ("insert", "update"):
        op.execute(NO_OVERLAP_SQLITE.format(name=name))


def _make_searchable() -> None:
    bind = op.get_bind()
    bookings = sa.table("bookings", sa.column("id"), sa.column("title"), sa.column("search_text"))
    for id_, title in bind.execute(sa.select(bookings.c.id, bookings.c.title)).all():
        bind.execute(
            bookings.update().where(bookings.c.id == id_).values(search_text=search_text(title))
        )


def downgrade() -> None:
    op.drop_table("equipment_uses")
    op.drop_table("booking_files")
    with altering("occurrences") as table:
        table.drop_column("revision")
        table.drop_column("original_starts_at")
    with altering("bookings") as table:
        table.drop_index("ix_bookings_owner_id")
        table.drop_index("ix_bookings_firm_id")
        table.drop_constraint("layout", type_="check")
        table.drop_constraint("people", type_="check")
        table.drop_constraint("fk_bookings_firm_id_firms", type_="foreignkey")
        for column in new_in_bookings():
            table.drop_column(column.name)
