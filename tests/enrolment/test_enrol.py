"""Asking for a seat: what comes of it, what is kept, what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.audit.models import AuditEntry
from lms.catalogue.models import Selection, prerequisites
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.firms.groups import Group
from lms.notifications.models import Message
from tests.enrolment.conftest import here


def test_a_free_seat_is_given_at_once(make, desk, acting):
    offering, user = make.offering(seats=2), make.user()
    enrolment = desk.enrol(offering, user)
    assert enrolment.status is EnrolmentStatus.enrolled
    with acting():
        assert db.session.query(Seat).filter_by(enrolment_id=enrolment.id).one().number == 1
        assert db.session.query(AuditEntry).one().action == "enrolment.enrolled"
        message = db.session.query(Message).one()
        assert (message.template, message.user_id) == ("enrolment/enrolled", user.id)
        count = queries.seat_counts([offering.id])[offering.id]
        assert (count.total, count.taken, count.free, count.waiting) == (2, 1, 1, 0)


def test_without_a_free_seat_one_waits(make, desk, acting):
    offering = make.offering(seats=1)
    make.enrolment(offering)
    waiting = [desk.enrol(offering, make.user()) for _ in range(3)]
    assert {one.status for one in waiting} == {EnrolmentStatus.waiting}
    with acting():
        places = queries.places_in_line(waiting)
        assert [places[one.id] for one in waiting] == [1, 2, 3]
        assert queries.place_in_line(waiting[2]) == 3
        assert {m.template for m in db.session.query(Message)} == {"enrolment/waiting"}


def test_a_free_seat_is_not_for_the_newcomer_while_somebody_waits(make, desk):
    offering = make.offering(seats=1)
    make.enrolment(offering, status=EnrolmentStatus.waiting)
    assert desk.enrol(offering, make.user()).status is EnrolmentStatus.waiting


def test_where_the_academy_selects_one_applies(make, desk):
    offering = make.offering(selection=Selection.approval)
    assert desk.enrol(offering, make.user()).status is EnrolmentStatus.applied


def test_firm_region_and_group_are_frozen(make, desk):
    offering, user = make.offering(), make.user()
    firm = make.firm(region="44130")
    make.member(user, firm)
    enrolment = desk.enrol(offering, user)
    assert (enrolment.firm_id, enrolment.region_code) == (firm.id, "44130")
    assert enrolment.group is Group.chungcheong


def test_a_seat_kept_for_a_group_comes_first_and_is_for_that_group_only(make, desk, acting):
    offering = make.offering(seats=2)
    with acting():
        db.session.query(Seat).filter_by(
            offering_id=offering.id, number=2
        ).one().pool = Group.chungcheong
    member = make.user()
    make.member(member, make.firm(region="44130"))
    seat_numbers = []
    for user in (member, make.user(), make.user()):
        enrolment = desk.enrol(offering, user)
        with acting():
            seat = here(enrolment).seat
            seat_numbers.append(seat.number if seat else None)
    assert seat_numbers == [2, 1, None]


def test_a_seat_that_a_firm_holds_is_not_free_until_the_hold_ends(make, desk, acting):
    offering, firm = make.offering(seats=1), make.firm()
    with acting():
        seat = db.session.query(Seat).filter_by(offering_id=offering.id).one()
        seat.held_by_firm_id, seat.held_until = firm.id, clock.now() + timedelta(days=1)
    with clock.frozen(clock.now()):
        assert desk.enrol(offering, make.user()).status is EnrolmentStatus.waiting
    other = make.offering(seats=1)
    with acting():
        seat = db.session.query(Seat).filter_by(offering_id=other.id).one()
        seat.held_by_firm_id, seat.held_until = firm.id, clock.now() - timedelta(seconds=1)
    assert desk.enrol(other, make.user()).status is EnrolmentStatus.enrolled


def refused(call, *arguments, **facts) -> str:
    with pytest.raises(Refused) as problem:
        call(*arguments, **facts)
    assert problem.value.sentence
    return problem.value.code


def test_a_second_live_enrolment_is_refused_and_changes_nothing(make, desk, acting):
    offering, user = make.offering(), make.user()
    make.enrolment(offering, user)
    assert refused(desk.enrol, offering, user) == "already"
    with acting():
        assert db.session.query(Enrolment).count() == 1
        assert db.session.query(AuditEntry).count() == 0


def test_a_cancelled_enrolment_does_not_stand_in_the_way(make, desk):
    offering, user = make.offering(), make.user()
    make.enrolment(offering, user, status=EnrolmentStatus.cancelled)
    assert desk.enrol(offering, user).status is EnrolmentStatus.enrolled


def test_class_at_the_same_time_is_refused(make, desk):
    user = make.user()
    one, other = make.offering(), make.offering()
    make.session(one)
    make.session(other)
    make.enrolment(one, user)
    assert refused(desk.enrol, other, user) == "clash"


def test_class_on_another_day_is_no_clash(make, desk):
    user = make.user()
    one, other = make.offering(), make.offering(starts_in=15)
    make.session(one)
    make.session(other)
    make.enrolment(one, user)
    assert desk.enrol(other, user).status is EnrolmentStatus.enrolled


def test_a_course_that_must_come_first_is_asked_for(make, desk, acting):
    basics, course, user = make.course("기초"), make.course("응용"), make.user()
    with acting():
        db.session.execute(prerequisites.insert().values(course_id=course.id, needs_id=basics.id))
    offering = make.offering(course)
    assert refused(desk.enrol, offering, user) == "prerequisite"
    enrolment = desk.enrol(offering, user, completed_course_ids={basics.id})
    assert enrolment.status is EnrolmentStatus.enrolled


def test_the_desk_may_overrule_with_a_reason_but_not_jump_the_line(make, desk, acting):
    now = clock.now()
    closed = {"enrol_from": now - timedelta(days=9), "enrol_until": now - timedelta(days=1)}
    offering, operator, user = make.offering(seats=1, **closed), make.operator(), make.user()
    assert refused(desk.enrol, offering, user) == "closed"
    assert desk.add(operator, offering, user, reason="전화 요청").status is EnrolmentStatus.enrolled
    late = desk.add(operator, offering, make.user(), reason="전화 요청")
    assert late.status is EnrolmentStatus.waiting
    with acting():
        entry = db.session.query(AuditEntry).order_by(AuditEntry.id).first()
        assert (entry.actor_id, entry.reason) == (operator.id, "전화 요청")
        assert entry.details["overruled"] == ["closed"]


def test_the_desk_cannot_put_somebody_in_twice(make, desk):
    offering, operator, user = make.offering(), make.operator(), make.user()
    make.enrolment(offering, user)
    assert refused(desk.add, operator, offering, user, reason="x") == "already"
