"""The queue: Huey on a local file by default, on Redis when there are several machines."""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, PriorityRedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from lms.config import Settings
from lms.core import clock
from lms.core.db import after_commit, commit, db, rollback
from lms.core.origin import Origin, current
from lms.jobs.models import WorkerBeat
from lms.jobs.registry import jobs, preparations, priorities, routines, sweeps

log = structlog.get_logger()

PATIENCE = timedelta(seconds=45)
"""How long a row may wait before the sweeper hands it over again."""

SHUTDOWN_SECONDS = 10
"""How long a job in hand may take after SIGTERM; what is cut short is done again later."""


def install(app: Flask, settings: Settings) -> Huey:
    """Make the queue and register the one task that runs every job."""
    huey = _make(settings)

    def run(name: str, row_id: int) -> None:
        run_job(app, name, row_id)

    def minute() -> None:
        each_minute(app)

    app.extensions["jobs"] = huey.task(name="run")(run)
    huey.periodic_task(crontab(minute="*"), name="minute")(minute)
    app.extensions["huey"] = huey
    return huey


def _make(settings: Settings) -> Huey:
    if settings.redis_url:
        return PriorityRedisHuey("lms", url=settings.redis_url, results=False)
    # Not forced to the disk: the row is the truth, and what a power cut loses here is swept up again.
    return SqliteHuey("lms", filename=str(settings.home / "jobs.db"), results=False, fsync=False)


def hand_over(name: str, row_id: int) -> None:
    """Have a job done for a row, once the running transaction is committed."""
    if name not in jobs:
        raise LookupError(f"No job is called {name!r}.")
    enqueue: Any = current_app.extensions["jobs"]
    after_commit(lambda: enqueue(name, row_id, priority=priorities[name]))


def run_job(app: Flask, name: str, row_id: int) -> None:
    """Do one job in a transaction of its own."""
    with app.app_context():
        _transaction(name, lambda: jobs[name](row_id))


def each_minute(app: Flask) -> None:
    """Beat, run the routines, and hand over again whatever has waited too long.

    One that fails is logged and keeps none of the others from their turn; it comes again.
    """
    with app.app_context():
        for name, routine in {"beat": beat, **routines}.items():
            with suppress(Exception):
                _transaction(name, routine)
        enqueue = app.extensions["jobs"]
        for name, row_id in waiting(PATIENCE):
            enqueue(name, row_id, priority=priorities[name])


def prepare() -> None:
    """Do what a worker does once before it takes work; what fails is logged, and work goes on."""
    for name, preparation in preparations.items():
        try:
            preparation()
        except Exception:
            log.exception("preparation.failed", preparation=name)


def beat() -> None:
    """Note that this worker is alive."""
    db.session.merge(WorkerBeat(name=socket.gethostname(), beat_at=clock.now()))


def waiting(patience: timedelta) -> list[tuple[str, int]]:
    """(job, row id) of all rows that were due longer ago than `patience`."""
    due = clock.now() - patience
    found = [(name, row_id) for name, sweep in sweeps.items() for row_id in sweep(due)]
    rollback()
    return found


def run_waiting(app: Flask, rounds: int = 10) -> int:
    """Do everything that waits, here and now, until nothing is left; return how many were done."""
    done = 0
    for _ in range(rounds):
        with app.app_context():
            found = waiting(timedelta(0))
        if not found:
            break
        for name, row_id in found:
            run_job(app, name, row_id)
        done += len(found)
    return done


def consumer(huey: Huey, workers: int) -> Consumer:
    """The worker process: `workers` threads; SIGTERM lets each finish its job."""
    return huey.create_consumer(
        workers=workers,
        initial_delay=0.05,
        max_delay=1.0,
        shutdown_timeout=SHUTDOWN_SECONDS,
        graceful_signal="TERM",
    )


def _transaction(name: str, work: Any) -> None:
    token = current.set(Origin(agent=f"job {name}"))
    try:
        work()
        commit()
    except Exception:
        rollback()
        log.exception("job.failed", job=name)
        raise
    finally:
        db.session.remove()
        current.reset(token)
