"""What every test may use: the application on both databases, people, things, pages.

`app` runs each test twice, on SQLite and on PostgreSQL. Databases are real and fresh for each test;
requests commit. `make` builds things, `acting` runs services in a transaction, `browse` reads pages
as a person would and checks each one it sees.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, time

import hypothesis
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser as Chromium

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import commit, rollback
from lms.core.gate import Gate
from lms.core.page_cache import forget
from tests.chromium import chromium
from tests.fresh import Fresh
from tests.make import Make
from tests.pages import Browser
from tests.servers import postgresql, serving

NOW = clock.at(date(2026, 11, 22), time(20))
"""When every test begins, whatever day it is really: a Sunday evening in Seoul."""
clock.start_at(NOW)

hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

DATABASES = ("sqlite", "postgresql")


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what the imports made: a seventh of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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
    compiled = tmp_path_factory.mktemp("templates")

    def installation(kind: str) -> Fresh:
        if kind not in made:
            cluster = request.getfixturevalue("cluster") if kind == "postgresql" else None
            made[kind] = Fresh(tmp_path_factory.mktemp(kind), cluster, compiled)
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


@pytest.fixture
def served(app: Gate) -> Iterator[str]:
    """The application behind a real socket, on this process's clock; the value is its address."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """A real browser. One a module: while it lives, this thread's event loop is Playwright's."""
    with chromium() as found:
        yield found
