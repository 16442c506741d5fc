"""Invitations of a firm's people.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("answered_at IS NULL")
MAIL_DUE = sa.text("mail_due_at IS NOT NULL")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def moment(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=null)


def to(column: str, table: str, *, null: bool = False) -> sa.Column:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=null)


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("firm_id", "firms"),
        to("user_id", "users"),
        words("email", 254),
        words("name", 50),
        words("phone", 20),
        words("department", 50),
        words("position", 50),
        to("workplace_id", "workplaces", null=True),
        sa.Column("kind", one_of("membershipkind", "employee", "manager"), nullable=False),
        to("invited_by_id", "users"),
        moment("created_at"),
        moment("expires_at"),
        moment("mail_due_at", null=True),
        moment("mailed_at", null=True),
        moment("answered_at", null=True),
        sa.Column(
            "answer",
            one_of("invitationanswer", "accepted", "declined", "withdrawn", "lapsed"),
            nullable=True,
        ),
        words("consent_version", 20),
        words("consent_hash", 64),
        moment("erased_at", null=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_invitations_answered")
        ),
    )
    op.create_index("ix_invitations_user_id", "invitations", ["user_id"])
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["firm_id", "user_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_invitations_expires_at",
        "invitations",
        ["expires_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_invitations_mail_due_at",
        "invitations",
        ["mail_due_at"],
        sqlite_where=MAIL_DUE,
        postgresql_where=MAIL_DUE,
    )


def downgrade() -> None:
    op.drop_table("invitations")
