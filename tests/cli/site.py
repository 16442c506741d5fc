"""A site that was migrated, copied for each test that wants one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import lms


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was just migrated; copy it, do not use it."""
    home = tmp_path_factory.mktemp("migrated")
    answer = lms(home, "migrate")
    assert answer.returncode == 0, answer.stderr
    return home


@pytest.fixture
def site(migrated: Path, tmp_path: Path) -> Path:
    """The data folder of a migrated, empty site on SQLite."""
    return Path(shutil.copytree(migrated, tmp_path / "site"))
