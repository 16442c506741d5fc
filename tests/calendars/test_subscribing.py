"""Feeds by secret address: got, read, renewed, stopped; what stands in them and what does not."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.calendars import queries, services
from lms.calendars.models import CalendarFeed, FeedKind
from lms.catalogue import services as catalogue
from lms.catalogue.models import ClassSession, OfferingStatus
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Room
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import EnrolmentStatus
from tests.counting import statements


@pytest.fixture
def subscribe(acting):
    """Get the address of a person's feed, or of a room's."""

    def subscribe(who, kind: FeedKind = FeedKind.learning) -> str:
        with acting():
            if isinstance(who, Room):
                actor = db.session.scalars(select(User)).first()
                room = db.session.get_one(Room, who.id)
                return services.open_room_feed(actor=actor, room=room)
            return services.open_feed(actor=db.session.get_one(User, who.id), kind=kind)

    return subscribe


@pytest.fixture
def events(client):
    """What a program reads at an address, by UID."""

    def events(secret: str):
        answer = client.get(f"/calendars/{secret}.ics")
        assert answer.status_code == 200
        assert answer.mimetype == "text/calendar"
        return {str(event["UID"]): event for event in Calendar.from_ical(answer.data).events}

    return events


def test_a_trainee_reads_the_classes_they_have_a_seat_in(make, subscribe, events):
    trainee, offering = make.user("김교육"), make.offering()
    other, waited, draft = make.offering(), make.offering(), make.offering(status="draft")
    session = make.session(offering, instructors=[make.instructor("이강사")])
    for each in (other, waited, draft):
        make.session(each)
    make.enrolment(offering, trainee)
    make.enrolment(draft, trainee)
    make.enrolment(waited, trainee, EnrolmentStatus.waiting)
    found = events(subscribe(trainee))
    assert list(found) == [f"class-{session.id}@127.0.0.1"]
    event = next(iter(found.values()))
    assert event.start == session.starts_at
    assert "이강사" in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"


def test_a_moved_class_keeps_its_uid_and_grows_its_sequence(make, acting, subscribe, events):
    operator, teacher, room = make.operator(), make.instructor(), make.room()
    offering = make.offering(course=make.course(days=3))
    with acting():
        session = catalogue.schedule_session(
            actor=db.session.get_one(User, operator.id),
            offering=db.session.merge(offering),
            room=db.session.get_one(Room, room.id),
            starts_at=clock.at(offering.starts_on, time(9)),
            ends_at=clock.at(offering.starts_on, time(12)),
            instructors=[db.session.get_one(User, teacher.id)],
        )
        session_id = session.id
    secret = subscribe(teacher, FeedKind.teaching)
    before = events(secret)[f"class-{session_id}@127.0.0.1"]
    later = offering.starts_on + timedelta(days=1)
    with acting():
        catalogue.move_session(
            actor=db.session.get_one(User, operator.id),
            session=db.session.get_one(ClassSession, session_id),
            room=db.session.get_one(Room, room.id),
            starts_at=clock.at(later, time(13)),
            ends_at=clock.at(later, time(16)),
        )
    after = events(secret)[f"class-{session_id}@127.0.0.1"]
    assert after.start == clock.at(later, time(13))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_class_called_off_says_so(make, acting, subscribe, events):
    operator, trainee, offering = make.operator(), make.user(), make.offering()
    session, _ = (
        make.session(offering),
        make.session(offering, hours=(time(19), time(21)), pause=None),
    )
    make.enrolment(offering, trainee)
    with acting():
        catalogue.call_off_session(
            actor=db.session.get_one(User, operator.id),
            session=db.session.get_one(ClassSession, session.id),
            reason="정전",
        )
    found = events(subscribe(trainee))
    assert [event["STATUS"] for event in found.values()] == ["CANCELLED", "CONFIRMED"]


def test_a_rooms_feed_names_nobody(make, acting, subscribe, client):
    operator, teacher, room = make.operator("박운영"), make.instructor("이강사"), make.room()
    shown, draft = make.offering(), make.offering(status=OfferingStatus.draft)
    make.session(shown, room=room, instructors=[teacher])
    make.session(draft, room=room, day=draft.starts_on + timedelta(days=1))
    with acting():
        classrooms.book(
            actor=db.session.get_one(User, operator.id),
            kind=BookingKind.internal,
            title="김교육 면담",
            owner=db.session.get_one(User, operator.id),
            room=db.session.get_one(Room, room.id),
            starts_at=clock.at(shown.starts_on + timedelta(days=2), time(10)),
            ends_at=clock.at(shown.starts_on + timedelta(days=2), time(11)),
        )
    body = client.get(f"/calendars/{subscribe(room)}.ics").get_data(as_text=True)
    assert body.count("BEGIN:VEVENT") == 3
    assert shown.course.title_ko in body.replace("\r\n ", "")
    for private in ("박운영", "이강사", "김교육", draft.code, operator.email):
        assert private not in body


def test_an_unchanged_feed_is_not_sent_again(make, subscribe, client):
    trainee, offering = make.user(), make.offering()
    make.session(offering)
    make.enrolment(offering, trainee)
    path = f"/calendars/{subscribe(trainee)}.ics"
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_renewed_and_a_stopped_address_lead_nowhere(make, acting, subscribe, client):
    trainee = make.user()
    old = subscribe(trainee)
    new = subscribe(trainee)
    assert client.get(f"/calendars/{old}.ics").status_code == 404
    assert client.get(f"/calendars/{new}.ics").status_code == 200
    with acting():
        feed = queries.find_feed(new)
        services.close_feed(actor=feed.user, feed=feed)
    assert client.get(f"/calendars/{new}.ics").status_code == 404


def test_a_shut_account_has_no_feed(make, acting, subscribe, client):
    trainee = make.user()
    secret = subscribe(trainee)
    with acting():
        db.session.get_one(User, trainee.id).active = False
    assert client.get(f"/calendars/{secret}.ics").status_code == 404


def test_only_the_hash_is_kept(make, acting, subscribe):
    secret = subscribe(make.user())
    with acting():
        feed = db.session.scalars(select(CalendarFeed)).one()
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert secret not in str(vars(feed))
        assert secret not in str(entry.details)


def test_the_last_visit_is_noted_once_an_hour(make, acting, subscribe, client):
    secret = subscribe(make.user())

    def last_used():
        with acting():
            return db.session.scalars(select(CalendarFeed)).one().last_used_at

    assert last_used() is None
    start = clock.now()
    for minutes, noted in ((0, 0), (30, 0), (61, 61)):
        with clock.frozen(start + timedelta(minutes=minutes)):
            client.get(f"/calendars/{secret}.ics")
        assert last_used() == start + timedelta(minutes=noted)


def test_who_guesses_or_asks_too_often_must_wait(make, subscribe, client):
    secret = subscribe(make.user())
    answers = [client.get(f"/calendars/{secret}.ics").status_code for _ in range(121)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    guesses = [client.get(f"/calendars/guess{n}.ics").status_code for n in range(61)]
    assert set(guesses[:-1]) == {404}
    assert guesses[-1] == 429


def test_a_feed_needs_as_many_queries_with_many_classes(make, subscribe, client):
    trainee, offering = make.user(), make.offering(make.course(days=9))
    make.enrolment(offering, trainee)
    path = f"/calendars/{subscribe(trainee)}.ics"
    make.session(offering)
    client.get(path)
    with statements() as few:
        client.get(path)
    for n in range(1, 6):
        make.session(offering, day=offering.starts_on + timedelta(days=n))
    with statements() as many:
        client.get(path)
    assert len(many) <= len(few) + 1


def test_the_address_is_shown_once(make, sign_in, browse, client):
    sign_in(make.user())
    page = browse("/my/calendar")
    page = page.submit("/my/calendar/learning")
    address = page.all("//input[@readonly]/@value")[0]
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/calendars/[\w-]{32}\.ics", address)
    assert page.all("//a[starts-with(@href, 'webcal://')]")
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    again = browse("/my/calendar")
    assert not again.all("//input[@readonly]")
    assert again.all("//form[contains(@action, '/stop')]")


def test_instructors_have_a_second_feed(make, sign_in, browse, client):
    sign_in(make.instructor())
    page = browse("/my/calendar")
    assert len(page.all("//main//form")) == 2
    page.submit("/my/calendar/teaching")
    page = browse("/my/calendar")
    page.submit("/my/calendar/teaching/stop")
    assert len(browse("/my/calendar").all("//form[contains(@action, '/stop')]")) == 0
    assert client.post("/my/calendar/room").status_code in (404, 409)


def test_operators_give_out_a_rooms_address(make, sign_in, browse):
    room = make.room()
    sign_in(make.operator())
    page = browse(f"/desk/rooms/{room.code}/calendar").submit(f"/rooms/{room.code}/calendar")
    assert page.all("//input[@readonly]/@value")
    assert "/desk/rooms" in page.path
