"""The verbs that end by themselves: what they say, and their exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import lms, production

GOOD = "blue-tractor-77"


def test_migrating_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    first, second = lms(tmp_path, "migrate"), lms(tmp_path, "migrate")
    assert first.stdout == "The database was brought up to date.\n"
    assert second.stdout == "The database is up to date.\n"
    assert (first.returncode, second.returncode) == (0, 0)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"LMS_ENV": "production"}, "LMS_SECRET_KEY and LMS_BASE_URL"),
        ({"LMS_ENV": "production", "LMS_SECRET_KEY": "x"}, "needs LMS_BASE_URL;"),
        ({"LMS_ENV": "staging"}, "LMS_ENV is 'staging'"),
        ({"LMS_PORT": "80a"}, "LMS_PORT is '80a'"),
        ({"LMS_PORT": "70000"}, "LMS_PORT is '70000'"),
        ({"LMS_THREADS": "0"}, "LMS_THREADS is '0'"),
        ({"LMS_CLOCK": "yesterday"}, "LMS_CLOCK is 'yesterday'"),
        ({"LMS_CLOCK": "2026-11-22T09:00:00"}, "LMS_CLOCK is"),
        ({"LMS_DATABASE_URL": "nonsense://x"}, "LMS_DATABASE_URL can't be used"),
        ({"LMS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "The database refuses"),
        ({"LMS_HOME": "/proc/no/such"}, "/proc/no"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    answer = lms(tmp_path, "migrate", **settings)
    assert answer.returncode in (1, 2)
    assert named in answer.stderr
    assert answer.stderr.startswith("lms: ")
    assert answer.stderr.count("\n") == 1


def test_demo_data_is_refused_in_production(tmp_path: Path) -> None:
    answer = lms(tmp_path, "demo", **production())
    assert answer.returncode == 2
    assert "--force" in answer.stderr
    assert not (tmp_path / "lms.db").exists()


def test_the_first_operator_is_made_on_the_command_line(site: Path) -> None:
    create = ("users", "create", "Head@Example.org", "--name", "홍길동", "--operator")
    made = lms(site, *create, "--password", GOOD)
    assert made.returncode == 0, made.stderr
    assert "can sign in at" in made.stdout
    again = lms(site, *create, "--password", GOOD)
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1


def test_a_weak_password_is_refused_on_the_command_line_too(site: Path) -> None:
    answer = lms(
        site, "users", "create", "a@example.org", "--name", "홍길동", "--password", "short"
    )
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert lms(site, "users", "make-operator", "a@example.org").returncode == 1


def test_an_operator_must_have_an_account(site: Path) -> None:
    answer = lms(site, "users", "make-operator", "nobody@example.org")
    assert answer.returncode == 1
    assert "nobody@example.org" in answer.stderr


def test_without_a_database_a_command_says_so_in_one_line(tmp_path: Path) -> None:
    answer = lms(tmp_path, "users", "make-operator", "nobody@example.org")
    assert answer.returncode == 1
    assert "no such table" in answer.stderr
    assert "Traceback" not in answer.stderr
