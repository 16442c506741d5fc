"""Asking: what is held, what is refused, what is kept of the consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.classrooms import services as classrooms
from lms.classrooms.models import Booking, Layout
from lms.classrooms.preview import Placement
from lms.config import RoomLimits
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.legal import legal_text
from lms.room_requests import services
from lms.room_requests.alternatives import able_for, possible_instead
from lms.room_requests.models import RoomRequest
from lms.room_requests.services import cancel
from tests.room_requests.conftest import TEN, TODAY, WEEK, here


@pytest.fixture
def limits(app, monkeypatch):
    """Sets the limits of the month: `limits(person_times=2)`; what is not said is no limit."""

    def set_limits(**some: int) -> None:
        none = dict.fromkeys(vars(RoomLimits()), 0)
        before = app.extensions["settings"]
        changed = type(before)(**{**vars(before), "room_limits": RoomLimits(**{**none, **some})})
        monkeypatch.setitem(app.extensions, "settings", changed)

    return set_limits


def test_a_request_holds_the_room_provisionally(make, desk):
    request = desk.ask(make.instructor(), make.room())
    assert desk.states(request) == ["applied"]
    assert desk.times(request) == ["provisional"]
    assert desk.steps(request) == [("applied", "asked", "분임조 발표")]
    assert [(m.template, m.user_id) for m in desk.mails()] == [
        ("room_requests/applied", request.asker_id)
    ]


def test_the_texts_agreed_to_are_kept(make, desk):
    request = desk.ask(make.instructor(), make.room())
    rules, privacy = legal_text("room-use", "ko"), legal_text("room-privacy", "ko")
    assert (request.rules_version, request.rules_hash) == (f"{rules.version} ko", rules.digest)
    assert (request.privacy_version, request.privacy_hash) == (
        f"{privacy.version} ko",
        privacy.digest,
    )


def test_two_may_ask_for_the_same(make, desk):
    room = make.room()
    one, other = desk.ask(make.instructor(), room), desk.ask(make.instructor(), room)
    assert desk.times(one) == desk.times(other) == ["provisional"]


def test_a_room_that_needs_no_approval_is_there_at_once(make, desk):
    request = desk.ask(make.instructor(), make.room(needs_approval=False))
    assert desk.states(request) == ["approved"]
    assert desk.times(request) == ["confirmed"]
    assert [one[:2] for one in desk.steps(request)] == [
        ("applied", "asked"),
        ("approved", "at_once"),
    ]
    assert [m.template for m in desk.mails()] == ["room_requests/approved"]


def test_nothing_is_there_at_once_where_somebody_has_asked_before(make, desk, acting):
    room = make.room()
    first = desk.ask(make.instructor(), room)
    with acting():
        here(room).needs_approval = False
    second = desk.ask(make.instructor(), room)
    assert desk.states(first, second) == ["applied", "applied"]


@pytest.mark.parametrize(
    ("start", "hours", "people", "rule"),
    [
        (TEN - timedelta(days=7), 2, 10, "3일"),  # tomorrow: three days are needed
        (TEN + timedelta(days=90), 2, 10, "60"),  # further ahead than sixty days
        (TEN - timedelta(hours=4), 2, 10, "07:00"),  # at six the room is closed
        (TEN, 2, 31, "30"),  # thirty seats
        (TEN + timedelta(days=24), 2, 10, "기독탄신일"),
    ],
)
def test_the_rooms_rules_hold(make, desk, acting, start, hours, people, rule):
    with pytest.raises(Refused) as refused:
        desk.ask(make.instructor(), make.room(), start, hours=hours, people=people)
    assert rule in refused.value.sentence
    with acting():
        assert db.session.query(RoomRequest).count() == 0
        assert db.session.query(Booking).count() == 0


def test_what_is_taken_for_sure_can_not_be_asked_for(make, desk):
    room, operator = make.room(), make.operator()
    desk.book(operator, room)
    with pytest.raises(Refused) as refused:
        desk.ask(make.instructor(), room, TEN - WEEK + timedelta(days=7), TEN + WEEK)
    assert "10:00–12:00" in refused.value.sentence


def test_a_person_may_ask_only_so_often_a_month(make, desk, limits):
    limits(person_times=2)
    room, asker = make.room(), make.instructor()
    desk.ask(asker, room, TEN, TEN + timedelta(days=1))
    with pytest.raises(Refused, match="2회"):
        desk.ask(asker, room, TEN + timedelta(days=2))
    desk.ask(asker, room, TEN + timedelta(weeks=5))  # in January
    desk.ask(make.instructor(), room, TEN + timedelta(days=2))  # somebody else


def test_the_hours_count_as_well(make, desk, limits):
    limits(person_hours=3)
    room, asker = make.room(), make.instructor()
    desk.ask(asker, room, hours=2)
    with pytest.raises(Refused, match="1시간"):
        desk.ask(asker, room, TEN + timedelta(days=1), hours=1.5)
    desk.ask(asker, room, TEN + timedelta(days=1), hours=1)


def test_a_firm_has_a_limit_of_its_own(make, desk, limits):
    limits(firm_times=2)
    room, firm = make.room(), make.firm()
    one, other = make.user(), make.user()
    desk.ask(one, room, firm_id=firm.id)
    desk.ask(other, room, TEN + timedelta(days=1), firm_id=firm.id)
    with pytest.raises(Refused, match="기업"):
        desk.ask(one, room, TEN + timedelta(days=2), firm_id=firm.id)
    desk.ask(one, room, TEN + timedelta(days=2))  # for himself


def test_what_was_given_up_does_not_count(make, desk, limits):
    limits(person_times=1)
    room, asker = make.room(), make.instructor()
    first = desk.ask(asker, room)
    desk.do(cancel, asker, first, message="")
    desk.ask(asker, room)


@pytest.mark.parametrize(
    ("start", "nearest"),
    [
        (TEN.replace(hour=6), TEN.replace(hour=7)),  # before it opens
        (TODAY + timedelta(hours=4), TODAY + timedelta(hours=76)),  # too late to ask
        (TEN.replace(day=25), None),  # Christmas
    ],
)
def test_whatever_is_offered_instead_may_be_asked_for(make, desk, start, nearest):
    asker, room, _ = make.instructor(), make.room(), make.room("제2강의실")
    end = start + timedelta(hours=2)
    details = classrooms.BookingDetails("모임", purpose="모임", people=5)
    with desk.acting():
        times = [Placement(here(room), start, end)]
        lines = services.preview(services.Wanted(details, times, "01012345678"))
        able = able_for(here(asker))
        found = possible_instead(lines, able, 5, Layout.lecture)[0]
        assert [one.starts_at for one in found[:1]] == ([nearest] if nearest else [])
        for one in found:
            again = [Placement(able[one.code], one.starts_at, one.ends_at)]
            services.check_times(services.Wanted(details, again, "01012345678"))
