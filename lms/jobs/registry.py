"""Which jobs there are. Areas register theirs in tasks.py; nothing else knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Job = Callable[[int], None]
Sweep = Callable[[datetime], list[int]]
Routine = Callable[[], None]

jobs: dict[str, Job] = {}
sweeps: dict[str, Sweep] = {}
routines: dict[str, Routine] = {}
preparations: dict[str, Routine] = {}
priorities: dict[str, int] = {}


def job(name: str, *, priority: int = 0) -> Callable[[Job], Job]:
    """Register a job: a function that gets the id of one row.

    Args:
        priority: of the jobs that wait, those with the highest are done first; a mail that somebody
            waits for must not stand behind a hundred papers.
    """

    def register(function: Job) -> Job:
        jobs[name] = function
        priorities[name] = priority
        return function

    return register


def sweep(name: str) -> Callable[[Sweep], Sweep]:
    """Register a sweep for a job: (moment) -> ids of rows that were due before that moment."""

    def register(function: Sweep) -> Sweep:
        sweeps[name] = function
        return function

    return register


def routine(name: str) -> Callable[[Routine], Routine]:
    """Register something that the worker does each minute (it must be cheap when idle)."""

    def register(function: Routine) -> Routine:
        routines[name] = function
        return function

    return register


def preparation(name: str) -> Callable[[Routine], Routine]:
    """Register something that a worker does once, before it takes work (loading what is slow)."""

    def register(function: Routine) -> Routine:
        preparations[name] = function
        return function

    return register
