"""The whole way: every table from people to certificates, and the rules the database holds.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

import lms.core.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What columns and indexes can't say. Rooms: no two confirmed occurrences overlap in one room.
NO_OVERLAP = (
    "ALTER TABLE occurrences ADD CONSTRAINT ex_occurrences_room_time EXCLUDE USING gist "
    "(room_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&) WHERE (status = 'confirmed')"
)
NO_OVERLAP_SQLITE = """
CREATE TRIGGER occurrences_no_overlap_{name} BEFORE {name} ON occurrences
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'room is taken') WHERE EXISTS (
        SELECT 1 FROM occurrences o
        WHERE o.room_id = NEW.room_id AND o.status = 'confirmed' AND o.id IS NOT NEW.id
          AND o.blocked_from < NEW.blocked_until AND o.blocked_until > NEW.blocked_from
    );
END
"""

# Audit, access and attendance events are only ever added.
APPEND_ONLY = ("audit_entries", "access_entries", "attendance_events")
REFUSE_SQLITE = """
CREATE TRIGGER {table}_refuse_{name} BEFORE {name} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
REFUSE_FUNCTION = """
CREATE FUNCTION lms_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
REFUSE = """
CREATE TRIGGER {table}_refuse_{name} BEFORE {name} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION lms_append_only()
"""


def hold_rules_sqlite() -> None:
    for name in ("insert", "update"):
        op.execute(NO_OVERLAP_SQLITE.format(name=name))
    for table in APPEND_ONLY:
        for name in ("update", "delete"):
            op.execute(REFUSE_SQLITE.format(table=table, name=name))


def hold_rules_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(NO_OVERLAP)
    op.execute(REFUSE_FUNCTION)
    for table in APPEND_ONLY:
        for name in ("update", "delete"):
            op.execute(REFUSE.format(table=table, name=name))


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("province", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("rolls_up_to", sa.String(length=5), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rolls_up_to"], ["regions.code"], name=op.f("fk_regions_rolls_up_to_regions")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("building", sa.String(length=60), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("capacity_practice", sa.Integer(), nullable=True),
        sa.Column("area", sa.Integer(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=False),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "buffer_before >= 0 AND buffer_after >= 0", name=op.f("ck_rooms_buffers")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_rooms_capacity_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("code", name=op.f("uq_rooms_code")),
    )
    op.create_table(
        "tracks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name_ko", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("code", name=op.f("uq_tracks_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_key", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.String(length=600), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("session_key", name=op.f("uq_users_session_key")),
    )
    op.create_table(
        "worker_beats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("beat_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beats")),
    )
    op.create_table(
        "access_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("subject_count", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_access_entries_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_entries")),
    )
    with op.batch_alter_table("access_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_entries_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_entries_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "class",
                "internal",
                "request",
                name="bookingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_bookings_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "terms",
                "privacy",
                "news",
                name="consentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consents_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_user_id"), ["user_id"], unique=False)

    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("title_ko", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "basic",
                "practical",
                "advanced",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "tier",
            sa.Enum(
                "executive",
                "manager",
                "practitioner",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "listed",
                "retired",
                name="coursestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column(
            "rule_basis",
            sa.Enum(
                "hours", "days", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("rule_threshold", sa.Integer(), nullable=False),
        sa.Column("rule_grace", sa.Integer(), nullable=False),
        sa.Column("rule_penalty", sa.Integer(), nullable=False),
        sa.Column("rule_half_day", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "hours > 0 AND days > 0 AND capacity > 0", name=op.f("ck_courses_sizes")
        ),
        sa.CheckConstraint("rule_threshold BETWEEN 1 AND 100", name=op.f("ck_courses_threshold")),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_courses_track_id_tracks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("code", name=op.f("uq_courses_code")),
    )
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.create_index("ix_courses_status_code", ["status", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_courses_track_id"), ["track_id"], unique=False)

    op.create_table(
        "firms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_number", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("representative", sa.String(length=50), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column(
            "size",
            sa.Enum(
                "micro",
                "small",
                "medium",
                "middle",
                "large",
                name="firmsize",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "none",
                "interested",
                "js1",
                "js2",
                "js3",
                name="factorylevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "refused",
                name="firmstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.String(length=800), nullable=False),
        sa.CheckConstraint(
            "length(business_number) = 10", name=op.f("ck_firms_business_number_length")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_firms_region_code_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firms")),
        sa.UniqueConstraint("business_number", name=op.f("uq_firms_business_number")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                name="messagestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_queued",
            ["id"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(batch_op.f("ix_messages_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("published_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_notices_author_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_published_at"), ["published_at"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "instructor",
                "operator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(
            "uq_role_grants_live",
            ["user_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "course_prerequisites",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("needs_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_prerequisites_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["needs_id"], ["courses.id"], name=op.f("fk_course_prerequisites_needs_id_courses")
        ),
        sa.PrimaryKeyConstraint("course_id", "needs_id", name=op.f("pk_course_prerequisites")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "employee",
                "manager",
                name="membershipkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("department", sa.String(length=50), nullable=False),
        sa.Column("position", sa.String(length=50), nullable=False),
        sa.Column("started_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_memberships_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_live",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "occurrences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("blocked_from", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "provisional",
                "confirmed",
                "cancelled",
                name="occurrencestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "blocked_from <= starts_at AND blocked_until >= ends_at",
            name=op.f("ck_occurrences_buffers"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_occurrences_order")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_occurrences_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_occurrences_room_id_rooms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrences_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(
            "ix_occurrences_room_time", ["room_id", "blocked_from", "blocked_until"], unique=False
        )
        batch_op.create_index("ix_occurrences_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "offerings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("enrol_from", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("enrol_until", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancel_until", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column(
            "selection",
            sa.Enum(
                "first_come",
                "approval",
                name="selection",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "running",
                "finished",
                "cancelled",
                name="offeringstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "rule_basis",
            sa.Enum(
                "hours", "days", name="basis", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("rule_threshold", sa.Integer(), nullable=False),
        sa.Column("rule_grace", sa.Integer(), nullable=False),
        sa.Column("rule_penalty", sa.Integer(), nullable=False),
        sa.Column("rule_half_day", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_offerings_dates")),
        sa.CheckConstraint("enrol_until > enrol_from", name=op.f("ck_offerings_window")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_offerings_minimum")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_offerings_course_id_courses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offerings")),
        sa.UniqueConstraint("code", name=op.f("uq_offerings_code")),
        sa.UniqueConstraint(
            "course_id", "year", "run", name=op.f("uq_offerings_course_id_year_run")
        ),
    )
    with op.batch_alter_table("offerings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_offerings_course_status_starts_on",
            ["course_id", "status", "starts_on"],
            unique=False,
        )
        batch_op.create_index(
            "ix_offerings_status_starts_on", ["status", "starts_on"], unique=False
        )

    op.create_table(
        "syllabus_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_syllabus_units_course_id_courses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_syllabus_units")),
        sa.UniqueConstraint(
            "course_id", "position", name=op.f("uq_syllabus_units_course_id_position")
        ),
    )
    op.create_table(
        "class_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("starts_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("break_from", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("break_until", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(break_from IS NULL AND break_until IS NULL) OR (break_from > starts_at AND break_until > break_from AND break_until < ends_at)",
            name=op.f("ck_class_sessions_break_inside"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_class_sessions_order")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_class_sessions_occurrence_id_occurrences"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name=op.f("fk_class_sessions_offering_id_offerings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_sessions")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_class_sessions_occurrence_id")),
    )
    with op.batch_alter_table("class_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_class_sessions_offering_starts", ["offering_id", "starts_at"], unique=False
        )
        batch_op.create_index("ix_class_sessions_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column(
            "seat_group",
            sa.Enum(
                "jeonbuk_built",
                "jeonbuk_interested",
                "chungcheong",
                "other",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "applied",
                "waiting",
                "enrolled",
                "refused",
                "cancelled",
                name="enrolmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("applied_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firms.id"], name=op.f("fk_enrolments_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name=op.f("fk_enrolments_offering_id_offerings")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_enrolments_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            "ix_enrolments_line",
            ["offering_id", "status", "priority", "applied_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_enrolments_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_enrolments_live",
            ["offering_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('applied', 'waiting', 'enrolled')"),
            postgresql_where=sa.text("status IN ('applied', 'waiting', 'enrolled')"),
        )

    op.create_table(
        "attendance_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "absent",
                "excused",
                "unconfirmed",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("left_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "roll_call",
                "correction",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_attendance_events_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_attendance_events_enrolment_id_enrolments"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_attendance_events_session_id_class_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_events")),
    )
    with op.batch_alter_table("attendance_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_events_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            "ix_attendance_events_pair", ["session_id", "enrolment_id", "id"], unique=False
        )

    op.create_table(
        "attendance_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "absent",
                "excused",
                "unconfirmed",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("arrived_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("left_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "minutes >= 0 AND incidents >= 0", name=op.f("ck_attendance_records_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_attendance_records_enrolment_id_enrolments"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_attendance_records_session_id_class_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_records")),
        sa.UniqueConstraint(
            "session_id", "enrolment_id", name=op.f("uq_attendance_records_session_id_enrolment_id")
        ),
    )
    with op.batch_alter_table("attendance_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_records_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "issued",
                "revoked",
                "replaced",
                name="certificatestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("ended_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "end_kind",
            sa.Enum(
                "mistaken",
                "not_completed",
                "asked",
                "other",
                name="endkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_certificates_enrolment_id_enrolments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
        sa.UniqueConstraint(
            "series",
            "year",
            "serial",
            "version",
            name=op.f("uq_certificates_series_year_serial_version"),
        ),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificates_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_certificates_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_certificates_live",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('queued', 'issued')"),
            postgresql_where=sa.text("status IN ('queued', 'issued')"),
        )

    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "completed",
                "not_completed",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("judged_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_judgements_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_judgements_enrolment_id")),
    )
    op.create_table(
        "roll_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", lms.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("locked_at", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["locked_by_id"], ["users.id"], name=op.f("fk_roll_calls_locked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_roll_calls_session_id_class_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_calls")),
        sa.UniqueConstraint("session_id", name=op.f("uq_roll_calls_session_id")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "pool",
            sa.Enum(
                "jeonbuk_built",
                "jeonbuk_interested",
                "chungcheong",
                "other",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("held_by_firm_id", sa.Integer(), nullable=True),
        sa.Column("held_until", lms.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_seats_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(
            ["held_by_firm_id"], ["firms.id"], name=op.f("fk_seats_held_by_firm_id_firms")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offerings.id"], name=op.f("fk_seats_offering_id_offerings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("offering_id", "number", name=op.f("uq_seats_offering_id_number")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(
            "ix_seats_free",
            ["offering_id", "pool", "number"],
            unique=False,
            sqlite_where=sa.text("enrolment_id IS NULL"),
            postgresql_where=sa.text("enrolment_id IS NULL"),
        )
        batch_op.create_index(
            "uq_seats_enrolment_id",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("enrolment_id IS NOT NULL"),
            postgresql_where=sa.text("enrolment_id IS NOT NULL"),
        )

    op.create_table(
        "teaching_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "main",
                "assistant",
                name="teachingrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_sessions.id"],
            name=op.f("fk_teaching_assignments_session_id_class_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_teaching_assignments_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_assignments")),
        sa.UniqueConstraint(
            "session_id", "user_id", name=op.f("uq_teaching_assignments_session_id_user_id")
        ),
    )
    with op.batch_alter_table("teaching_assignments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_teaching_assignments_user_id"), ["user_id"], unique=False
        )
    if op.get_bind().dialect.name == "sqlite":
        hold_rules_sqlite()
    else:
        hold_rules_postgresql()


def downgrade() -> None:
    with op.batch_alter_table("teaching_assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teaching_assignments_user_id"))

    op.drop_table("teaching_assignments")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seats_enrolment_id",
            sqlite_where=sa.text("enrolment_id IS NOT NULL"),
            postgresql_where=sa.text("enrolment_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_seats_free",
            sqlite_where=sa.text("enrolment_id IS NULL"),
            postgresql_where=sa.text("enrolment_id IS NULL"),
        )

    op.drop_table("seats")
    op.drop_table("roll_calls")
    op.drop_table("judgements")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificates_live",
            sqlite_where=sa.text("status IN ('queued', 'issued')"),
            postgresql_where=sa.text("status IN ('queued', 'issued')"),
        )
        batch_op.drop_index(batch_op.f("ix_certificates_status"))
        batch_op.drop_index(batch_op.f("ix_certificates_number"))
        batch_op.drop_index(batch_op.f("ix_certificates_enrolment_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("attendance_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_records_enrolment_id"))

    op.drop_table("attendance_records")
    with op.batch_alter_table("attendance_events", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_events_pair")
        batch_op.drop_index(batch_op.f("ix_attendance_events_enrolment_id"))

    op.drop_table("attendance_events")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolments_live",
            sqlite_where=sa.text("status IN ('applied', 'waiting', 'enrolled')"),
            postgresql_where=sa.text("status IN ('applied', 'waiting', 'enrolled')"),
        )
        batch_op.drop_index(batch_op.f("ix_enrolments_user_id"))
        batch_op.drop_index("ix_enrolments_line")
        batch_op.drop_index(batch_op.f("ix_enrolments_firm_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("class_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_class_sessions_starts_at")
        batch_op.drop_index("ix_class_sessions_offering_starts")

    op.drop_table("class_sessions")
    op.drop_table("syllabus_units")
    with op.batch_alter_table("offerings", schema=None) as batch_op:
        batch_op.drop_index("ix_offerings_status_starts_on")
        batch_op.drop_index("ix_offerings_course_status_starts_on")

    op.drop_table("offerings")
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.drop_index("ix_occurrences_starts_at")
        batch_op.drop_index("ix_occurrences_room_time")
        batch_op.drop_index(batch_op.f("ix_occurrences_booking_id"))

    op.drop_table("occurrences")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_memberships_firm_id"))

    op.drop_table("memberships")
    op.drop_table("course_prerequisites")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grants_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("role_grants")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_published_at"))

    op.drop_table("notices")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_user_id"))
        batch_op.drop_index(
            "ix_messages_queued",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )

    op.drop_table("messages")
    op.drop_table("firms")
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_courses_track_id"))
        batch_op.drop_index("ix_courses_status_code")

    op.drop_table("courses")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_user_id"))

    op.drop_table("consents")
    op.drop_table("bookings")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")

    op.drop_table("audit_entries")
    with op.batch_alter_table("access_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_entries_actor_id"))

    op.drop_table("access_entries")
    op.drop_table("worker_beats")
    op.drop_table("users")
    op.drop_table("tracks")
    op.drop_table("rooms")
    op.drop_table("regions")
    op.drop_table("number_series")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION lms_append_only()")
