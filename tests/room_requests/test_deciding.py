"""Deciding: the first approval wins, each move has a reason, and who loses is told what is free."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind
from lms.classrooms.preview import Placement
from lms.classrooms.services import RoomTaken
from lms.core import clock
from lms.core.errors import Refused
from lms.notifications.letter import compose
from lms.room_requests.models import StepReason
from lms.room_requests.queries import counts, find_of_booking, queue, rivals_of
from lms.room_requests.services import (
    answer,
    approve,
    ask_for_more,
    put_right,
    refuse,
    take_up,
    withdraw_approval,
)
from tests.room_requests.conftest import TEN, WEEK, here


@pytest.fixture
def operator(make):
    return make.operator()


def text(app, message) -> str:
    with app.app_context(), app.test_request_context():
        return compose(message.template, message.facts).text


def test_the_first_approval_wins_and_turns_the_others_down(make, desk, operator, app):
    room, spare = make.room(), make.room("제2강의실")
    one, other, apart = (
        desk.ask(make.instructor(), room, start) for start in (TEN, TEN, TEN + timedelta(days=1))
    )
    desk.do(approve, operator, one, message="3층 열쇠를 받아 가십시오.")
    assert desk.states(one, other, apart) == ["approved", "refused", "applied"]
    assert desk.times(one) == ["confirmed"]
    assert desk.times(other) == ["cancelled"]
    assert desk.steps(other)[-1][:2] == ("refused", "taken")
    refusal = desk.mails()[-1]
    assert refusal.user_id == other.asker_id
    said = text(app, refusal)
    assert "먼저 승인" in said
    assert spare.name in said
    assert "열쇠" in text(app, desk.mails()[-2])


def test_who_loses_some_times_keeps_the_rest(make, desk, operator):
    room = make.room()
    one = desk.ask(make.instructor(), room, TEN)
    series = desk.ask(make.instructor(), room, TEN, TEN + WEEK, TEN + 2 * WEEK)
    desk.do(approve, operator, one)
    assert desk.states(series) == ["applied"]
    assert desk.times(series) == ["cancelled", "provisional", "provisional"]
    assert desk.mails()[-1].template == "room_requests/times_lost"
    desk.do(approve, operator, series)
    assert desk.times(series) == ["cancelled", "confirmed", "confirmed"]


def test_buffers_count(make, desk, operator):
    room = make.room(buffer_after=30)
    one = desk.ask(make.instructor(), room, TEN)
    close = desk.ask(make.instructor(), room, TEN + timedelta(hours=2))
    far = desk.ask(make.instructor(), room, TEN + timedelta(hours=2.5))
    desk.do(approve, operator, one)
    assert desk.states(close, far) == ["refused", "applied"]


def test_a_piece_of_equipment_is_promised_once(make, desk, operator, acting):
    piece = _piece(acting, operator)
    one, other = (
        desk.ask(make.instructor(), make.room(), equipment_ids=(piece,)) for _ in range(2)
    )
    desk.do(approve, operator, one)
    with pytest.raises(Refused, match="협동로봇"):
        desk.do(approve, operator, other)
    assert desk.states(one, other) == ["approved", "applied"]
    assert desk.times(other) == ["provisional"]


def _piece(acting, operator) -> int:
    values = classrooms.EquipmentValues(name="협동로봇", code="R-1")
    with acting():
        return classrooms.create_equipment(actor=here(operator), values=values).id


def test_what_is_taken_since_can_not_be_approved(make, desk, operator, acting):
    room = make.room()
    request = desk.ask(make.instructor(), room, TEN, TEN + WEEK)
    desk.book(operator, room, TEN, push_out=True)
    with acting():
        moved = here(request).booking.occurrences[1]
        assert moved.is_live
    assert desk.states(request) == ["applied"]


def test_a_class_pushes_requests_out_and_they_are_told(make, desk, operator, app):
    room, spare = make.room(), make.room("제2강의실")
    request = desk.ask(make.instructor(), room)
    with pytest.raises(Refused) as refused:
        desk.book(operator, room)
    assert refused.value.code == "pushes-out"
    assert desk.states(request) == ["applied"]
    desk.book(operator, room, push_out=True)
    assert desk.states(request) == ["refused"]
    assert desk.steps(request)[-1][:2] == ("refused", "academy_first")
    assert spare.name in text(app, desk.mails()[-1])


def test_a_series_that_pushes_out_many_times_is_told_once(make, desk, operator, acting):
    room = make.room()
    request = desk.ask(make.instructor(), room, TEN, TEN + WEEK, TEN + 2 * WEEK)
    before = len(desk.mails())
    with acting():
        place, hour = here(room), timedelta(hours=1)
        starts = [TEN, TEN + WEEK]
        classrooms.book_series(
            actor=here(operator),
            kind=BookingKind.internal,
            owner=None,
            details=classrooms.BookingDetails("운영위원회"),
            placements=[Placement(place, start, start + hour) for start in starts],
            push_out=True,
        )
    assert desk.times(request) == ["cancelled", "cancelled", "provisional"]
    assert [m.template for m in desk.mails()][before:] == ["room_requests/times_lost"]


def test_nothing_pushes_out_what_is_approved(make, desk, operator):
    room = make.room()
    request = desk.ask(make.instructor(), room)
    desk.do(approve, operator, request)
    with pytest.raises(RoomTaken):
        desk.book(operator, room, push_out=True)
    assert desk.times(request) == ["confirmed"]


def test_asking_back_and_forth(make, desk, operator):
    asker = make.instructor()
    request = desk.ask(asker, make.room())
    desk.do(take_up, operator, request)
    more = {"reason": StepReason.documents, "message": "계획서를 붙여 주십시오."}
    desk.do(ask_for_more, operator, request, **more)
    assert desk.times(request) == ["provisional"]
    desk.do(answer, asker, request, message="붙였습니다.")
    desk.do(approve, operator, request)
    assert [state for state, _, _ in desk.steps(request)] == [
        "applied",
        "reviewing",
        "needs_more",
        "reviewing",
        "approved",
    ]
    assert [m.template.split("/")[1] for m in desk.mails()] == [
        "applied",
        "needs_more",
        "approved",
    ]
    with pytest.raises(Refused):
        desk.do(answer, asker, request, message="더 있습니다.")


def test_refusing_gives_the_room_back(make, desk, operator, app):
    room = make.room()
    request = desk.ask(make.instructor(), room)
    why = {"reason": StepReason.purpose, "message": "판매 행사는 할 수 없습니다."}
    desk.do(refuse, operator, request, **why)
    assert desk.times(request) == ["cancelled"]
    said = text(app, desk.mails()[-1])
    assert "판매 행사" in said
    assert "사용 목적" in said
    with pytest.raises(Refused):
        desk.do(approve, operator, request)


def test_taking_an_approval_back(make, desk, operator):
    room = make.room()
    request = desk.ask(make.instructor(), room, TEN, TEN + WEEK)
    desk.do(approve, operator, request)
    why = {"reason": StepReason.closed, "message": "누수 공사"}
    desk.do(withdraw_approval, operator, request, **why)
    assert desk.states(request) == ["approval_withdrawn"]
    assert desk.times(request) == ["cancelled", "cancelled"]
    assert desk.mails()[-1].facts["alternatives"]
    desk.book(operator, room)


def test_an_operator_who_cancels_a_time_ends_the_request_with_the_last(
    make, desk, operator, acting
):
    request = desk.ask(make.instructor(), make.room(), TEN, TEN + WEEK)
    desk.do(approve, operator, request)
    for number, state in ((0, "approved"), (1, "approval_withdrawn")):
        with acting():
            one = here(request).booking.occurrences[number]
            classrooms.cancel_occurrence(actor=here(operator), occurrence=one, reason="정전")
        assert desk.states(request) == [state]
        assert desk.steps(request)[-1] == (state, "other", "정전")
    assert desk.mails()[-1].template == "room_requests/approval_withdrawn"


def test_only_a_no_show_is_put_right(make, desk, operator):
    request = desk.ask(make.instructor(), make.room())
    with pytest.raises(Refused):
        desk.do(put_right, operator, request, message="왔었습니다.")


def test_an_approval_comes_too_late_once_it_has_begun(make, desk, operator):
    request = desk.ask(make.instructor(), make.room())
    with clock.frozen(TEN + timedelta(minutes=1)), pytest.raises(Refused):
        desk.do(approve, operator, request)


def test_reading(make, desk, operator, acting):
    room = make.room()
    one = desk.ask(make.instructor("김강사"), room, TEN, TEN + WEEK)
    other = desk.ask(make.instructor("박강사"), room, TEN + WEEK)
    desk.ask(make.instructor("최강사"), room, TEN + timedelta(days=1))
    with acting():
        found = rivals_of(here(one))
        assert [(rival.id, len(times)) for rival, times in found] == [(other.id, 1)]
        assert {status.value: n for status, n in counts().items()} == {"applied": 3}
        page = queue({here(one).status}, "김강사", 1)
        assert [request.id for request in page.items] == [one.id]
        assert find_of_booking(one.booking_id) is here(one)
