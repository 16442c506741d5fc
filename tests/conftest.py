"""What every test may use: the application on both databases, people, things, pages.

`app` runs each test twice, on SQLite and on PostgreSQL. Databases are real and fresh for each test;
requests commit. `make` builds things, `acting` runs services in a transaction, `browse` reads pages
as a person would and checks each one it sees.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from lms.accounts.models import User
from lms.app import create_app
from lms.config import Academy, Settings, Signing
from lms.core import clock
from lms.core.db import Base, commit, db, rollback
from lms.core.gate import Gate
from lms.core.page_cache import forget
from tests.make import Make
from tests.pages import Browser
from tests.servers import postgresql

NOW = clock.at(date(2026, 11, 22), time(20))
"""When every test begins, whatever day it is really: a Sunday evening in Seoul."""
clock.start_at(NOW)

DATABASES = ("sqlite", "postgresql")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SCHEMA = """
SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'),
       (SELECT count(*) FROM pg_index)
"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'fresh'"


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
    """One application on one database, made new before each test by copying a migrated template."""

    def __init__(self, home: Path, cluster: str | None) -> None:
        self.home = home
        self.cluster = cluster
        self.file = home / "lms.db"
        url = cluster.replace("/lms?", "/fresh?") if cluster else f"sqlite:///{self.file}"
        if cluster:
            self._sql("CREATE DATABASE fresh")
        self.app = create_app(settings(home, url))
        with self.app.app_context():
            upgrade()
            db.engine.dispose()
        if cluster:
            self._sql("CREATE DATABASE template_lms TEMPLATE fresh STRATEGY FILE_COPY")
            with psycopg.connect(self._address("fresh")) as connection:
                self.schema = self._schema(connection)
        else:
            with self.app.app_context():
                db.session.execute(db.text("SELECT 1"))
                db.session.rollback()
                db.engine.dispose()
            shutil.move(self.file, home / "template.db")

    def renew(self) -> None:
        """Throw away what the last test left."""
        with self.app.app_context():
            db.engine.dispose()
        if self.cluster:
            self._empty()
        else:
            for path in self.home.glob("lms.db*"):
                path.unlink()
            shutil.copy(self.home / "template.db", self.file)
        for folder in ("mail", "files"):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        self.app.extensions["limits"].storage.reset()
        with self.app.app_context():
            forget()

    def _empty(self) -> None:
        """Delete every row (20 ms), or copy the template again if the tables were changed (400 ms)."""
        self._sql(OTHERS)
        names = [table.name for table in Base.metadata.sorted_tables]
        with psycopg.connect(self._address("fresh"), autocommit=True) as connection:
            found = {row[0] for row in connection.execute(TABLES)}
            if found == {*names, "alembic_version"} and self._schema(connection) == self.schema:
                deletes = ";".join(f"DELETE FROM {name}" for name in names)
                connection.execute(f"SET session_replication_role = replica; {deletes}")
                return
        self._sql("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
        self._sql("CREATE DATABASE fresh TEMPLATE template_lms STRATEGY FILE_COPY")

    def _schema(self, connection: psycopg.Connection[Any]) -> Any:
        """What a test may have changed besides rows: revision, constraints, triggers, indexes."""
        if not {row[0] for row in connection.execute(TABLES)} >= {"alembic_version"}:
            return None
        return connection.execute(SCHEMA).fetchone()

    def _address(self, database: str) -> str:
        assert self.cluster
        plain = self.cluster.replace("postgresql+psycopg://", "postgresql://")
        return plain.replace("/lms?", f"/{database}?")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self._address("lms"), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A throwaway PostgreSQL for this run."""
    with postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def _installations(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Fresh]:
    made: dict[str, Fresh] = {}

    def installation(kind: str) -> Fresh:
        if kind not in made:
            cluster = request.getfixturevalue("cluster") if kind == "postgresql" else None
            made[kind] = Fresh(tmp_path_factory.mktemp(kind), cluster)
        return made[kind]

    return installation


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, _installations: Callable[[str], Fresh]) -> Gate:
    """The application on a fresh database; each test runs on SQLite and on PostgreSQL."""
    fresh = _installations(request.param)
    fresh.renew()
    return fresh.app


@pytest.fixture
def acting(app: Gate) -> Callable[[], AbstractContextManager[None]]:
    """`with acting(): …` runs services in one transaction that commits at the end, like a request."""

    @contextmanager
    def transaction() -> Iterator[None]:
        with app.app_context(), app.test_request_context():
            try:
                yield
                commit()
                forget()
            except BaseException:
                rollback()
                raise

    return transaction


@pytest.fixture
def make(acting: Callable[[], AbstractContextManager[None]]) -> Make:
    """Builds people, courses, offerings, rooms; each call commits."""
    return Make(acting)


@pytest.fixture
def client(app: Gate) -> FlaskClient:
    """A browser without JavaScript, not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[User], User]:
    """Sign a person in on `client` and `browse`, without going through the form."""

    def sign_in(user: User) -> User:
        with client.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.session_key
            session["_fresh"] = True
        return user

    return sign_in


@pytest.fixture
def browse(client: FlaskClient) -> Browser:
    """Reads pages and sends forms; every page it sees is checked."""
    return Browser(client)
