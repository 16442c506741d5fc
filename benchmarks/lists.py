"""A firm's list of 1,000 people: sent and looked through over HTTP, then enrolled at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from sqlalchemy import func, select

from benchmarks.figures import Figure, at_most, told
from benchmarks.installation import add_offering, databases, fill_catalogue, installation, signed_in
from benchmarks.servers import serve
from lms.accounts.models import User
from lms.catalogue.models import Course
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.core.tables import xlsx
from lms.enrolment import services
from lms.enrolment.models import Enrolment, ListStatus, UploadedList
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm, FirmStatus, Membership, MembershipKind, Region
from lms.jobs.queue import run_job

PEOPLE, SEATS = 1000, 300
SECONDS = 5.0
"""Within which a list is read and shown with its remarks."""
KEY = "manager"
BOUNDARY = "----a-list-of-people"


def figures() -> Iterator[Figure]:
    """On SQLite and on PostgreSQL."""
    for name, url in databases():
        yield from _on(name, url)


def _on(name: str, url: str) -> Iterator[Figure]:
    with installation(url) as (app, environ):
        fill_catalogue(app, 1)
        code = _offering_and_manager(app)
        with serve("wsgi:app", environ) as server:
            seconds = _send(app, server.url, f"/firm/offerings/{code}/list")
        yield at_most(f"list of {PEOPLE}, {name}: sent and looked through", seconds, "s", SECONDS)
        wall, cpu = _enrol(app)
        yield told(f"list of {PEOPLE}, {name}: enrolled in one transaction", wall, "s")
        yield told(f"list of {PEOPLE}, {name}: processor time of that", cpu, "s")


def _offering_and_manager(app: Gate) -> str:
    now = clock.now()
    with app.app_context():
        offering = add_offering(db.session.scalars(select(Course)).one(), 9, SEATS)
        db.session.add(Region(code="44130", province="-", name="-"))
        db.session.flush()
        firm = Firm(
            business_number="0000000001", name="F", region_code="44130", level=FactoryLevel.js1,
            status=FirmStatus.approved, created_at=now,
        )  # fmt: skip
        manager = User(
            email="manager@example.org", name="담당자", password_hash="!", session_key=KEY,
            confirmed_at=now, created_at=now,
        )  # fmt: skip
        db.session.add_all([firm, manager])
        db.session.flush()
        db.session.add(
            Membership(
                user_id=manager.id, firm_id=firm.id, kind=MembershipKind.manager, started_at=now
            )
        )
        commit()
        return offering.code


def _send(app: Gate, url: str, path: str) -> float:
    """Seconds from sending the file to the page with every remark on the first lines."""
    cookie, token = signed_in(app)(KEY)
    body = _form(token)
    host = urlsplit(url)
    with closing(HTTPConnection(host.hostname or "", host.port, timeout=60)) as connection:
        started = time.monotonic()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        connection.request("POST", path, body, {"Cookie": cookie, "Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        connection.request("GET", answer.headers["Location"], headers={"Cookie": cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
        seconds = time.monotonic() - started
    assert answer.status == 200
    assert "p1@firm.example" in page
    return seconds


def _form(token: str) -> bytes:
    rows = [["홍길동", f"p{n}@firm.example", "생산1팀", "대리"] for n in range(1, PEOPLE + 1)]
    file = xlsx("명단", ["이름", "이메일", "부서", "직위"], rows)
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("csrf_token", token), ("rule", "as_many_as_fit"))
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="list.xlsx"'
    parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + file + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _enrol(app: Gate) -> tuple[float, float]:
    """Seconds, and seconds of processor time, of the worker's job; all of them, or it fails here."""
    with app.app_context(), app.test_request_context():
        uploaded = db.session.scalars(select(UploadedList)).one()
        services.ask_for_list(actor=uploaded.actor, uploaded=uploaded, completed={})
        commit()
        list_id = uploaded.id
        db.session.remove()
    started, used = time.monotonic(), time.process_time()
    run_job(app, services.LIST_JOB, list_id)
    took = time.monotonic() - started, time.process_time() - used
    with app.app_context():
        assert db.session.get_one(UploadedList, list_id).status is ListStatus.done
        assert db.session.scalar(select(func.count(Enrolment.id))) == PEOPLE
        db.session.rollback()
    return took
