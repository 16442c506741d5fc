"""Bookings at the desk: made with a preview, found again, changed, moved, cancelled."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.classrooms import services
from lms.classrooms.models import (
    Booking,
    BookingKind,
    Equipment,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from tests.make import Make
from tests.pages import Browser, Page

SignIn = Callable[[User], User]
Acting = Callable[[], AbstractContextManager[None]]
TUESDAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return clock.at(day, time(hour, minute))


@pytest.fixture
def operator(make: Make, sign_in: SignIn) -> User:
    return sign_in(make.operator())


def stands(acting: Acting, actor: User, room: Room, hours: tuple[int, int], **more: Any) -> int:
    """A booking of an hour on the Tuesday; returns the occurrence's id."""
    with acting():
        day = more.pop("day", TUESDAY)
        status = more.pop("status", OccurrenceStatus.confirmed)
        occurrence = services.book(
            actor=actor,
            kind=more.pop("kind", BookingKind.internal),
            title=more.pop("title", "회의"),
            owner=more.pop("owner", actor),
            room=db.session.merge(room, load=True),
            starts_at=at(hours[0], day=day),
            ends_at=at(hours[1], day=day),
        )
        occurrence.status = status
        return occurrence.id


def form_for(browse: Browser, taken: Room, **fields: Any) -> Page:
    query = f"room={taken.code}&from=2026-12-01T09:00&until=2026-12-01T12:00"
    return browse(f"/desk/bookings/new?{query}").submit(**{"title": "기술 자문", **fields})


def occurrences(app: Gate) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.scalars(select(Occurrence).order_by(Occurrence.starts_at)).all()
        return [
            (f"{clock.to_seoul(o.starts_at):%m-%d %H:%M} {o.room.code}", str(o.status))
            for o in found
        ]


def selects(page: Page) -> list[Any]:
    return page.all("//select[starts-with(@name,'line-')]")


def test_a_free_time_is_booked_at_once(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    page = form_for(browse, room, people="12", purpose="설비 점검 자문")
    assert page.h1 == "기술 자문"
    assert "설비 점검 자문" in page.text
    assert occurrences(app) == [("12-01 09:00 201", "confirmed")]


def test_a_day_that_is_over_is_shown_again_before_it_is_booked(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    page = form_for(browse, room, day="2020-12-01")
    assert "이미 지난 시간이 있습니다" in page.text
    assert occurrences(app) == []
    page.submit(step="save")
    assert occurrences(app) == [("12-01 09:00 201", "confirmed")]


def test_what_repeats_is_shown_before_it_is_saved(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    weekly = {"repeat": "weekly", "weekdays": ["1", "3"], "ends_by": "count", "count": "4"}
    page = form_for(browse, room, **weekly)
    assert [row.get("name") for row in selects(page)] == ["line-0", "line-1", "line-2", "line-3"]
    assert occurrences(app) == []
    page = page.submit(step="save")
    assert [when for when, _ in occurrences(app)] == [
        "12-01 09:00 201", "12-03 09:00 201", "12-08 09:00 201", "12-10 09:00 201",
    ]  # fmt: skip
    assert "매주" in page.text


def test_clashing_times_are_named_and_can_be_left_out_or_put_elsewhere(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    make.room("제2강의실", code="202")
    stands(acting, operator, room, (10, 11), day=date(2026, 12, 8), title="안전 점검")
    page = form_for(browse, room, repeat="weekly", ends_by="count", count="3")
    assert "안전 점검" in page.text
    second = selects(page)[1]
    words = ["".join(option.itertext()) for option in second.iter("option")]
    assert "이대로 예약" not in words
    elsewhere = next(o for o in second.iter("option") if "제2강의실" in "".join(o.itertext()))
    page = page.submit(**{"step": "save", "line-1": elsewhere.get("value")})
    assert page.h1 == "기술 자문"
    assert [when for when, _ in occurrences(app)] == [
        "12-01 09:00 201", "12-08 09:00 202", "12-08 10:00 201", "12-15 09:00 201",
    ]  # fmt: skip


def test_a_clashing_time_is_left_out_unless_something_else_is_said(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    stands(acting, operator, room, (10, 11), day=date(2026, 12, 8))
    page = form_for(browse, room, repeat="weekly", ends_by="count", count="3").submit(step="save")
    assert len(occurrences(app)) == 3
    assert "12월 8일 (화) 제외" in page.text


def test_days_off_are_left_out_or_not_as_was_said(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    until = {"repeat": "daily", "until": "2026-12-26", "day": "2026-12-24"}
    page = form_for(browse, room, **until)
    assert "기독탄신일" in page.text or "성탄절" in page.text
    page.submit(step="save")
    assert [when[:5] for when, _ in occurrences(app)] == ["12-24", "12-26"]
    form_for(browse, room, starts="13:00", ends="14:00", skip_days_off=None, **until).submit(
        step="save"
    )
    assert [when[:5] for when, _ in occurrences(app) if "13:00" in when] == [
        "12-24", "12-25", "12-26",
    ]  # fmt: skip


def test_requests_are_pushed_out_only_when_that_is_ticked(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    stands(acting, operator, room, (9, 11), title="대관", status=OccurrenceStatus.provisional)
    page = form_for(browse, room)
    assert "대관" in page.text
    page = page.submit(step="save")
    assert page.status == 409
    assert len(occurrences(app)) == 1
    page = page.submit(step="save", push_out="y")
    assert sorted(status for _, status in occurrences(app)) == ["cancelled", "confirmed"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"ends": "08:00"}, "ends"),
        ({"day": ""}, "day"),
        ({"room": "999"}, "room"),
        ({"people": "0"}, "people"),
        ({"repeat": "weekly"}, "until"),
        ({"repeat": "weekly", "until": "2026-11-01"}, "until"),
        ({"repeat": "daily", "ends_by": "count"}, "count"),
        ({"repeat": "daily", "ends_by": "count", "count": "401"}, "count"),
        ({"repeat": "daily", "interval": "0", "until": "2026-12-31"}, "interval"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(
    app: Gate, make: Make, browse: Browser, operator: User, fields: dict[str, str], field: str
) -> None:
    page = form_for(browse, make.room(), **{"people": "3", **fields})
    assert page.status == 422
    assert page.all(f"//*[contains(@class,'error-summary')]//a[@href='#{field}']")
    assert occurrences(app) == []


def test_a_rule_without_a_day_or_with_too_many_is_refused_in_words(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room()
    page = form_for(browse, room, repeat="weekly", weekdays=["0"], until="2026-12-05")
    assert page.status == 422
    assert "맞는 날이 없습니다" in page.text
    page = form_for(browse, room, repeat="weekly", until="2029-12-05")
    assert page.status == 422
    assert "2년" in page.text


def test_too_many_people_can_not_be_booked(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room = make.room(code="201", capacity=10)
    page = form_for(browse, room, people="11")
    assert "10명" in page.text
    assert page.submit(step="save").status == 409
    assert occurrences(app) == []


def test_equipment_goes_along_once(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    one, other = make.room(code="201"), make.room(code="202")
    with acting():
        piece = Equipment(code="P-1", name="이동식 빔프로젝터")
        db.session.add(piece)
    page = form_for(browse, one, equipment=[str(piece.id)])
    assert "이동식 빔프로젝터" in page.text
    page = form_for(browse, other, equipment=[str(piece.id)])
    assert "이동식 빔프로젝터 (기술 자문)" in page.text
    assert page.submit(step="save").status == 409
    assert len(occurrences(app)) == 1


def test_the_list_finds_by_words_person_room_and_kind(
    make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    one, other = make.room(code="201"), make.room(code="202")
    owner = make.user("김담당")
    day = clock.today().replace(year=clock.today().year + 1)
    stands(acting, operator, one, (9, 10), day=day, title="공정 개선 회의", owner=owner)
    stands(acting, operator, other, (9, 10), day=day, title="설비 점검")
    stands(acting, operator, one, (9, 10), day=date(2020, 1, 2), title="지난 회의")

    def titles(query: str) -> list[str]:
        page = browse(f"/desk/bookings{query}")
        return ["".join(a.itertext()) for a in page.all("//tbody//th/a")]

    assert titles("") == ["공정 개선 회의", "설비 점검"]
    assert titles("?q=ㄱㅈㄱㅅ") == ["공정 개선 회의"]
    assert titles("?q=김담당") == ["공정 개선 회의"]
    assert titles("?room=202") == ["설비 점검"]
    assert titles("?kind=class") == []
    assert titles("?show=past") == ["지난 회의"]
    assert titles("?show=cancelled") == []


def test_one_time_is_moved_and_the_history_tells_it(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    id_ = stands(acting, operator, room, (9, 12))
    page = browse(f"/desk/occurrences/{id_}/move").submit(
        starts_at="2026-12-02T13:00", ends_at="2026-12-02T15:00"
    )
    assert occurrences(app) == [("12-02 13:00 201", "confirmed")]
    assert "예약 이동" in page.text or "옮" in page.text


def test_a_drag_sends_room_and_times_alone(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    one, other = make.room(code="201"), make.room(code="202")
    id_ = stands(acting, operator, one, (9, 12))
    token = browse("/desk/bookings").all("//input[@name='csrf_token']/@value")[0]
    page = browse.post(
        f"/desk/occurrences/{id_}/move",
        {
            "csrf_token": token,
            "room": other.code,
            "starts_at": "2026-12-01T10:00",
            "ends_at": "2026-12-01T13:00",
        },
    )
    assert page.status == 200
    assert occurrences(app) == [("12-01 10:00 202", "confirmed")]


def test_a_move_onto_something_is_answered_with_the_sentence_and_what_was_typed(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    id_ = stands(acting, operator, room, (9, 12))
    stands(acting, operator, room, (13, 15), title="안전 점검")
    page = browse(f"/desk/occurrences/{id_}/move").submit(
        starts_at="2026-12-01T12:30", ends_at="2026-12-01T14:00"
    )
    assert page.status == 409
    assert "안전 점검" in page.text
    assert page.all("//input[@name='starts_at']/@value") == ["2026-12-01T12:30"]
    assert occurrences(app)[0] == ("12-01 09:00 201", "confirmed")


def test_this_and_following_are_moved_and_cancelled_together(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    room = make.room(code="201")
    form_for(browse, room, repeat="weekly", ends_by="count", count="4").submit(step="save")
    with app.app_context():
        ids = db.session.scalars(select(Occurrence.id).order_by(Occurrence.starts_at)).all()
    browse(f"/desk/occurrences/{ids[1]}/move").submit(
        scope="following", starts_at="2026-12-15T10:00", ends_at="2026-12-15T12:00"
    )
    assert [when for when, _ in occurrences(app)] == [
        "12-01 09:00 201", "12-15 10:00 201", "12-22 10:00 201", "12-29 10:00 201",
    ]  # fmt: skip
    page = browse(f"/desk/occurrences/{ids[2]}/cancel").submit(scope="following", reason="종료")
    assert [status for _, status in occurrences(app)] == ["confirmed"] * 2 + ["cancelled"] * 2
    assert "종료" in page.text


def test_a_class_is_moved_as_a_class_and_called_off_as_one(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    offering, room = make.offering(), make.room(code="201", capacity=30)
    session = make.session(offering, room=room)
    other = make.room(code="202", capacity=30)
    day = offering.starts_on.isoformat()
    page = browse(f"/desk/occurrences/{session.occurrence_id}/move").submit(
        room=other.code, starts_at=f"{day}T09:00", ends_at=f"{day}T18:00"
    )
    assert page.status == 200
    with app.app_context():
        found = db.session.get_one(Occurrence, session.occurrence_id)
        assert found.room.code == "202"
    page = browse(f"/desk/occurrences/{session.occurrence_id}/cancel")
    assert page.path == f"/desk/sessions/{session.id}/call-off"


def test_what_a_booking_says_can_be_changed(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    firm = make.firm("한빛정밀")
    id_ = stands(acting, operator, make.room(capacity=10), (9, 12), day=date(2036, 12, 1))
    with app.app_context():
        booking_id = db.session.get_one(Occurrence, id_).booking_id
    form = browse(f"/desk/bookings/{booking_id}/edit")
    assert form.submit(people="11").status == 409
    page = form.submit(title="새 제목", firm=str(firm.id), people="10")
    assert page.h1 == "새 제목"
    assert "한빛정밀" in page.text
    with app.app_context():
        assert db.session.get_one(Booking, booking_id).people == 10


def test_files_are_attached_handed_out_as_they_came_and_taken_away(
    app: Gate, make: Make, acting: Acting, browse: Browser, operator: User
) -> None:
    id_ = stands(acting, operator, make.room(), (9, 12))
    with app.app_context():
        booking_id = db.session.get_one(Occurrence, id_).booking_id
    page = browse(f"/desk/bookings/{booking_id}")
    page = page.submit("/files", file=(io.BytesIO(b"<script>"), "배치도.html"))
    assert page.status == 422
    page = browse(f"/desk/bookings/{booking_id}")
    page = page.submit("/files", file=(io.BytesIO(b"%PDF-1.7 x"), "방/배치도.pdf"))
    link = page.all("//a[text()='배치도.pdf']/@href")[0]
    answer = browse.client.get(link)
    assert answer.data == b"%PDF-1.7 x"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = page.submit("/remove")
    assert not page.all("//a[text()='배치도.pdf']")
    assert browse.client.get(link).status_code == 404
