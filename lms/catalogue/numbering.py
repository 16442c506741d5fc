"""How offerings are numbered: SFA-OS-201-2026-03 is the third run (제3차) of SFA-OS-201 in 2026. Pure.

The year is that of the first day. A run's number is never used again, also when it was called off.
"""

from __future__ import annotations

from collections.abc import Iterable


def next_run(runs: Iterable[int]) -> int:
    """The number after the highest one given so far in a course and year; the first is 1."""
    return max(runs, default=0) + 1


def offering_code(course_code: str, year: int, run: int) -> str:
    """The code of one run; runs have two digits, and three when it comes to that."""
    return f"{course_code}-{year}-{run:02d}"
