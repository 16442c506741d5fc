"""The sheet on paper and in Excel, instructors' hours, the academy's own figures."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from lms.accounts.models import User
from lms.attendance import services
from lms.attendance.marks import Mark
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.jobs.queue import run_waiting
from tests.attendance.conftest import Acting, Classroom, at
from tests.make import Make
from tests.pages import Browser, Page

SignIn = Callable[[User], User]


@pytest.fixture
def held(classroom: Classroom, acting: Acting) -> Classroom:
    """Present, late, absent; the sheet is locked."""
    marks = [
        MarkInput(Mark.present),
        MarkInput(Mark.late, arrived_at=at("10:00")),
        MarkInput(Mark.absent),
    ]
    with clock.frozen(at("17:45")), acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        said = {one.id: mark for one, mark in zip(classroom.enrolments, marks, strict=True)}
        services.mark(actor=classroom.instructor, session=session, marks=said)
        services.lock(actor=classroom.instructor, session=session)
    return classroom


def cells(book: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    assert pages[0].mediabox.width > pages[0].mediabox.height  # across
    return "\n".join(page.extract_text() for page in pages)


def field(page: Page, name: str) -> str:
    return str(page.all(f"//input[@name='{name}']/@value")[0])


def ordered(app: Gate, browse: Browser, path: str, **fields: str) -> bytes:
    """The file that the worker has printed."""
    form = browse(f"{path}/attendance").all(f"//form[@action='{path}/attendance/paper']")[0]
    token = form.xpath(".//input[@name='csrf_token']/@value")[0]
    page = browse.post(f"{path}/attendance/paper", {"csrf_token": token, **fields})
    assert "만드는 중" in page.text
    run_waiting(app)
    sent = browse.client.get(f"{page.path}/file")
    assert sent.mimetype == "application/pdf"
    return sent.data


def test_the_filled_sheet_has_signs_times_and_sums(
    app: Gate, held: Classroom, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(make.operator())
    path = f"/desk/offerings/{held.offering.code}"
    words = text_of(ordered(app, browse, path))
    for part in ("스마트공장의 이해", "이강사", "나래", "△ 10:00", "출석 2 · 결석 1", "강사 확인"):
        assert part in words
    blank = text_of(ordered(app, browse, path, blank="yes"))
    assert "오전 서명" in blank
    assert "나래" in blank
    assert "△" not in blank


def test_an_instructor_prints_the_sheet_of_one_class(
    held: Classroom, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(held.instructor)
    assert "△ 10:00" in text_of(browse.client.get(f"{held.path}/sheet.pdf").data)
    sign_in(make.instructor("다른강사"))
    browse(f"{held.path}/sheet.pdf", status=404)


def test_the_matrix_goes_to_excel(
    held: Classroom, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(make.operator())
    answer = browse.client.get(f"/desk/offerings/{held.offering.code}/attendance.xlsx")
    rows = cells(answer.data)
    assert rows[2][2:] == ["나래", "△ 지각", 1, 420, 480, 87]
    assert rows[3][2:] == ["다솜", "× 결석", 0, 0, 480, 0]


def test_hours_of_a_month(held: Classroom, make: Make, sign_in: SignIn, browse: Browser) -> None:
    make.session(held.offering, day=at("09:00").date(), instructors=[held.instructor])
    sign_in(make.operator())
    page = browse("/desk/teaching-hours?month=2026-11")
    assert "16시간" in page.text  # planned
    assert "8시간" in page.text  # held
    answer = browse.client.get("/desk/teaching-hours.xlsx?month=2026-11")
    rows = cells(answer.data)
    assert rows[1][2:] == [2, 960, 480]
    assert "이강사" not in browse("/desk/teaching-hours?month=2026-10").text


def test_the_academy_sets_what_new_courses_start_with(
    make: Make, sign_in: SignIn, browse: Browser
) -> None:
    old = make.offering()
    sign_in(make.operator())
    page = browse("/desk/rules")
    assert page.submit("/desk/rules", rule_threshold="0").status == 422
    page.submit("/desk/rules", rule_threshold="70", rule_score="60", close_days="5")
    assert field(browse("/desk/courses/new"), "rule_threshold") == "70"
    assert field(browse("/desk/rules"), "close_days") == "5"
    assert old.rule_threshold == 80


def test_the_instructor_sees_the_sum_and_what_can_still_come(
    held: Classroom, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    make.session(held.offering, day=at("09:00").date() + timedelta(days=1))
    sign_in(held.instructor)
    words = browse(f"{held.path}/standing").text
    assert "8시간 중 7시간" in words
    assert "기준 미달 예상" in words  # who was absent can reach 50 % at most
    sign_in(make.instructor("다른강사"))
    browse(f"{held.path}/standing", status=404)
