"""A filled installation to measure: migrated, with courses, people and seats."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert

from lms.accounts.models import Role, RoleGrant, User
from lms.app import create_app
from lms.catalogue.models import Course, CourseStatus, Level, Offering, OfferingStatus, Tier, Track
from lms.config import from_environ
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from lms.core.searching import search_text
from lms.enrolment.models import Seat
from tests.servers import postgresql

WORDS = (
    "스마트", "공장", "품질", "관리", "설비", "보전", "데이터",
    "분석", "물류", "개선", "자동화", "로봇", "시뮬레이션", "실무",
)  # fmt: skip


def databases() -> Iterator[tuple[str, str]]:
    """Name and URL of each kind of database, empty while it is the turn; SQLite has the URL ""."""
    yield "SQLite", ""
    with postgresql() as url:
        yield "PostgreSQL", url


@contextmanager
def installation(database_url: str = "") -> Iterator[tuple[Gate, dict[str, str]]]:
    """A fresh, migrated installation and the environment that leads to it."""
    with TemporaryDirectory(prefix="lms-bench-") as folder:
        url = database_url or f"sqlite:///{Path(folder) / 'lms.db'}"
        environ = {"LMS_HOME": folder, "LMS_ENV": "test", "LMS_DATABASE_URL": url,
                   "LMS_SECRET_KEY": secrets.token_hex(16)}  # fmt: skip
        app = create_app(from_environ(environ))
        with app.app_context():
            upgrade()
        yield app, environ
        with app.app_context():
            db.engine.dispose()


def fill_catalogue(app: Gate, courses: int) -> None:
    """Add courses with two open offerings of twenty seats each."""
    with app.app_context():
        track = db.session.query(Track).first() or Track(
            code="OS", name_ko="공장운영시스템", name_en="Factory Operating Systems", position=1
        )
        db.session.add(track)
        db.session.flush()
        known = db.session.query(Course).count()
        for number in range(known, courses):
            _add_course(track, number)
        commit()


def _add_course(track: Track, number: int) -> None:
    title = f"{WORDS[number % 14]} {WORDS[number // 14 % 14]} 과정 {number}"
    course = Course(
        code=f"SFA-OS-{number:04d}", title_ko=title, title_en=f"Course {number}",
        track_id=track.id, level=list(Level)[number % 3], tier=list(Tier)[number % 3], hours=16,
        days=2, capacity=20, status=CourseStatus.listed, search_text=search_text(title),
        summary="현장의 문제를 스스로 찾고 고치는 방법을 실습으로 배웁니다.", audience="실무자",
    )  # fmt: skip
    db.session.add(course)
    db.session.flush()
    for run in (1, 2):
        add_offering(course, run, seats=20)


def add_offering(course: Course, run: int, seats: int) -> Offering:
    """An offering that is open now, with seats."""
    today, now = clock.today(), clock.now()
    offering = Offering(
        course_id=course.id, code=f"{course.code}-{today.year}-{run:02d}", year=today.year, run=run,
        starts_on=today + timedelta(days=20 + run), ends_on=today + timedelta(days=21 + run),
        enrol_from=now - timedelta(days=1), enrol_until=now + timedelta(days=10),
        cancel_until=now + timedelta(days=12), status=OfferingStatus.published,
    )  # fmt: skip
    db.session.add(offering)
    db.session.flush()
    db.session.execute(
        insert(Seat), [{"offering_id": offering.id, "number": n + 1} for n in range(seats)]
    )
    return offering


def applicants(app: Gate, offering_code: str, first: int, count: int) -> list[str]:
    """New people, signed in, as lines for `load.post`: path, cookie, body."""
    keys = [f"bench{n:010d}" for n in range(first, first + count)]
    with app.app_context():
        db.session.execute(
            insert(User),
            [{"email": f"{key}@example.org", "name": "홍길동", "password_hash": "!",
              "session_key": key, "confirmed_at": clock.now(), "created_at": clock.now()}
             for key in keys],
        )  # fmt: skip
        commit()
    path = f"/offerings/{offering_code}/enrol"
    return [f"{path}\t{cookie}\tcsrf_token={token}" for cookie, token in map(signed_in(app), keys)]


def signed_in(app: Gate) -> Callable[[str], tuple[str, str]]:
    """From a person's session key to the cookie of being signed in and a form's token."""
    client = hashlib.sha512(b"127.0.0.1|None").hexdigest()  # Flask-Login's, of a program like wrk
    raw = hashlib.sha1(b"bench", usedforsecurity=False).hexdigest()
    token = str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(raw))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer

    def session_of(key: str) -> tuple[str, str]:
        cookie = signer.dumps({
            "_user_id": key, "_fresh": True, "_id": client, "_permanent": True,
            "seen": int(time.time()), "csrf_token": raw,
        })  # fmt: skip
        return f"session={cookie}", token

    return session_of


def add_operator(app: Gate, key: str) -> int:
    """Somebody who runs the desk, by session key; returns the id."""
    with app.app_context():
        user = User(
            email=f"{key}@example.org", name="운영자", password_hash="!", session_key=key,
            confirmed_at=clock.now(), created_at=clock.now(),
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        db.session.add(RoleGrant(user_id=user.id, role=Role.operator, granted_at=clock.now()))
        commit()
        return user.id
