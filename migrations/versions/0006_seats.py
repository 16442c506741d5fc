"""Seats in pools, holds, offers and groups.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

from lms.core.altering import altering
from lms.core.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
OLD_STATES = ("applied", "waiting", "enrolled", "refused", "cancelled")
STATES = ("applied", "waiting", "offered", "enrolled", "refused", "cancelled")
OLD_LIVE = "status IN ('applied', 'waiting', 'enrolled')"
LIVE = "status IN ('applied', 'waiting', 'offered', 'enrolled')"
DEADLINE = sa.Enum(
    "enrol", "cancel", "change",
    name="deadline", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip


def upgrade() -> None:
    _make_parties()
    _live_index_off()
    with altering("enrolments") as table:
        table.drop_constraint("enrolmentstatus", type_="check")
        table.create_check_constraint("enrolmentstatus", _one_of(STATES))
        table.add_column(sa.Column("offered_until", MOMENT, nullable=True))
        table.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("came_from_id", sa.Integer(), nullable=True))
        table.create_check_constraint("offer", "(status = 'offered') = (offered_until IS NOT NULL)")
        table.create_foreign_key(
            op.f("fk_enrolments_party_id_parties"), "parties", ["party_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_enrolments_came_from_id_enrolments"), "enrolments", ["came_from_id"], ["id"]
        )
    _live_index_on(LIVE)
    op.create_index(op.f("ix_enrolments_party_id"), "enrolments", ["party_id"])
    _partial("ix_enrolments_offered_until", "enrolments", ["offered_until"], "status = 'offered'")
    _partial("ix_seats_held_until", "seats", ["held_until"], "held_until IS NOT NULL")
    _make_seat_rules()
    _make_extensions()
    _make_no_shows()
    _make_interests()


def _one_of(states: tuple[str, ...]) -> str:
    return f"status IN ({', '.join(repr(each) for each in states)})"


def _partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def _live_index_on(where: str) -> None:
    _partial("uq_enrolments_live", "enrolments", ["offering_id", "user_id"], where, unique=True)


def _live_index_off() -> None:
    op.drop_index("uq_enrolments_live", table_name="enrolments")


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _make_parties() -> None:
    op.create_table(
        "parties",
        _id(),
        _number("offering_id"),
        _number("firm_id"),
        _number("asked_by_id", nullable=True),
        sa.Column("together", sa.Boolean(), nullable=False),
        _moment("created_at", nullable=False),
        _to("parties", "offering_id", "offerings"),
        _to("parties", "firm_id", "firms"),
        _to("parties", "asked_by_id", "users"),
        _key("parties"),
    )
    op.create_index(op.f("ix_parties_offering_id"), "parties", ["offering_id"])


def _make_seat_rules() -> None:
    op.create_table(
        "seat_rules",
        sa.Column("offering_id", sa.Integer(), autoincrement=False, nullable=False),
        _moment("common_at"),
        _moment("released_at"),
        sa.Column("open_to", sa.JSON(), nullable=False),
        _number("offer_hours"),
        _number("hold_limit"),
        _moment("change_until"),
        _moment("alerted_at"),
        sa.CheckConstraint("offer_hours BETWEEN 0 AND 336", name=op.f("ck_seat_rules_offer_hours")),
        sa.CheckConstraint("hold_limit BETWEEN 0 AND 100", name=op.f("ck_seat_rules_hold_limit")),
        _to("seat_rules", "offering_id", "offerings"),
        sa.PrimaryKeyConstraint("offering_id", name=op.f("pk_seat_rules")),
    )


def _make_extensions() -> None:
    op.create_table(
        "extensions",
        _id(),
        _number("offering_id"),
        _number("user_id"),
        sa.Column("deadline", DEADLINE, nullable=False),
        _moment("until", nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _moment("created_at", nullable=False),
        _to("extensions", "offering_id", "offerings"),
        _to("extensions", "user_id", "users"),
        _key("extensions"),
        sa.UniqueConstraint(
            "offering_id", "user_id", "deadline",
            name=op.f("uq_extensions_offering_id_user_id_deadline"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_extensions_user_id"), "extensions", ["user_id"])


def _make_no_shows() -> None:
    op.create_table(
        "no_shows",
        _id(),
        _number("enrolment_id"),
        _number("user_id"),
        sa.Column("barred_until", sa.Date(), nullable=False),
        _moment("lifted_at"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _moment("created_at", nullable=False),
        _to("no_shows", "enrolment_id", "enrolments"),
        _to("no_shows", "user_id", "users"),
        _key("no_shows"),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_no_shows_enrolment_id")),
    )
    op.create_index("ix_no_shows_user_until", "no_shows", ["user_id", "barred_until"])


def _make_interests() -> None:
    op.create_table(
        "interests",
        _id(),
        _number("course_id"),
        _number("user_id"),
        _moment("created_at", nullable=False),
        _moment("told_at"),
        _to("interests", "course_id", "courses"),
        _to("interests", "user_id", "users"),
        _key("interests"),
        sa.UniqueConstraint("course_id", "user_id", name=op.f("uq_interests_course_id_user_id")),
    )
    op.create_index(op.f("ix_interests_user_id"), "interests", ["user_id"])


def downgrade() -> None:
    for table in ("interests", "no_shows", "extensions", "seat_rules"):
        op.drop_table(table)
    op.drop_index("ix_seats_held_until", table_name="seats")
    op.drop_index("ix_enrolments_offered_until", table_name="enrolments")
    op.drop_index(op.f("ix_enrolments_party_id"), table_name="enrolments")
    _live_index_off()
    op.execute(
        "UPDATE enrolments SET status = 'enrolled', offered_until = NULL WHERE status = 'offered'"
    )
    with altering("enrolments") as table:
        table.drop_constraint(op.f("fk_enrolments_came_from_id_enrolments"), type_="foreignkey")
        table.drop_constraint(op.f("fk_enrolments_party_id_parties"), type_="foreignkey")
        table.drop_constraint("offer", type_="check")
        for name in ("came_from_id", "party_id", "offered_until"):
            table.drop_column(name)
        table.drop_constraint("enrolmentstatus", type_="check")
        table.create_check_constraint("enrolmentstatus", _one_of(OLD_STATES))
    _live_index_on(OLD_LIVE)
    op.drop_table("parties")
