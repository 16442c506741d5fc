"""Codes and run numbers: tables of examples."""

from __future__ import annotations

import pytest

from lms.catalogue.numbering import next_run, offering_code


@pytest.mark.parametrize(
    ("course", "year", "run", "code"),
    [
        ("SFA-OS-201", 2026, 3, "SFA-OS-201-2026-03"),
        ("SFA-OS-201", 2027, 1, "SFA-OS-201-2027-01"),
        ("SFA-OS-201", 2026, 12, "SFA-OS-201-2026-12"),
        ("SFA-OS-201", 2026, 104, "SFA-OS-201-2026-104"),
    ],
)
def test_the_code_of_an_offering(course: str, year: int, run: int, code: str) -> None:
    assert offering_code(course, year, run) == code


@pytest.mark.parametrize(
    ("given", "following"),
    [([], 1), ([1], 2), ([1, 2, 3], 4), ([3, 1], 4), ([2], 3)],
)
def test_a_run_number_is_never_given_again(given: list[int], following: int) -> None:
    assert next_run(given) == following
