"""Checking in with a phone's camera: a real browser whose camera sees a film of the room's screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.marks import EventKind, Mark
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.attendance.conftest import Acting, Classroom
from tests.chromium import chromium

WIDTH, HEIGHT, SCALE = 640, 480, 8


def film(text: str, path: Path) -> Path:
    """A camera's film (Y4M, grey) that shows a QR symbol in its middle."""
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(matrix) * SCALE
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    light = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                for line in range(SCALE):
                    start = (top + row * SCALE + line) * WIDTH + left + column * SCALE
                    light[start : start + SCALE] = b"\x10" * SCALE
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip C420jpeg\n".encode() + frame * 5)
    return path


@pytest.fixture
def phone(
    classroom: Classroom,
    acting: Acting,
    sign_in: Callable[[User], User],
    client: FlaskClient,
    served: str,
    tmp_path: Path,
) -> Iterator[Page]:
    """The first trainee's phone, pointed at the screen of the room."""
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        code = services.code_of(session, EventKind.came, clock.now())
        user = db.session.get_one(Enrolment, classroom.enrolments[0].id).user
    sign_in(user)
    with chromium(camera=film(f"{served}/in/{code}", tmp_path / "room.y4m")) as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ko-KR")
        cookie = client.get_cookie("session")
        context.add_cookies([{"name": "session", "value": cookie.value, "url": served}])
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"JavaScript: {error}"))
        yield page


def test_the_camera_reads_the_screen(
    phone: Page, served: str, classroom: Classroom, acting: Acting
) -> None:
    phone.goto(f"{served}/check-in")
    phone.get_by_role("button", name="카메라 켜기").click()
    phone.wait_for_url(f"{served}/check-in/{classroom.session.id}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("입실")
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        assert [one.mark for one in queries.records_of(session)] == [Mark.late]


def test_the_phones_own_camera_opens_the_link(
    phone: Page, served: str, classroom: Classroom, acting: Acting
) -> None:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        code = services.code_of(session, EventKind.came, clock.now())
    phone.goto(f"{served}/in/{code}")  # confirmed by itself
    phone.wait_for_url(f"{served}/check-in/{classroom.session.id}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("입실")
