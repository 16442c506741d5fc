"""Firms apply to be registered; their workplaces; the kind of a firm.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db
from lms.core.altering import altering

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = ("corporation", "sole_trader", "non_profit")
MEMBERS = ("employee", "manager")
SIZES = ("micro", "small", "medium", "middle", "large")
LEVELS = ("none", "interested", "js1", "js2", "js3")
STATES = ("waiting", "asked", "approved", "refused", "withdrawn")
OPEN = "status IN ('waiting', 'asked')"
LIVE = "ended_at IS NULL"
MIDDLE = "substr(business_number, 4, 2)"


def upgrade() -> None:
    with altering("firms") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=32), nullable=False, server_default="corporation")
        )
        table.create_check_constraint("firmkind", f"kind IN {KINDS}")
    op.execute(
        f"UPDATE firms SET kind = CASE WHEN {MIDDLE} IN ('80', '82', '83', '89') THEN 'non_profit' "
        f"WHEN {MIDDLE} BETWEEN '81' AND '88' THEN 'corporation' ELSE 'sole_trader' END"
    )
    workplaces()
    with altering("memberships") as table:
        table.add_column(sa.Column("workplace_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_memberships_workplace_id_workplaces"), "workplaces", ["workplace_id"], ["id"]
        )
    registrations()
    steps()


def to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def moment(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=null)


def words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def one_of(column: str, name: str, values: tuple[str, ...]) -> sa.Column:
    kept = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kept, nullable=False)


def number(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=null)


def partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )


def workplaces() -> None:
    op.create_table(
        "workplaces",
        number("id"),
        number("firm_id"),
        words("name", 100),
        words("number", 4),
        words("region_code", 5),
        words("address", 200),
        moment("created_at"),
        moment("ended_at", null=True),
        sa.CheckConstraint("length(number) IN (0, 4)", name=op.f("ck_workplaces_number_length")),
        to("workplaces", "firm_id", "firms"),
        to("workplaces", "region_code", "regions", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplaces")),
    )
    partial("uq_workplaces_name", "workplaces", ["firm_id", "name"], LIVE)
    partial(
        "uq_workplaces_number", "workplaces", ["firm_id", "number"], f"{LIVE} AND number <> ''"
    )


def registrations() -> None:
    name = "firm_registrations"
    op.create_table(
        name,
        number("id"),
        number("asked_by_id"),
        one_of("status", "registrationstatus", STATES),
        words("business_number", 10),
        sa.Column("joins", sa.Boolean(), nullable=False),
        number("firm_id", null=True),
        one_of("wanted", "membershipkind", MEMBERS),
        words("name", 100),
        one_of("kind", "firmkind", KINDS),
        words("representative", 50),
        sa.Column("region_code", sa.String(length=5), nullable=True),
        words("address", 200),
        words("industry", 100),
        one_of("size", "firmsize", SIZES),
        one_of("level", "factorylevel", LEVELS),
        words("department", 50),
        words("position", 50),
        words("certificate_key", 64),
        words("certificate_name", 200),
        words("consent_version", 20),
        words("consent_hash", 64),
        moment("asked_at"),
        moment("decided_at", null=True),
        number("decided_by_id", null=True),
        sa.CheckConstraint(
            "length(business_number) = 10", name=op.f(f"ck_{name}_business_number_length")
        ),
        sa.CheckConstraint("joins = false OR firm_id IS NOT NULL", name=op.f(f"ck_{name}_joins")),
        sa.CheckConstraint(
            "status <> 'approved' OR firm_id IS NOT NULL", name=op.f(f"ck_{name}_approved")
        ),
        sa.CheckConstraint(
            f"({OPEN}) = (decided_at IS NULL)", name=op.f(f"ck_{name}_decided")
        ),
        to(name, "asked_by_id", "users"),
        to(name, "firm_id", "firms"),
        to(name, "region_code", "regions", "code"),
        to(name, "decided_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("asked_by_id", "business_number", "firm_id", "certificate_key"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
    op.create_index(f"ix_{name}_status", name, ["status", "id"])
    partial(f"uq_{name}_open", name, ["asked_by_id"], OPEN)


def steps() -> None:
    name = "firm_registration_steps"
    op.create_table(
        name,
        number("id"),
        number("registration_id"),
        moment("at"),
        number("actor_id", null=True),
        one_of("status", "registrationstatus", STATES),
        sa.Column("message", sa.Text(), nullable=False),
        to(name, "registration_id", "firm_registrations"),
        to(name, "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_registration_id"), name, ["registration_id"])


def downgrade() -> None:
    op.drop_table("firm_registration_steps")
    op.drop_table("firm_registrations")
    with altering("memberships") as table:
        table.drop_constraint(op.f("fk_memberships_workplace_id_workplaces"), type_="foreignkey")
        table.drop_column("workplace_id")
    op.drop_table("workplaces")
    with altering("firms") as table:
        table.drop_constraint("firmkind", type_="check")
        table.drop_column("kind")
