"""The planner's page: needs in, a proposal out, changed by hand, booked in one step."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Offering, OfferingStatus
from lms.catalogue.plan import topics
from lms.catalogue.services import move_session
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Layout, Occurrence, OccurrenceStatus, Room
from lms.classrooms.preview import Placement
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from tests.counting import statements

MONDAY = date(2027, 1, 4)


@pytest.fixture
def draft(make):
    """A draft of three days in January, from a Monday on."""
    course = make.course(days=3, hours=24)
    return make.offering(
        course,
        starts_on=MONDAY,
        status=OfferingStatus.draft,
        enrol_from=clock.at(MONDAY - timedelta(days=40), time(9)),
    )


@pytest.fixture
def plan(make, sign_in, browse, draft):
    """The planner's page, as an operator sees it."""
    sign_in(make.operator())
    return lambda: browse(f"/desk/offerings/{draft.code}/plan")


def propose(page, **needs):
    return page.submit(propose="1", **needs)


def lines(page) -> list[tuple[str, str]]:
    days = page.all("//input[starts-with(@name, 'lines-') and contains(@name, '-day')]/@value")
    rooms = page.all("//select[contains(@name, '-room')]/option[@selected]/@value")
    return list(zip(days, rooms, strict=True))


def test_a_whole_offering_is_placed_and_booked(make, acting, plan, draft):
    big, small = make.room(capacity=40), make.room(capacity=22)
    teacher = make.instructor("이강사")
    with acting():
        classrooms.set_day(
            actor=db.session.scalars(select(User)).first(),
            day=MONDAY + timedelta(days=1),
            name="개원기념일",
            is_off=True,
        )
    page = propose(plan(), instructor=str(teacher.id))
    assert lines(page) == [
        ("2027-01-04", small.code),
        ("2027-01-06", small.code),
        ("2027-01-07", small.code),
    ]
    assert "개원기념일" in page.text
    with acting():
        assert db.session.scalars(select(ClassSession)).all() == []
    page = page.submit(book="1")
    assert page.path == f"/desk/offerings/{draft.code}"
    with acting():
        offering = db.session.get_one(Offering, draft.id)
        assert (offering.starts_on, offering.ends_on) == (MONDAY, MONDAY + timedelta(days=3))
        days = [clock.to_seoul(one.starts_at).date().isoformat() for one in offering.sessions]
        assert days == ["2027-01-04", "2027-01-06", "2027-01-07"]
        assert {one.occurrence.room.code for one in offering.sessions} == {small.code}
        assert {one.minutes for one in offering.sessions} == {480}
        assert {one.instructors[0].name for one in offering.sessions} == {"이강사"}
        assert big.code not in {one.occurrence.room.code for one in offering.sessions}


def test_lines_can_be_changed_left_out_and_checked(make, acting, plan, draft):
    room, other = make.room(capacity=22), make.room(capacity=30)
    make.session(make.offering(), room=other, day=MONDAY + timedelta(days=7))
    page = propose(plan())
    changed = {"lines-1-room": other.code, "lines-1-day": "2027-01-11", "lines-2-skip": "y"}
    page = page.submit(check="1", **changed)
    assert page.status == 200
    assert "예약할 수 없음" in page.text
    refused = page.submit(book="1")
    assert refused.status == 409
    assert lines(refused) == [
        ("2027-01-04", room.code),
        ("2027-01-11", other.code),
        ("2027-01-06", room.code),
    ]
    with acting():
        assert db.session.scalars(select(ClassSession).filter_by(offering_id=draft.id)).all() == []
    refused.submit(book="1", **{"lines-1-day": "2027-01-12"})
    with acting():
        offering = db.session.get_one(Offering, draft.id)
        found = [
            (clock.to_seoul(s.starts_at).date().day, s.occurrence.room.code)
            for s in offering.sessions
        ]
        assert found == [(4, room.code), (12, other.code)]
        assert offering.ends_on == date(2027, 1, 12)


def test_the_deadlines_of_a_draft_keep_their_distance(make, acting, plan, draft):
    make.room()
    before = draft.starts_on, draft.enrol_until, draft.cancel_until
    later = MONDAY + timedelta(days=14)
    propose(plan(), first_on=later.isoformat()).submit(book="1")
    with acting():
        offering = db.session.get_one(Offering, draft.id)
        shift = offering.starts_on - before[0]
        assert shift == timedelta(days=14)
        assert offering.enrol_until == before[1] + shift
        assert offering.cancel_until == before[2] + shift


def test_a_busy_instructor_and_full_rooms_are_told(make, plan):
    room, teacher = make.room(), make.instructor("박강사")
    make.session(make.offering(), day=MONDAY, instructors=[teacher], room=make.room(capacity=5))
    make.session(make.offering(), day=MONDAY + timedelta(days=1), room=room)
    page = propose(plan(), instructor=str(teacher.id))
    assert [day for day, _ in lines(page)] == ["2027-01-06", "2027-01-07", "2027-01-08"]
    assert "박강사" in page.text


def test_requests_are_spared_for_a_week_then_pushed_out_when_confirmed(make, acting, plan, draft):
    asker, room = make.user(), make.room()
    with acting():
        days = [MONDAY + timedelta(days=n) for n in range(28)]
        request = classrooms.book_series(
            actor=db.session.get_one(User, asker.id),
            kind=BookingKind.request,
            owner=db.session.get_one(User, asker.id),
            details=classrooms.BookingDetails("품질 회의"),
            placements=[
                Placement(
                    db.session.get_one(Room, room.id),
                    clock.at(day, time(10)),
                    clock.at(day, time(11)),
                )
                for day in days
            ],
            status=OccurrenceStatus.provisional,
        )
        request_id = request.id
    page = propose(plan())
    assert [day for day, _ in lines(page)] == ["2027-01-04", "2027-01-05", "2027-01-06"]
    page = page.submit(book="1")
    assert page.status == 409
    assert "품질 회의" in page.text
    page.submit(book="1", push_out="y")
    with acting():
        found = db.session.scalars(select(Occurrence).filter_by(booking_id=request_id)).all()
        gone = [one for one in found if one.status is OccurrenceStatus.cancelled]
        assert len(gone) == 3
        assert len(db.session.scalars(select(ClassSession)).all()) == 3


def test_nothing_free_is_said(make, plan):
    make.room(capacity=5)
    page = propose(plan())
    assert "찾지 못했습니다" in page.text
    assert not lines(page)


def test_bad_needs_are_answered_field_by_field(make, plan):
    make.room()
    page = propose(plan(), ends="08:00", break_from="", break_until="", weekdays=None, count="0")
    assert page.status == 422
    assert len(page.all("//p[contains(@class, 'field-error')]")) == 3
    nothing = propose(plan()).submit(book="1", **{f"lines-{n}-skip": "y" for n in range(3)})
    assert nothing.status == 422


def test_a_published_offering_keeps_its_days_and_grows(make, acting, sign_in, browse):
    make.room()
    offering = make.offering(make.course(days=2), starts_on=MONDAY)
    make.session(offering)
    sign_in(make.operator())
    page = browse(f"/desk/offerings/{offering.code}/plan")
    propose(page, first_on=(MONDAY + timedelta(days=3)).isoformat()).submit(book="1")
    with acting():
        row = db.session.get_one(Offering, offering.id)
        assert (row.starts_on, row.ends_on) == (MONDAY, MONDAY + timedelta(days=3))
        assert row.enrol_until == offering.enrol_until


def test_topics_follow_the_syllabus():
    units = [("개념", 4), ("실습", 8), ("발표", 4)]
    assert topics(units, 16, 2) == ["개념 · 실습", "발표"]
    assert topics(units, 16, 4) == ["개념", "실습", "", "발표"]
    assert topics([], 16, 2) == ["", ""]


def test_a_class_set_up_for_practice_needs_the_seats_of_that_layout(make, acting, plan, draft):
    make.room(capacity=40)
    lab = make.room(capacity=30, capacity_practice=20)
    make.room(capacity=50, capacity_practice=12)
    page = propose(plan(), layout="practice", people="20", count="1")
    assert lines(page) == [("2027-01-04", lab.code)]
    page.submit(book="1")
    with acting():
        session = db.session.scalars(select(ClassSession)).one()
        assert session.layout is Layout.practice
        with pytest.raises(Refused, match="20"):
            move_session(
                actor=db.session.scalars(select(User)).first(),
                session=session,
                room=db.session.scalars(select(Room).filter_by(capacity=40)).one(),
                starts_at=session.starts_at,
                ends_at=session.ends_at,
            )


def test_planning_takes_as_many_queries_for_many_days_as_for_few(make, plan):
    for _ in range(3):
        make.room()
    counts = {}
    for days in ("2", "30"):
        page = plan()
        with statements() as sent:
            propose(page, count=days)
        counts[days] = len(sent)
    assert counts["30"] == counts["2"]
