"""Resident registration numbers are recognised however they are written, and little else is."""

from __future__ import annotations

import pytest

from lms.core.resident_number import has_resident_number


@pytest.mark.parametrize(
    "text",
    [
        "900101-1234567",
        "9001011234567",
        "900101 - 1234567",
        "900101–1234567",
        "900101.1234567",
        "900101/1234567",
        "900101-\u200b1234567",  # a space that nobody sees, and that is taken out later
        "９００１０１－１２３４５６７",
        "김민준(011231-3123456) 사원",
        "외국인 850615-5123456",
        "0102030-4\n900101-8765432",
    ],
)
def test_found(text: str) -> None:
    assert has_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "010-1234-5678",
        "999-81-00015",
        "901301-1234567",  # no 13th month
        "900132-1234567",  # no 32nd day
        "900101-0234567",  # 0 and 9 were for people born before 1900
        "1900101-1234567",  # a longer number
        "900101-12345678",
        "2026-11-22 09:00",
        "900101-1******",
    ],
)
def test_not_found(text: str) -> None:
    assert not has_resident_number(text)
