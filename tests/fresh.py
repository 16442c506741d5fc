"""An installation for the tests: settings, and one application whose database is made new each time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event

from lms.app import create_app
from lms.config import Academy, Settings, Signing
from lms.core.db import Base, db
from lms.core.page_cache import forget

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SCHEMA = """
SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'),
       (SELECT count(*) FROM pg_index)
"""
OTHERS = """
SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity
WHERE datname = 'fresh' AND pid <> pg_backend_pid()
"""
STOP_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = 'fresh' AND pid <> pg_backend_pid()
"""
KEPT = 6
"""Connections that the application may keep from test to test: more are somebody else's."""


@event.listens_for(Engine, "connect")
def _no_waiting_for_the_disk(connection: Any, _: Any) -> None:
    """Tests need not survive a power cut."""
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA synchronous=OFF")


def settings(home: Path, database_url: str, **changes: Any) -> Settings:
    """Settings of a test installation."""
    values: dict[str, Any] = {
        "env": "test",
        "home": home,
        "secret_key": "a key for tests only",
        "base_url": "http://127.0.0.1:8000",
        "database_url": database_url,
        "redis_url": "",
        "storage_url": str(home / "files"),
        "mail_url": f"folder://{home / 'mail'}",
        "mail_from": "academy@example.org",
        "host": "127.0.0.1",
        "port": 8000,
        "threads": 4,
        "clock": "",
        "academy": Academy(),
        "signing": Signing(folder=home / "signing"),
    }
    return Settings(**{**values, **changes})


class Fresh:
    """One application on one database, made new before each test by copying a migrated template.

    Args:
        home: its folder.
        cluster: the URL of a PostgreSQL, or nothing for SQLite.
        compiled: where templates are kept once they are compiled, for all applications of this run.
    """

    def __init__(self, home: Path, cluster: str | None, compiled: Path) -> None:
        self.home = home
        self.cluster = cluster
        self.file = home / "lms.db"
        url = cluster.replace("/lms?", "/fresh?") if cluster else f"sqlite:///{self.file}"
        if cluster:
            self._sql("CREATE DATABASE fresh")
        self.app = create_app(settings(home, url))
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        with self.app.app_context():
            upgrade()
            db.engine.dispose()
        if cluster:
            self._sql("CREATE DATABASE template_lms TEMPLATE fresh STRATEGY FILE_COPY")
            self.own = self._connect("fresh")
            self.schema = self._schema()
        else:
            with self.app.app_context():
                db.session.execute(db.text("SELECT 1"))
                db.session.rollback()
                db.engine.dispose()
            shutil.move(self.file, home / "template.db")

    def renew(self) -> None:
        """Throw away what the last test left."""
        if self.cluster:
            self._stop_others()
            self._empty()
        else:
            self._let_go()
            for path in self.home.glob("lms.db*"):
                path.unlink()
            shutil.copy(self.home / "template.db", self.file)
        for folder in ("mail", "files"):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        self.app.extensions["limits"].storage.reset()
        with self.app.app_context():
            forget()

    def _let_go(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def _stop_others(self) -> None:
        """Idle connections of the application stay: they know the tables already, which saves time."""
        everybody, busy = self.own.execute(OTHERS).fetchone() or (0, 0)
        if busy or everybody > KEPT:
            self._let_go()
            self.own.execute(STOP_OTHERS)

    def _empty(self) -> None:
        """Delete every row (20 ms), or copy the template again if the tables were changed (400 ms)."""
        names = [table.name for table in Base.metadata.sorted_tables]
        found = {row[0] for row in self.own.execute(TABLES)}
        if found == {*names, "alembic_version"} and self._schema() == self.schema:
            deletes = ";".join(f"DELETE FROM {name}" for name in names)
            self.own.execute(f"SET session_replication_role = replica; {deletes}")
            return
        self._let_go()
        self.own.close()
        self._sql("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
        self._sql("CREATE DATABASE fresh TEMPLATE template_lms STRATEGY FILE_COPY")
        self.own = self._connect("fresh")

    def _schema(self) -> Any:
        """What a test may have changed besides rows: revision, constraints, triggers, indexes."""
        if "alembic_version" not in {row[0] for row in self.own.execute(TABLES)}:
            return None
        return self.own.execute(SCHEMA).fetchone()

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        assert self.cluster
        plain = self.cluster.replace("postgresql+psycopg://", "postgresql://")
        return psycopg.connect(plain.replace("/lms?", f"/{database}?"), autocommit=True)

    def _sql(self, statement: str) -> None:
        with self._connect("lms") as connection:
            connection.execute(statement)
