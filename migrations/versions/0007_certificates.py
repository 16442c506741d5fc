"""Certificates: kinds, versions, signatures, requests, share links, downloads, batches, orders.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

from lms.core.altering import altering
from lms.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SERIES = ("completion", "attendance", "teaching")
ENDS = ("mistaken", "not_completed", "asked", "other")
MORE_ENDS = (*ENDS, "corrected", "renewed")
LIVE = sa.text("status IN ('queued', 'issued')")
FROM_ENROLMENT = """
UPDATE certificates SET
  holder_id = (SELECT user_id FROM enrolments WHERE enrolments.id = enrolment_id),
  offering_id = (SELECT offering_id FROM enrolments WHERE enrolments.id = enrolment_id)
"""
OTHER_KINDS = "DELETE FROM certificates WHERE series <> 'completion'"
NOT_REPLACED = "DELETE FROM certificates WHERE status = 'replaced'"
PLAIN_ENDS = "UPDATE certificates SET end_kind = 'other' WHERE end_kind IN ('corrected', 'renewed')"


def upgrade() -> None:
    _create_batches()
    with altering("certificates") as table:
        table.add_column(sa.Column("holder_id", sa.Integer()))
        table.add_column(sa.Column("offering_id", sa.Integer()))
        table.add_column(sa.Column("batch_id", sa.Integer()))
        table.add_column(sa.Column("key_id", sa.String(16)))
        table.drop_index("uq_certificates_live")
    op.execute(FROM_ENROLMENT)
    with altering("certificates") as table:
        table.alter_column("holder_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("offering_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("enrolment_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("series", existing_type=sa.String(20), type_=sa.String(32))
        table.create_foreign_key(None, "users", ["holder_id"], ["id"])
        table.create_foreign_key(None, "offerings", ["offering_id"], ["id"])
        table.create_foreign_key(None, "certificate_batches", ["batch_id"], ["id"])
        table.create_check_constraint("series", _among("series", SERIES))
        table.drop_constraint("endkind", type_="check")
        table.create_check_constraint("endkind", _among("end_kind", MORE_ENDS))
    for column in ("holder_id", "offering_id", "batch_id", "file_key"):
        op.create_index(f"ix_certificates_{column}", "certificates", [column])
    _create_live_index("series", "offering_id", "holder_id")
    _create_requests()
    _create_shares()
    _create_downloads()
    _create_orders()


def downgrade() -> None:
    for table in (
        "certificate_orders",
        "certificate_downloads",
        "certificate_shares",
        "reissue_requests",
    ):
        op.drop_table(table)
    op.execute(OTHER_KINDS)
    op.execute(NOT_REPLACED)
    op.execute(PLAIN_ENDS)
    op.drop_index("uq_certificates_live", "certificates")
    for column in ("holder_id", "offering_id", "batch_id", "file_key"):
        op.drop_index(f"ix_certificates_{column}", "certificates")
    with altering("certificates") as table:
        table.drop_constraint("series", type_="check")
        table.drop_constraint("endkind", type_="check")
        table.create_check_constraint("endkind", _among("end_kind", ENDS))
        for column, other in (
            ("holder_id", "users"),
            ("offering_id", "offerings"),
            ("batch_id", "certificate_batches"),
        ):
            table.drop_constraint(f"fk_certificates_{column}_{other}", type_="foreignkey")
        table.alter_column("series", existing_type=sa.String(32), type_=sa.String(20))
        table.alter_column("enrolment_id", existing_type=sa.Integer(), nullable=False)
        for column in ("holder_id", "offering_id", "batch_id", "key_id"):
            table.drop_column(column)
    _create_live_index("enrolment_id")
    op.drop_table("certificate_batches")


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _create_live_index(*columns: str) -> None:
    op.create_index(
        "uq_certificates_live",
        "certificates",
        list(columns),
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _create_batches() -> None:
    op.create_table(
        "certificate_batches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("offering_id", sa.Integer(), sa.ForeignKey("offerings.id"), nullable=False),
        sa.Column("issued_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_certificate_batches_offering_id", "certificate_batches", ["offering_id"])


def _create_requests() -> None:
    op.create_table(
        "reissue_requests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("certificate_id", sa.Integer(), sa.ForeignKey("certificates.id"), nullable=False),
        sa.Column("asked_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("status", _choice("requeststatus", "open", "granted", "refused"), nullable=False),
        sa.Column("answered_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("answered_at", UtcDateTime(timezone=True)),
        sa.Column("answer", sa.String(500), nullable=False),
    )
    open_ = sa.text("status = 'open'")
    op.create_index(
        "uq_reissue_requests_open",
        "reissue_requests",
        ["certificate_id"],
        unique=True,
        sqlite_where=open_,
        postgresql_where=open_,
    )


def _create_shares() -> None:
    op.create_table(
        "certificate_shares",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("certificate_id", sa.Integer(), sa.ForeignKey("certificates.id"), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("shared_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True)),
    )
    op.create_index(
        "ix_certificate_shares_certificate_id", "certificate_shares", ["certificate_id"]
    )


def _create_downloads() -> None:
    op.create_table(
        "certificate_downloads",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("certificate_id", sa.Integer(), sa.ForeignKey("certificates.id"), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("share_id", sa.Integer(), sa.ForeignKey("certificate_shares.id")),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_certificate_downloads_certificate_id", "certificate_downloads", ["certificate_id"]
    )


def _create_orders() -> None:
    op.create_table(
        "certificate_orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", _choice("orderkind", "ceremony", "archive", "register"), nullable=False),
        sa.Column("offering_id", sa.Integer(), sa.ForeignKey("offerings.id")),
        sa.Column("firm_id", sa.Integer(), sa.ForeignKey("firms.id")),
        sa.Column("year", sa.Integer()),
        sa.Column("ordered_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True)),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(64)),
        sa.Column("file_size", sa.Integer()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(500), nullable=False),
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
