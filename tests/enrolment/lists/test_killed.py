"""A worker that is killed in the middle of a list leaves nothing of it; the next one does it once.

A real process, killed at its nth row of a table, on both databases.
"""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.core.settings import settings
from lms.enrolment.models import Enrolment, ListStatus, Party, UploadedList
from lms.firms.models import Invitation
from lms.jobs.queue import run_waiting
from lms.notifications.models import Message
from tests.cli.commands import environment
from tests.enrolment.conftest import here
from tests.enrolment.lists.test_enrolling import Office, line

PEOPLE = 40

KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from lms.app import create_app
from lms.config import from_environ
from lms.enrolment import services
from lms.jobs.queue import run_job

name, nth, list_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
left = [nth]
app = create_app(from_environ())

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *_):
    if f"INTO {name} " in statement or f"UPDATE {name} " in statement:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

run_job(app, services.LIST_JOB, list_id)
"""


@pytest.fixture
def asked(app, make, acting) -> UploadedList:
    """A list of colleagues and strangers that waits for the worker."""
    office = Office(app, make, acting)
    uploaded = office.send(
        line(1, email="kim@firm.example", name="김동료"), *(line(n) for n in range(2, PEOPLE + 1))
    )
    office.ask(uploaded)
    return uploaded


def counts(acting) -> dict[str, int]:
    with acting():
        return {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (User, Invitation, Party, Enrolment, Message)
        }


@pytest.mark.parametrize(
    ("table", "nth"),
    [("invitations", 1), ("enrolments", 25), ("uploaded_lists", 2)],
)
def test_all_or_nobody(app, acting, asked, table, nth):
    before = counts(acting)
    with app.app_context():
        environ = environment(
            settings().home,
            LMS_ENV="test",
            LMS_DATABASE_URL=settings().database_url,
            LMS_SECRET_KEY=settings().secret_key,
            LMS_CLOCK=clock.now().isoformat(),
        )
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, table, str(nth), str(asked.id)],
        env=environ,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert counts(acting) == before
    with acting():
        assert here(asked).status is ListStatus.enrolling
    run_waiting(app)
    after = counts(acting)
    assert after["enrolments"] == PEOPLE
    assert after["invitations"] == PEOPLE - 1
    assert after["users"] == before["users"] + PEOPLE - 1
    with acting():
        assert here(asked).status is ListStatus.done
    run_waiting(app)
    assert counts(acting)["enrolments"] == PEOPLE
