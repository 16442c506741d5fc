"""The roll call in a real browser on a phone: one tap, undo, no network and back, finding people."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.marks import Mark
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from tests.attendance.conftest import Acting, Classroom, a_class, at
from tests.make import Make

NAMES = ["가온", "나래", "다솜", *[f"김수강{n}" for n in range(14)]]


@pytest.fixture
def classroom(app: Gate, make: Make) -> Iterator[Classroom]:
    """Seventeen people in class; it is 09:20."""
    with clock.frozen(at("09:20")):
        yield a_class(make, NAMES)


@pytest.fixture
def roll_call(
    app: Gate,
    browser: Browser,
    served: str,
    classroom: Classroom,
    sign_in: Callable[[User], User],
    client: FlaskClient,
) -> Iterator[Page]:
    """The instructor's phone, at the roll call."""
    sign_in(classroom.instructor)
    cookie = client.get_cookie("session")
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ko-KR")
    context.add_cookies([{"name": "session", "value": cookie.value, "url": served}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"JavaScript: {error}"))
    page.goto(f"{served}{classroom.path}")
    expect(page.locator("[data-status]")).to_have_text("누르면 바로 저장됩니다.")
    yield page
    context.close()


def tap(page: Page, classroom: Classroom, which: int, mark: str) -> None:
    page.locator(f"label[for='mark-{classroom.enrolments[which].id}-{mark}']").click()


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-status]")).to_contain_text(words)


def marks(classroom: Classroom, acting: Acting) -> dict[int, Mark]:
    with acting():
        kept = {one.enrolment_id: one.mark for one in queries.records_of(classroom.session)}
    return {n: kept[one.id] for n, one in enumerate(classroom.enrolments) if one.id in kept}


def test_a_tap_is_saved_at_once_and_can_be_undone(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    tap(roll_call, classroom, 0, "present")
    says(roll_call, "가온 출석 저장했습니다")
    tap(roll_call, classroom, 1, "absent")
    says(roll_call, "나래 결석 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.present, 1: Mark.absent}
    expect(roll_call.locator("[data-count=present]")).to_have_text("1")
    expect(roll_call.locator("[data-count=open]")).to_have_text("15")
    roll_call.locator("[data-undo]").click()
    says(roll_call, "나래 미확인 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.present, 1: Mark.unconfirmed}


def test_late_is_now_and_excused_asks_why(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    tap(roll_call, classroom, 0, "late")
    says(roll_call, "가온 지각 저장했습니다")
    came = roll_call.locator(f"[name=arrived-{classroom.enrolments[0].id}]")
    expect(came).to_have_value("09:20")
    tap(roll_call, classroom, 1, "excused")
    says(roll_call, "나래: 사유를 적어 주십시오")
    assert 1 not in marks(classroom, acting)
    why = roll_call.locator(f"[name=reason-{classroom.enrolments[1].id}]")
    expect(why).to_be_visible()
    why.fill("예비군")
    why.press("Tab")
    says(roll_call, "나래 공가 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.late, 1: Mark.excused}


def test_taps_without_a_network_are_sent_when_it_returns(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    roll_call.context.set_offline(True)
    tap(roll_call, classroom, 0, "present")
    tap(roll_call, classroom, 1, "absent")
    tap(roll_call, classroom, 1, "present")
    says(roll_call, "연결이 끊겼습니다")
    assert marks(classroom, acting) == {}
    roll_call.context.set_offline(False)
    says(roll_call, "나래 출석 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.present, 1: Mark.present}


def test_a_closed_page_loses_no_tap_not_even_the_one_on_its_way(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    """A bad network: the first tap hangs, the next ones wait, and the tablet's battery is empty."""
    roll_call.route(f"**{classroom.path}", lambda route: None)
    with roll_call.expect_request(lambda sent: sent.method == "POST"):
        tap(roll_call, classroom, 0, "absent")
    tap(roll_call, classroom, 1, "present")
    context, address = roll_call.context, roll_call.url
    roll_call.close()
    page = context.new_page()
    page.goto(address)
    says(page, "나래 출석 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.absent, 1: Mark.present}
    left = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('roll-call'))")
    assert left == []


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (503, "", "연결이 끊겼습니다"),
        (401, '{"code": "sign-in", "detail": "먼저 로그인해 주십시오."}', "먼저 로그인해"),
    ],
)
def test_a_tap_that_nobody_has_looked_at_is_kept(
    roll_call: Page, classroom: Classroom, acting: Acting, status: int, body: str, words: str
) -> None:
    """The server is being started anew; the person was signed out meanwhile."""
    roll_call.route(f"**{classroom.path}", lambda route: route.fulfill(status=status, body=body))
    tap(roll_call, classroom, 0, "absent")
    says(roll_call, words)
    assert marks(classroom, acting) == {}
    roll_call.unroute_all()
    roll_call.reload()
    says(roll_call, "가온 결석 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.absent}


def test_what_was_tapped_before_somebody_else_locked_is_shown_until_it_is_seen(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    roll_call.context.set_offline(True)
    tap(roll_call, classroom, 0, "late")
    says(roll_call, "연결이 끊겼습니다")
    with clock.frozen(at("18:00")), acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        services.lock(actor=classroom.instructor, session=session)
    context, address = roll_call.context, roll_call.url
    roll_call.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    told = page.locator("[data-module=unsent-taps]")
    expect(told.locator("li:visible")).to_have_text(["가온: △ 지각"])
    told.get_by_role("button").click()
    expect(told).to_be_hidden()
    page.reload()
    expect(page.locator(".roll-standing")).to_have_count(17)
    expect(told).to_be_hidden()
    assert marks(classroom, acting)[0] is Mark.absent


def test_a_late_tap_waits_with_its_own_time_whatever_the_devices_clock_says(
    roll_call: Page, classroom: Classroom, acting: Acting
) -> None:
    roll_call.context.set_offline(True)
    tap(roll_call, classroom, 0, "late")
    says(roll_call, "연결이 끊겼습니다")
    roll_call.evaluate(
        "const now = Date.now; Date.now = () => now() + 5 * 60000"
    )  # five minutes pass
    roll_call.context.set_offline(False)
    says(roll_call, "가온 지각 저장했습니다")
    with acting():
        kept = queries.records_of(classroom.session)[0]
        assert kept.arrived_at == at("09:15")  # it is 09:20 on the server


def test_somebody_elses_change_is_said_beside_the_person(
    roll_call: Page, classroom: Classroom, acting: Acting, make: Make
) -> None:
    second = roll_call.context.new_page()
    second.goto(roll_call.url)
    tap(second, classroom, 0, "absent")
    says(second, "가온 결석 저장했습니다")
    tap(roll_call, classroom, 0, "present")
    person = roll_call.locator(f"#person-{classroom.enrolments[0].id}")
    expect(person.locator("[data-error]")).to_contain_text("다른 사람이 기록을 바꾸었습니다")
    assert marks(classroom, acting) == {0: Mark.absent}


def test_people_are_found_by_initial_consonants(roll_call: Page, classroom: Classroom) -> None:
    box = roll_call.locator("#roll-search")
    box.fill("ㄴㄹ")
    expect(roll_call.locator("[data-person]:visible")).to_have_count(1)
    expect(roll_call.locator("[data-found]")).to_have_text("1명 찾음")
    box.fill("기")
    expect(roll_call.locator("[data-person]:visible")).to_have_count(14)
    box.fill("")
    expect(roll_call.locator("[data-person]:visible")).to_have_count(17)


def test_the_keyboard_alone_will_do(roll_call: Page, classroom: Classroom, acting: Acting) -> None:
    roll_call.locator(f"#mark-{classroom.enrolments[0].id}-present").focus()
    roll_call.keyboard.press("Space")
    says(roll_call, "가온 출석 저장했습니다")
    roll_call.keyboard.press("ArrowRight")
    says(roll_call, "가온 지각 저장했습니다")
    assert marks(classroom, acting) == {0: Mark.late}
