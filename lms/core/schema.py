"""The database's shape: which migration it stands at, and bringing it up to the newest."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from lms.core.db import db


def newest() -> str | None:
    """The migration this code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current() -> str | None:
    """The migration the database stands at, None when it is empty."""
    context = MigrationContext.configure(db.session.connection())
    return context.get_current_revision()


def migrate() -> bool:
    """Bring the database up to the newest migration; False when it was there already.

    Migrations run in a connection and a transaction of their own, before the caller's begins.
    """
    up_to_date = current() == newest()
    db.session.rollback()
    if not up_to_date:
        command.upgrade(_config(), "head")
    return not up_to_date


def _config() -> Config:
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config
