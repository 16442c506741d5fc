"""Refused scans are noted beside the class: who, when, why, how often; the answer stays a refusal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.models import Refusal, RefusedScan
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from tests.attendance.conftest import Acting, Classroom, a_class, at
from tests.attendance.test_scanning import IN, OUT, code, person, send
from tests.make import Make
from tests.pages import Browser

__all__ = ["person"]


def noted(acting: Acting, classroom: Classroom) -> dict[Refusal, int]:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        return {one.why: one.times for one in queries.refused_in(session)}


def test_each_reason_is_noted_and_counted(
    classroom: Classroom, make: Make, acting: Acting, person: User, browse: Browser
) -> None:
    other = a_class(make, ["라온"])
    sent = [
        code(acting, classroom, back=90),
        code(acting, other),
        "ABC123",
        "ABC123",
        code(acting, classroom, OUT),
    ]
    assert [send(browse, code=one) for one in sent] == [409] * 5
    assert noted(acting, classroom) == {
        Refusal.expired: 1,
        Refusal.other_class: 1,
        Refusal.guessed: 2,
        Refusal.not_seen: 1,
    }
    assert noted(acting, other) == {}


def test_a_stranger_is_noted_where_the_code_belongs(
    classroom: Classroom, make: Make, acting: Acting, sign_in: Callable, browse: Browser
) -> None:
    sign_in(make.user("외부인"))
    assert send(browse, code=code(acting, classroom)) == 409
    assert send(browse, code="ABC123") == 409  # of no class, and the person has none: no sheet
    assert noted(acting, classroom) == {Refusal.other_class: 1}


def test_guessing_fills_no_disk_and_is_flagged(
    classroom: Classroom, acting: Acting, person: User, sign_in: Callable, browse: Browser
) -> None:
    answers = [send(browse, code=f"ABC{n:03d}") for n in range(20)]
    assert set(answers) == {409, 429}
    counted = noted(acting, classroom)
    assert counted == {Refusal.guessed: 12, Refusal.too_often: 8}
    with acting():
        assert db.session.scalar(select(func.count(RefusedScan.id))) == 2
        db.session.execute(update(RefusedScan).values(times=999))
    with clock.frozen(at("09:22")):
        browse.client.application.extensions["limits"].storage.reset()
        assert send(browse, code="ABC123") == 409
    assert max(noted(acting, classroom).values()) == 999
    sign_in(classroom.instructor)
    page = browse(classroom.path)
    assert "없는 코드를 여러 번 입력" in page.text
    assert "거절된 스캔" in page.text


def test_a_scan_that_is_taken_is_not_noted(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    assert send(browse, code=code(acting, classroom, IN)) == 303
    assert noted(acting, classroom) == {}


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_notes_are_kept_for_ninety_days(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, days: int, left: int
) -> None:
    assert send(browse, code="ABC123") == 409
    with clock.frozen(at("09:20") + timedelta(days=days)), acting():
        services.forget_old_refusals()
    assert len(noted(acting, classroom)) == left
