"""What is wrong with an installation is named; a sound one passes as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from lms.certificates.keygen import make_keys
from lms.config import Settings
from lms.core import clock, storage
from lms.core.db import db
from lms.core.gate import Gate
from lms.doctor import installation
from lms.doctor.checks import IN_DATABASE, INSTALLATION, Finding, examine
from lms.jobs.models import WorkerBeat
from tests.cli.commands import lms

Acting = Callable[[], Any]


@contextmanager
def with_settings(app: Gate, **changes: Any) -> Iterator[None]:
    """The application with other settings."""
    before: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(before, **changes)
    try:
        with app.app_context():
            yield
    finally:
        app.extensions["settings"] = before


def beat(acting: Acting, ago: timedelta) -> None:
    with acting():
        db.session.add(WorkerBeat(name="a", beat_at=clock.now() - ago))


def test_a_sound_installation_passes_everything(app: Gate, acting: Acting) -> None:
    beat(acting, timedelta(minutes=1))
    with app.app_context():
        assert list(examine()) == [Finding(name, []) for name in [*INSTALLATION, *IN_DATABASE]]


SOUND = {"secret_key": "0123456789abcdef" * 4, "base_url": "https://academy.example.org"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, None),
        ({"secret_key": "change me"}, "LMS_SECRET_KEY"),
        ({"secret_key": "a" * 64}, "LMS_SECRET_KEY"),
        ({"base_url": "http://academy.example.org"}, "LMS_BASE_URL"),
        ({"base_url": "http://127.0.0.1:8000"}, None),
        ({"clock": "2026-11-22T09:00:00+09:00"}, "LMS_CLOCK"),
    ],
)
def test_settings_that_are_not_for_production_are_named(
    app: Gate, changes: dict[str, str], named: str | None
) -> None:
    with with_settings(app, env="production", **{**SOUND, **changes}):
        problems = installation.settings_sound()
    assert len(problems) == (named is not None)
    assert all(named and named in problem for problem in problems)


def test_elsewhere_the_settings_are_free(app: Gate) -> None:
    with with_settings(app, env="development", secret_key="x", base_url="http://a.example"):
        assert installation.settings_sound() == []


@pytest.mark.parametrize(("ago", "alive"), [(0, True), (2, True), (4, False), (60 * 24, False)])
def test_a_worker_is_alive_while_it_beats(app: Gate, acting: Acting, ago: int, alive: bool) -> None:
    beat(acting, timedelta(minutes=ago))
    with app.app_context():
        assert (installation.worker_alive() == []) is alive


def test_that_no_worker_ever_ran_is_named(app: Gate) -> None:
    with app.app_context():
        assert "No worker has ever run" in installation.worker_alive()[0]


def test_an_older_database_is_named(app: Gate, acting: Acting) -> None:
    with acting():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with app.app_context():
        (problem,) = installation.database_migrated()
    assert "stands at 0000" in problem
    assert "lms migrate" in problem


def test_mail_that_can_not_be_sent_is_named(app: Gate, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for url in ("smtp://127.0.0.1:1", f"folder://{tmp_path}/file/mail", "pigeon://loft"):
        with with_settings(app, mail_url=url):
            assert installation.mail_reachable()[0].startswith("Mail can't be sent: "), url


def test_storage_that_can_not_be_written_is_named(app: Gate, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before = app.extensions["storage"]
    app.extensions["storage"] = storage.Storage(str(tmp_path / "file"))
    try:
        with app.app_context():
            assert "LMS_STORAGE_URL" in installation.storage_writable()[0]
    finally:
        app.extensions["storage"] = before


def test_a_missing_front_end_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = tmp_path / "assets.txt"
    listing.write_text("# a -> b\n! c\nx.js -> static/vendor/no-such.js\ny/* -> static/css/\n")
    monkeypatch.setattr(installation, "ASSETS", listing)
    assert installation.assets_present() == [
        "static/vendor/no-such.js is missing; run the set-up again."
    ]


def test_the_command_says_what_is_wrong_and_fails(site: Path) -> None:
    answer = lms(site, "doctor", LMS_MAIL_URL="smtp://127.0.0.1:1")
    lines = answer.stdout.splitlines()
    assert answer.returncode == 1
    assert "ok    database" in lines
    assert lines[lines.index("FAIL  mail") + 1].startswith("      Mail can't be sent: ")
    assert "FAIL  worker" in lines
    assert answer.stderr == ""


def test_an_empty_database_is_told_once(tmp_path: Path) -> None:
    answer = lms(tmp_path, "doctor")
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[-2] == "FAIL  migrations"
    assert answer.stdout.endswith("run: lms migrate\n")


def test_without_a_database_the_rest_is_still_looked_at(site: Path) -> None:
    answer = lms(site, "doctor", LMS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
    assert answer.returncode == 1
    assert "ok    storage" in answer.stdout
    assert answer.stdout.splitlines()[-2] == "FAIL  database"
    assert answer.stderr == ""


def test_a_key_that_can_not_be_used_or_ends_soon_is_named(app: Gate) -> None:
    folder = app.extensions["settings"].signing.folder
    with app.app_context():
        assert installation.keys_usable() == []
        make_keys(folder, "Academy", "", clock.now() - timedelta(days=3 * 365 - 30))
        try:
            assert "ends on" in installation.keys_usable()[0]
            make_keys(folder, "Academy", "", clock.now())
            assert installation.keys_usable() == []
            (folder / "academy.p12").write_bytes(b"damaged")
            assert "academy.p12" in installation.keys_usable()[0]
        finally:
            for path in folder.rglob("*.p*"):
                path.unlink()
