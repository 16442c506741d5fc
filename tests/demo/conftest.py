"""The demo, loaded once for all tests of a module on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest

from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.demo import run
from tests.conftest import DATABASES
from tests.fresh import Fresh

TODAY = date(2026, 11, 24)
"""A Tuesday without a holiday near."""

NOW = clock.at(TODAY, time(10))


@pytest.fixture(scope="module")
def academies(_installations: Callable[[str], Fresh]) -> dict[str, Gate]:
    """By database: the application with the demo of TODAY."""
    return {kind: _loaded(_installations(kind)) for kind in DATABASES}


def _loaded(fresh: Fresh) -> Gate:
    fresh.renew()
    with fresh.app.app_context(), clock.frozen(NOW):
        assert run.load(TODAY)
        commit()
    return fresh.app


@pytest.fixture(params=DATABASES)
def academy(request: pytest.FixtureRequest, academies: dict[str, Gate]) -> Iterator[Gate]:
    """One of them, at ten in the morning of TODAY; what a test writes is forgotten."""
    with academies[request.param].app_context(), clock.frozen(NOW):
        yield academies[request.param]
        db.session.rollback()
