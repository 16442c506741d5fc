"""Papers: what is destroyed when the keeping time is over, and the record of it.

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db
from lms.core.altering import altering

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEPT = sa.text("erased_at IS NULL")


def moment(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, lms.core.db.UtcDateTime(timezone=True), nullable=null)


def upgrade() -> None:
    with altering("certificates") as table:
        table.alter_column("holder_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(moment("erased_at"))
    op.create_index(
        "ix_certificates_kept",
        "certificates",
        ["offering_id"],
        sqlite_where=KEPT,
        postgresql_where=KEPT,
    )
    with altering("certificate_orders") as table:
        table.add_column(moment("dropped_at"))
    op.create_table(
        "certificate_destructions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "certificate_id", sa.Integer(), sa.ForeignKey("certificates.id"), nullable=False
        ),
        sa.Column("kept_years", sa.Integer(), nullable=False),
        moment("destroyed_at", null=False),
        moment("file_gone_at"),
        sa.UniqueConstraint(
            "certificate_id", name=op.f("uq_certificate_destructions_certificate_id")
        ),
    )
    op.create_index(
        op.f("ix_certificate_destructions_destroyed_at"),
        "certificate_destructions",
        ["destroyed_at"],
    )


def downgrade() -> None:
    """Whoever was destroyed can't be named again, so a register with such entries stays as it is."""
    erased = sa.text("SELECT count(*) FROM certificates WHERE holder_id IS NULL")
    if op.get_bind().scalar(erased):
        raise RuntimeError("Certificates whose personal data is destroyed can't go back to 0012.")
    op.drop_table("certificate_destructions")
    with altering("certificate_orders") as table:
        table.drop_column("dropped_at")
    op.drop_index("ix_certificates_kept", table_name="certificates")
    with altering("certificates") as table:
        table.drop_column("erased_at")
        table.alter_column("holder_id", existing_type=sa.Integer(), nullable=False)
