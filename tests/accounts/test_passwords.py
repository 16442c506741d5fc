"""Which passwords are accepted, and how they are kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.accounts import passwords

Acting = Callable[[], AbstractContextManager[None]]

GOOD = [
    "academy-demo-2026",
    "correct horse battery",
    "비밀번호는길게적자99",
    "Tr0ub4dor&3",
    "aaaa bbbb-cccc 19",
]

BAD = [
    ("short 1!", "10"),
    ("a1" * 150, "200"),
    ("onlysmallletters", "two kinds"),
    ("12345678901234", "two kinds"),
    ("password1234", "common"),
    ("Qwertyuiop123", "common"),
    ("aaaaaaaaaaaa1", "common"),
    ("admin123456", "common"),
    ("hong.gildong-77", "e-mail"),
    ("x01055551234x", "e-mail"),
    ("my-5555-1234-pw", "e-mail"),
]


@pytest.fixture
def english(app):
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        yield


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("password", GOOD)
def test_good_ones_pass(password: str) -> None:
    assert passwords.weakness(password, email="hong.gildong@example.org", phone="01055551234") == ""


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("password", "word"), BAD)
def test_bad_ones_are_refused_with_the_reason(password: str, word: str) -> None:
    said = passwords.weakness(password, email="hong.gildong@example.org", phone="01055551234")
    assert word in said


def test_a_password_is_kept_one_way(acting: Acting) -> None:
    with acting():
        kept = passwords.hashed("correct horse battery")
        assert kept.startswith("$argon2id$")
        assert kept != passwords.hashed("correct horse battery")
        assert passwords.matches(kept, "correct horse battery")
        assert not passwords.matches(kept, "correct horse batterY")
        assert not passwords.matches(None, "correct horse battery")
        assert not passwords.matches("!", "correct horse battery")
        assert not passwords.is_outdated(kept)


def test_real_installations_use_real_parameters() -> None:
    kept = passwords._hasher(False).hash("x")
    assert "m=19456,t=2,p=1" in kept
    assert passwords._hasher(True).check_needs_rehash(kept)
