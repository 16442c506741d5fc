"""Names and phone numbers, as people write them."""

from __future__ import annotations

import unicodedata

import pytest

from lms.accounts.names import is_name, phone_digits
from lms.core.text import clean, phone

NAMES = [
    "홍길동",
    "남궁 민수",
    "李美花",
    "Nguyễn Thị Hương Lan",
    "O’Brien-Smith, Anna",
    "José Ángel",
    "Юлдашева Дилноза",
    "가" * 50,
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_world_pass_composed_or_not(name: str) -> None:
    assert is_name(name)
    assert is_name(clean(unicodedata.normalize("NFD", name)))


@pytest.mark.parametrize("name", ["홍길동1", "홍길동😀", "<b>홍</b>", "---", "", "홍=길동", "a@b"])
def test_what_no_paper_can_carry_is_refused(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("010-1234-5678", "01012345678", "010-1234-5678"),
        ("010 1234 5678", "01012345678", "010-1234-5678"),
        ("+82 10-1234-5678", "01012345678", "010-1234-5678"),
        ("063-123-4567", "0631234567", "063-123-4567"),
        ("02-312-3456", "023123456", "02-312-3456"),
        ("02-3123-4567", "0231234567", "02-3123-4567"),
        ("070-1234-5678", "07012345678", "070-1234-5678"),
        ("1588-1234", "15881234", "1588-1234"),
    ],
)
def test_phone_numbers(typed: str, kept: str, shown: str) -> None:
    assert phone_digits(typed) == kept
    assert phone(kept) == shown


@pytest.mark.parametrize(
    "typed", ["", "123", "hello", "010-1234-567", "+1 212 555 0123", "000000000"]
)
def test_no_phone_numbers(typed: str) -> None:
    assert phone_digits(typed) is None
