"""Many at once, each with a connection of its own: one room has one winner, nobody is left unclear."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Occurrence, OccurrenceStatus
from lms.classrooms.preview import Placement
from lms.core.db import db
from lms.doctor.data import rooms_never_double_booked
from lms.doctor.room_requests import requests_match_bookings
from lms.room_requests import services
from lms.room_requests.models import RoomRequest
from tests.enrolment.test_races import at_once
from tests.room_requests.conftest import TEN, here

CROWD = 12


def approving(operator, request):
    def approve() -> str:
        step = services.approve(actor=here(operator), request=here(request))
        return step.status.value

    return approve


def booking(operator, room):
    def book() -> str:
        start = TEN + timedelta(minutes=30)
        classrooms.book(
            actor=here(operator),
            kind=BookingKind.class_,
            title="수업",
            owner=None,
            room=here(room),
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            push_out=True,
        )
        return "class"

    return book


def cancelling(request):
    def cancel() -> str:
        row = here(request)
        return services.cancel(actor=row.asker, request=row, message="").status.value

    return cancel


def clearing(operator, request):
    def clear() -> str:
        for time in here(request).booking.occurrences:
            classrooms.cancel_occurrence(actor=here(operator), occurrence=time, reason="공사")
        return "cleared"

    return clear


def asking(user, room, number):
    def ask() -> str:
        start = TEN + timedelta(days=number % 3, hours=number // 3)
        times = [Placement(here(room), start, start + timedelta(hours=1))]
        details = classrooms.BookingDetails("모임", purpose="모임", people=5)
        wanted = services.Wanted(details, times, "01012345678")
        return services.ask(actor=here(user), wanted=wanted).status.value

    return ask


def check(acting) -> list[str]:
    with acting():
        assert rooms_never_double_booked() == []
        assert requests_match_bookings() == []
        return sorted(one.status.value for one in db.session.query(RoomRequest))


def test_one_of_many_approvals_wins(app, make, desk, acting):
    room, operator = make.room(), make.operator()
    asked = [
        desk.ask(make.instructor(), room, TEN + timedelta(minutes=10 * n)) for n in range(CROWD)
    ]
    outcomes = Counter(at_once(app, [approving(operator, one) for one in asked]))
    assert outcomes == {"approved": 1, "status": CROWD - 1}
    assert Counter(check(acting)) == {"approved": 1, "refused": CROWD - 1}


def test_approvals_classes_and_second_thoughts_at_once(app, make, desk, acting):
    room, operator = make.room(), make.operator()
    asked = [desk.ask(make.instructor(), room) for _ in range(6)]
    calls = [approving(operator, one) for one in asked]
    calls += [cancelling(one) for one in asked[:3]] + [booking(operator, room) for _ in range(3)]
    outcomes = at_once(app, calls)
    assert all(isinstance(one, str) for one in outcomes), outcomes
    states = check(acting)
    with acting():
        sure = db.session.query(Occurrence).filter_by(status=OccurrenceStatus.confirmed).count()
    assert sure <= 1
    assert set(states) <= {"approved", "cancelled", "refused"}
    assert states.count("approved") + outcomes.count("class") >= sure


def test_approved_by_one_operator_while_another_cancels_among_the_bookings(app, make, desk, acting):
    room, operator = make.room(), make.operator()
    asked = [desk.ask(make.instructor(), room, TEN + timedelta(days=n)) for n in range(6)]
    outcomes = at_once(
        app,
        [
            call
            for one in asked
            for call in (approving(operator, one), clearing(make.operator(), one))
        ],
    )
    assert outcomes.count("cleared") == len(asked), outcomes
    assert set(outcomes) <= {"approved", "cleared", "status"}
    assert set(check(acting)) <= {"refused", "approval_withdrawn"}
    with acting():
        live = OccurrenceStatus.cancelled != Occurrence.status
        assert db.session.query(Occurrence).filter(live).count() == 0


def test_the_limit_of_a_month_holds_for_who_asks_many_times_at_once(app, make, acting):
    room, person = make.room(), make.instructor()
    outcomes = Counter(at_once(app, [asking(person, room, number) for number in range(CROWD)]))
    assert outcomes == {"applied": 8, "limit": CROWD - 8}
