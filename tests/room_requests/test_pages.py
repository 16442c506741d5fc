"""The pages: asking with a preview, following a request, the desk that decides."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from lms.classrooms.models import BookableBy
from lms.core import clock
from lms.core.db import db
from lms.firms.models import MembershipKind
from lms.room_requests.models import RoomRequest, StepReason
from lms.room_requests.services import approve, ask_for_more
from tests.room_requests.conftest import TEN, WEEK, here

AGREED = {"rules": "y", "privacy": "y"}
WANTED = {
    "title": "분임조 발표",
    "purpose": "3분기 개선 활동을 발표합니다.",
    "people": "12",
    "phone": "010-2222-3333",
    "day": "2026-12-01",
    "starts": "10:00",
    "ends": "12:00",
    **AGREED,
}


@pytest.fixture
def operator(make):
    return make.operator()


@pytest.fixture
def asker(make):
    return make.instructor("이강사")


@pytest.fixture
def found(acting):
    def only() -> RoomRequest:
        with acting():
            return db.session.query(RoomRequest).order_by(RoomRequest.id.desc()).first()

    return only


def test_asking_for_what_is_free_takes_one_step(make, browse, sign_in, asker, found, desk):
    sign_in(asker)
    room = make.room()
    page = browse(f"/classrooms/{room.code}/request?from=2026-12-01T10:00&until=2026-12-01T12:00")
    assert page.all("//input[@name='day']/@value") == ["2026-12-01"]
    assert page.all("//input[@name='starts']/@value")[0].startswith("10:00")
    page = page.submit(**WANTED)
    request = found()
    assert page.path == f"/my/room-requests/{request.id}"
    assert page.h1 == "분임조 발표"
    assert request.phone == "01022223333"
    assert desk.times(request) == ["provisional"]


def test_what_is_wrong_is_said_at_its_field(make, browse, sign_in, asker, found):
    sign_in(asker)
    page = browse(f"/classrooms/{make.room().code}/request")
    answer = page.submit(**{**WANTED, "phone": "12", "people": "", "rules": None, "ends": "09:00"})
    assert answer.status == 422
    for words in ("010-1234-5678", "사용 수칙에 동의해야"):
        assert words in answer.text
    assert answer.all("//textarea[@name='purpose']")[0].text.strip() == WANTED["purpose"]
    assert found() is None


def test_a_series_is_shown_time_by_time_before_it_is_sent(
    make, browse, sign_in, asker, operator, found, desk
):
    room = make.room()
    desk.book(operator, room, TEN + WEEK)
    desk.ask(make.instructor("박강사"), room, TEN, title="남의 모임")
    sign_in(asker)
    page = browse(f"/classrooms/{room.code}/request")
    weekly = {"repeat": "weekly", "ends_by": "count", "count": "3"}
    page = page.submit(**{**WANTED, **weekly})
    assert found().asker_id != asker.id
    assert "3회 가운데 2회" in page.text
    assert "남의 모임" not in page.text
    assert "수업" not in page.text
    page = page.submit(step="save")
    request = found()
    assert page.path == f"/my/room-requests/{request.id}"
    assert desk.times(request) == ["provisional", "provisional"]
    with clock.frozen(TEN):
        assert here_rule(desk, request).startswith("FREQ=WEEKLY")


def here_rule(desk, request) -> str:
    with desk.acting():
        return here(request).booking.rule


def test_a_rule_that_is_broken_is_named_with_the_nearest_time(make, browse, sign_in, asker, found):
    sign_in(asker)
    page = browse(f"/classrooms/{make.room().code}/request")
    page = page.submit(**{**WANTED, "day": "2026-11-24"})
    assert "3일" in page.text
    assert found() is None
    page = page.submit(step="save")
    assert page.status == 409
    assert found() is None


@pytest.mark.parametrize(
    ("open_to", "who", "status"),
    [
        ("operators", "instructor", 403),
        ("instructors", "instructor", 200),
        ("instructors", "manager", 403),
        ("firms", "manager", 200),
        ("firms", "trainee", 403),
        ("everyone", "trainee", 200),
    ],
)
def test_who_may_ask(make, browse, sign_in, open_to, who, status):
    room = make.room(bookable_by=BookableBy(open_to))
    user = make.instructor() if who == "instructor" else make.user()
    if who == "manager":
        make.member(user, make.firm(), MembershipKind.manager)
    sign_in(user)
    browse(f"/classrooms/{room.code}/request", status)


def test_a_manager_asks_for_the_firm_and_a_colleague_may_follow(make, browse, sign_in, found, desk):
    firm, room = make.firm(), make.room()
    one, other, employee = make.user("김담당"), make.user("박담당"), make.user("최사원")
    for user in (one, other):
        make.member(user, firm, MembershipKind.manager)
    make.member(employee, firm)
    sign_in(one)
    browse(f"/classrooms/{room.code}/request").submit(**WANTED)
    request = found()
    with desk.acting():
        assert here(request).booking.firm_id == firm.id
    sign_in(other)
    assert "분임조 발표" in browse("/my/room-requests").text
    browse(f"/my/room-requests/{request.id}")
    sign_in(employee)
    browse(f"/my/room-requests/{request.id}", 404)


def test_answering_and_attaching(make, browse, sign_in, asker, operator, desk):
    request = desk.ask(asker, make.room())
    more = {"reason": StepReason.documents, "message": "계획서를 붙여 주십시오."}
    desk.do(ask_for_more, operator, request, **more)
    sign_in(asker)
    page = browse(f"/my/room-requests/{request.id}")
    assert "계획서를 붙여" in page.text
    assert page.submit("/answer", message="").status == 422
    page = page.submit("/answer", message="붙였습니다.")
    assert desk.states(request) == ["reviewing"]
    assert "붙였습니다." in page.text


def test_giving_up(make, browse, sign_in, asker, desk):
    request = desk.ask(asker, make.room())
    sign_in(asker)
    page = browse(f"/my/room-requests/{request.id}")
    assert f"/my/room-requests/{request.id}/cancel" in page.links()
    page = browse(f"/my/room-requests/{request.id}/cancel").submit()
    assert desk.states(request) == ["cancelled"]
    assert "취소" in page.text


def test_giving_up_one_time(make, browse, sign_in, asker, operator, desk):
    request = desk.ask(asker, make.room(), TEN, TEN + WEEK)
    desk.do(approve, operator, request)
    sign_in(asker)
    links = browse(f"/my/room-requests/{request.id}").links()
    link = next(one for one in links if "/times/" in one)
    browse(link).submit()
    assert desk.times(request) == ["cancelled", "confirmed"]


def test_too_late_to_give_up_is_said(make, browse, sign_in, asker, operator, desk):
    request = desk.ask(asker, make.room())
    desk.do(approve, operator, request)
    with clock.frozen(TEN - timedelta(hours=1)):
        sign_in(asker)
        page = browse(f"/my/room-requests/{request.id}")
        assert "취소 기한이 지났습니다" in page.text
        assert browse(f"/my/room-requests/{request.id}/cancel").submit().status == 409


def test_checking_in_at_the_door(make, browse, sign_in, asker, operator, desk):
    room = make.room(release_after_minutes=20)
    request = desk.ask(asker, room)
    desk.do(approve, operator, request)
    door = f"/classrooms/{room.code}/check-in"
    sign_in(asker)
    with clock.frozen(TEN - timedelta(hours=1)):
        assert "입실을 확인할 신청이 없습니다" in browse(door).text
    with clock.frozen(TEN):
        page = browse(door).submit("/check-in")
        assert page.path == f"/my/room-requests/{request.id}"
        assert "입실을 확인했습니다" in browse(door).text
        sign_in(make.instructor("박강사"))
        assert "입실을 확인할 신청이 없습니다" in browse(door).text
    assert desk.uses() == [(True, False)]


def test_the_desk_sees_what_clashes_and_decides(make, browse, sign_in, operator, desk):
    room, spare = make.room(), make.room("제2강의실")
    one = desk.ask(make.instructor("이강사"), room, title="먼저 온 신청")
    other = desk.ask(make.instructor("박강사"), room, title="나중 온 신청")
    sign_in(operator)
    queue = browse("/desk/room-requests")
    assert "겹치는 신청 1건" in queue.text
    page = browse(f"/desk/room-requests/{other.id}")
    assert "먼저 온 신청" in page.text
    asking = browse(f"/desk/room-requests/{other.id}/approve")
    assert "먼저 온 신청" in asking.text
    asking.submit(message="1층 안내대에서 열쇠를 받으십시오.")
    assert desk.states(one, other) == ["refused", "approved"]
    assert "1층 안내대" in browse(f"/desk/room-requests/{other.id}").text
    with desk.acting():
        loser = here(one).asker
    sign_in(loser)
    page = browse(f"/my/room-requests/{one.id}")
    assert spare.name in page.text
    assert "운영자" not in page.text
    offer = next(link for link in page.links() if f"/classrooms/{spare.code}/request" in link)
    assert browse(offer).all("//input[@name='day']/@value") == ["2026-12-01"]


@pytest.mark.parametrize(("decision", "state"), [("refuse", "refused"), ("more", "needs_more")])
def test_deciding_needs_a_reason_and_a_message(
    make, browse, sign_in, asker, operator, desk, decision, state
):
    request = desk.ask(asker, make.room())
    sign_in(operator)
    page = browse(f"/desk/room-requests/{request.id}/{decision}")
    assert page.submit(message="").status == 422
    assert desk.states(request) == ["applied"]
    page.submit(reason="documents", message="사업자등록증이 필요합니다.")
    assert desk.states(request) == [state]
    assert desk.steps(request)[-1][1:] == ("documents", "사업자등록증이 필요합니다.")


def test_what_can_not_be_approved_any_more_is_said(
    make, browse, sign_in, asker, operator, desk, acting
):
    room = make.room()
    request = desk.ask(asker, room)
    sign_in(operator)
    page = browse(f"/desk/room-requests/{request.id}/approve")
    with clock.frozen(TEN + timedelta(minutes=1)):
        answer = page.submit()
    assert answer.status == 409
    assert "시작되었거나" in answer.text


def test_taking_back_and_putting_right(make, browse, sign_in, asker, operator, desk):
    request = desk.ask(asker, make.room(release_after_minutes=10))
    desk.do(approve, operator, request)
    missed = desk.ask(asker, make.room(release_after_minutes=10), TEN + WEEK)
    desk.do(approve, operator, missed)
    desk.settle(missed, TEN + WEEK + timedelta(minutes=11))
    sign_in(operator)
    browse(f"/desk/room-requests/{request.id}/withdraw").submit(
        reason="closed", message="배관 공사"
    )
    browse(f"/desk/room-requests/{missed.id}/put-right").submit(message="전화로 확인")
    assert desk.states(request, missed) == ["approval_withdrawn", "used"]
    assert "끝난 신청" in browse("/desk/room-requests?part=ended").text


def test_an_answer_that_is_overdue_is_marked(make, browse, sign_in, asker, operator, desk):
    desk.ask(asker, make.room())
    sign_in(operator)
    assert "11월 26일 (목)까지 답변" in browse("/desk/room-requests").text
    with clock.frozen(TEN - timedelta(days=4)):
        assert "답변 기한 지남" in browse("/desk/room-requests").text


def test_documents_are_for_the_asker_and_the_desk(make, browse, client, sign_in, asker, desk):
    request = desk.ask(asker, make.room())
    sign_in(asker)
    way = f"/my/room-requests/{request.id}"
    bad = browse(way).submit("/documents", file=(io.BytesIO(b"x"), "plan.exe"))
    assert bad.status == 422
    page = bad.submit("/documents", file=(io.BytesIO(b"%PDF-1.7"), "계획서.pdf"))
    link = next(one for one in page.links() if "/documents/" in one)
    answer = client.get(link)
    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sign_in(make.instructor("박강사"))
    assert client.get(link).status_code == 404


def test_the_door_leads_to_the_check_in(make, browse, asker, operator, desk):
    room = make.room()
    request = desk.ask(asker, room)
    desk.do(approve, operator, request)
    with clock.frozen(TEN):
        page = browse(f"/door/{room.code}")
    assert "여기서 입실 확인" in page.text
    assert asker.name not in page.text
