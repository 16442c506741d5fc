"""The demo, loaded once for all tests of this folder on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest

from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.demo import run
from tests.conftest import DATABASES, Fresh

TODAY = date(2026, 11, 24)
"""A Tuesday without a holiday near."""

NOW = clock.at(TODAY, time(10))


@pytest.fixture(scope="module", params=DATABASES)
def academy(
    request: pytest.FixtureRequest, _installations: Callable[[str], Fresh]
) -> Iterator[Gate]:
    """The application with the demo of TODAY, at ten in the morning; tests only read."""
    fresh = _installations(request.param)
    fresh.renew()
    with fresh.app.app_context(), clock.frozen(NOW):
        assert run.load(TODAY)
        commit()
        yield fresh.app
        db.session.rollback()
