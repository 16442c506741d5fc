"""Giving up, deciding, the line that moves, the number of seats."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.catalogue.events import OfferingCancelled
from lms.catalogue.models import OfferingStatus, Selection
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.enrolment.services import call_off
from lms.notifications.models import Message
from tests.enrolment.conftest import here


def states(acting, *enrolments) -> list[str]:
    with acting():
        return [here(one).status.value for one in enrolments]


def letters(acting) -> list[tuple[str, int]]:
    with acting():
        return [(m.template, m.user_id) for m in db.session.query(Message).order_by(Message.id)]


def test_who_cancels_frees_the_seat_for_the_first_in_line_at_once(make, desk, acting):
    offering = make.offering(seats=1)
    seated, first, second = (desk.enrol(offering, make.user()) for _ in range(3))
    desk.cancel(seated)
    assert states(acting, seated, first, second) == ["cancelled", "enrolled", "waiting"]
    with acting():
        assert db.session.query(Seat).one().enrolment_id == first.id
        assert queries.place_in_line(here(second)) == 1
    assert letters(acting)[-2:] == [
        ("enrolment/cancelled", seated.user_id),
        ("enrolment/moved_up", first.user_id),
    ]


def test_who_leaves_the_line_frees_no_seat(make, desk, acting):
    offering = make.offering(seats=1)
    seated, first, second = (desk.enrol(offering, make.user()) for _ in range(3))
    desk.cancel(first)
    assert states(acting, seated, first, second) == ["enrolled", "cancelled", "waiting"]


def test_a_cancelled_person_may_ask_again_and_is_last_in_line(make, desk, acting):
    offering, user = make.offering(seats=1), make.user()
    seated = desk.enrol(offering, user)
    desk.enrol(offering, make.user())
    desk.cancel(seated)
    again = desk.enrol(offering, user)
    assert again.status is EnrolmentStatus.waiting


def refused(call, *arguments, **facts) -> str:
    with pytest.raises(Refused) as problem:
        call(*arguments, **facts)
    assert problem.value.sentence
    return problem.value.code


def test_after_the_deadline_only_the_academy_cancels_a_seat(make, desk, acting):
    past = clock.now() - timedelta(minutes=1)
    offering, operator = make.offering(cancel_until=past), make.operator()
    seated = make.enrolment(offering)
    assert refused(desk.cancel, seated) == "cancel-closed"
    desk.cancel(seated, operator, reason="전화 요청")
    assert states(acting, seated) == ["cancelled"]
    assert letters(acting) == [("enrolment/cancelled_by_academy", seated.user_id)]


def test_the_line_may_be_left_even_after_the_deadline(make, desk, acting):
    offering = make.offering(cancel_until=clock.now() - timedelta(minutes=1))
    waiting = make.enrolment(offering, status=EnrolmentStatus.waiting)
    desk.cancel(waiting)
    assert states(acting, waiting) == ["cancelled"]


def test_nothing_is_cancelled_by_oneself_once_class_has_begun(make, desk):
    offering = make.offering(status=OfferingStatus.running)
    assert refused(desk.cancel, make.enrolment(offering)) == "begun"


def test_in_a_running_offering_a_freed_seat_stays_empty(make, desk, acting):
    offering, operator = make.offering(seats=1, status=OfferingStatus.running), make.operator()
    seated = make.enrolment(offering)
    waiting = make.enrolment(offering, status=EnrolmentStatus.waiting)
    desk.cancel(seated, operator, reason="중도 포기")
    assert states(acting, seated, waiting) == ["cancelled", "waiting"]


def test_nothing_is_cancelled_twice(make, desk):
    offering = make.offering()
    seated = make.enrolment(offering)
    desk.cancel(seated)
    assert refused(desk.cancel, seated) == "status"


def test_an_approved_application_gets_a_seat_or_a_place_in_line(make, desk, acting):
    offering, operator = make.offering(seats=1, selection=Selection.approval), make.operator()
    one, other = (desk.enrol(offering, make.user()) for _ in range(2))
    desk.approve(operator, other)
    desk.approve(operator, one)
    assert states(acting, one, other) == ["waiting", "enrolled"]
    assert letters(acting)[-2:] == [
        ("enrolment/enrolled", other.user_id),
        ("enrolment/waiting", one.user_id),
    ]


def test_nothing_is_approved_twice(make, desk):
    offering, operator = make.offering(selection=Selection.approval), make.operator()
    one = desk.enrol(offering, make.user())
    desk.approve(operator, one)
    assert refused(desk.approve, operator, one) == "not-applied"


def test_a_refused_application_says_why(make, desk, acting):
    offering, operator = make.offering(selection=Selection.approval), make.operator()
    one = desk.enrol(offering, make.user())
    desk.refuse(operator, one, "대상 기업이 아닙니다.")
    with acting():
        row = here(one)
        assert (row.status.value, row.reason) == ("refused", "대상 기업이 아닙니다.")
        message = db.session.query(Message).order_by(Message.id.desc()).first()
        assert (message.template, message.facts["reason"]) == (
            "enrolment/refused",
            "대상 기업이 아닙니다.",
        )


def test_somebody_with_a_seat_is_not_refused(make, desk):
    assert refused(desk.refuse, make.operator(), make.enrolment(make.offering()), "x") == "status"


def test_more_seats_go_to_the_line_first(make, desk, acting):
    offering, operator = make.offering(seats=1), make.operator()
    people = [desk.enrol(offering, make.user()) for _ in range(4)]
    desk.set_seats(operator, offering, 3)
    assert states(acting, *people) == ["enrolled", "enrolled", "enrolled", "waiting"]


def test_fewer_seats_take_only_free_ones_away(make, desk, acting):
    offering, operator = make.offering(seats=5), make.operator()
    people = [desk.enrol(offering, make.user()) for _ in range(3)]
    desk.cancel(people[0])
    assert refused(desk.set_seats, operator, offering, 1) == "seats-taken"
    desk.set_seats(operator, offering, 2)
    with acting():
        count = queries.seat_counts([offering.id])[offering.id]
        assert (count.total, count.taken, count.free) == (2, 2, 0)
    desk.set_seats(operator, offering, 4)
    with acting():
        numbers = [seat.number for seat in db.session.query(Seat).order_by(Seat.number)]
        assert numbers == [1, 2, 3, 4]


def test_a_held_seat_is_not_taken_away(make, desk, acting):
    offering, operator, firm = make.offering(seats=2), make.operator(), make.firm()
    with acting():
        for seat in db.session.query(Seat).filter_by(offering_id=offering.id):
            seat.held_by_firm_id, seat.held_until = firm.id, clock.now() + timedelta(days=1)
    assert refused(desk.set_seats, operator, offering, 1) == "seats-taken"


def test_the_first_seats_of_a_draft(make, desk, acting):
    offering = make.offering(seats=0, status=OfferingStatus.draft)
    desk.set_seats(make.operator(), offering, 12)
    with acting():
        assert queries.seat_counts([offering.id])[offering.id].free == 12


def test_calling_off_ends_everything_and_tells_everybody(make, acting):
    offering = make.offering(seats=1)
    kinds = (EnrolmentStatus.enrolled, EnrolmentStatus.waiting, EnrolmentStatus.applied)
    people = [make.enrolment(offering, status=status) for status in kinds]
    gone = make.enrolment(offering, status=EnrolmentStatus.refused)
    with acting():
        here(offering).status = OfferingStatus.cancelled
        call_off(OfferingCancelled(offering.id, "최소 인원 미달"))
    assert states(acting, *people, gone) == ["cancelled", "cancelled", "cancelled", "refused"]
    assert letters(acting) == [("enrolment/cancelled_by_academy", p.user_id) for p in people]
    with acting():
        assert db.session.query(Seat).one().enrolment_id is None
        assert db.session.query(Enrolment).filter_by(reason="최소 인원 미달").count() == 3
