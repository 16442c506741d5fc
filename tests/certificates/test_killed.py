"""What befalls the worker: it is killed, two share a batch, the disk is full. Real processes and files.

On SQLite, where a kill may hit the database file itself; PostgreSQL keeps its own out of harm's way.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from lms.audit.models import AuditEntry
from lms.certificates import services
from lms.certificates.models import Certificate, CertificateStatus
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.jobs.queue import run_job, run_waiting
from lms.notifications.models import Message
from tests.certificates.cohort import cohort
from tests.certificates.conftest import Judged
from tests.cli.commands import LMS, environment

PEOPLE = 24
IN_HAND = 2  # papers that a worker makes at once
PATIENCE = 150  # seconds, for a machine that has other things to do


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Gate]:
    """Certificates that have waited for ten minutes, so that the sweeper takes them up at once."""
    app, _ = cohort(tmp_path, PEOPLE)
    with app.app_context():
        for one in _papers():
            one.created_at -= timedelta(minutes=10)
        commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def worker(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`lms worker` as a process of its own; killed in the end if it still runs."""
    process = subprocess.Popen(
        [*LMS, "worker"],
        env=environment(home, LMS_ENV="test"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def _papers() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.serial)))


def made() -> int:
    issued = Certificate.status == CertificateStatus.issued
    found = db.session.scalar(select(func.count(Certificate.id)).where(issued)) or 0
    db.session.rollback()  # an open transaction keeps the workers from writing
    return found


def test_of_two_workers_one_is_killed_and_nothing_is_lost_or_doubled(
    site: Gate, tmp_path: Path
) -> None:
    with worker(tmp_path) as killed, worker(tmp_path) as other:
        wait_until(lambda: made() >= 3)
        killed.send_signal(signal.SIGKILL)
        killed.wait(PATIENCE)
        assert made() < PEOPLE
        before = {one.id: one.file_key for one in _papers() if one.file_key}
        db.session.rollback()
        wait_until(lambda: made() >= PEOPLE - IN_HAND)
        other.terminate()
        assert other.wait(PATIENCE) == 0
    run_waiting(site)  # as the next worker's sweeper does
    papers = _papers()
    assert [one.serial for one in papers] == list(range(1, PEOPLE + 1))
    assert all(len(storage().get(one.file_key or "")) == one.file_size for one in papers)
    assert {one.id: one.file_key for one in papers if one.id in before} == before
    told = select(func.count(AuditEntry.id)).where(AuditEntry.action == "certificates.produce")
    assert db.session.scalar(told) == PEOPLE
    assert db.session.scalar(select(func.count(Message.id))) == PEOPLE


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: the system then refuses to write, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_row_queued_and_no_scraps(judged: Judged, app: Gate) -> None:
    number, *_ = judged.issue()
    with judged.acting():
        folder = Path(storage()._path("0" * 64)).parents[1]
        kept = {path for path in folder.rglob("*") if path.is_file()}
        on_same_disk = db.engine.dialect.name == "sqlite"
    with full_disk(20_000):
        if on_same_disk:  # the database can't be written either, so not even the reason is kept
            with pytest.raises(OperationalError):
                run_job(app, services.JOB, number)
        else:
            run_job(app, services.JOB, number)
    waiting = judged.get(number)
    assert waiting.status is CertificateStatus.queued
    assert on_same_disk or "File too large" in waiting.problem
    assert {path for path in folder.rglob("*") if path.is_file()} == kept
    run_job(app, services.JOB, number)
    done = judged.get(number)
    assert (done.status, done.problem, done.serial) == (CertificateStatus.issued, "", 1)
