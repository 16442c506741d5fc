"""How Alembic reaches our database: through the application, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from lms.core.db import Base, db

LOCK = 4_201_983  # any number, the same for all: one migration at a time on PostgreSQL


def run() -> None:
    """Run what was asked for in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            context.run_migrations()
        connection.commit()


run()
