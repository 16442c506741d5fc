"""What askers do themselves, and what time does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.jobs.queue import run_job, waiting
from lms.room_requests.models import RoomUse, StepReason
from lms.room_requests.queries import no_shows
from lms.room_requests.services import (
    approve,
    cancel,
    cancel_time,
    check_in,
    put_right,
    refuse,
)
from tests.room_requests.conftest import TEN, TODAY, WEEK, here

MINUTE = timedelta(minutes=1)


@pytest.fixture
def operator(make):
    return make.operator()


@pytest.fixture
def asker(make):
    return make.instructor()


@pytest.fixture
def approved(make, desk, operator, asker):
    """An approved request in a room that is released after twenty minutes."""

    def build(*starts, **room):
        values = {"release_after_minutes": 20, **room}
        request = desk.ask(asker, make.room(**values), *starts)
        desk.do(approve, operator, request)
        return request

    return build


def _check_in(desk, asker, request, moment, number=0):
    with clock.frozen(moment), desk.acting():
        row = here(request)
        occurrence = row.booking.occurrences[number]
        return check_in(actor=here(asker), request=row, occurrence=occurrence)


def test_giving_up_in_time(desk, asker, approved):
    request = approved()
    desk.do(cancel, asker, request, message="일정이 바뀌었습니다.")
    assert desk.states(request) == ["cancelled"]
    assert desk.times(request) == ["cancelled"]
    assert desk.mails()[-1].template == "room_requests/cancelled"


def test_giving_up_too_late(desk, asker, approved):
    request = approved()
    late = TEN - timedelta(hours=48)
    with clock.frozen(late), pytest.raises(Refused, match="전화"):
        desk.do(cancel, asker, request, message="")
    with clock.frozen(late - MINUTE):
        desk.do(cancel, asker, request, message="")


def test_what_is_not_decided_is_given_up_at_any_time(make, desk, asker):
    request = desk.ask(asker, make.room())
    with clock.frozen(TEN - MINUTE):
        desk.do(cancel, asker, request, message="")
    assert desk.states(request) == ["cancelled"]


def test_giving_up_one_time_after_the_other(desk, asker, approved):
    request = approved(TEN, TEN + WEEK)
    for number, state in ((0, "approved"), (1, "cancelled")):
        with desk.acting():
            row = here(request)
            cancel_time(
                actor=here(asker),
                request=row,
                occurrence=row.booking.occurrences[number],
                message="",
            )
        assert desk.states(request) == [state]
    assert [m.template.split("/")[1] for m in desk.mails()][-2:] == ["time_cancelled", "cancelled"]


@pytest.mark.parametrize(("minutes", "may"), [(-31, False), (-30, True), (19, True), (120, False)])
def test_checking_in(desk, asker, approved, minutes, may):
    request = approved()
    moment = TEN + minutes * MINUTE
    if may:
        _check_in(desk, asker, request, moment)
        _check_in(desk, asker, request, moment)  # twice is once
    else:
        with pytest.raises(Refused):
            _check_in(desk, asker, request, moment)
    assert desk.uses() == ([(True, False)] if may else [])


def test_nobody_checks_in_to_what_is_not_approved(make, desk, asker):
    request = desk.ask(asker, make.room())
    with pytest.raises(Refused):
        _check_in(desk, asker, request, TEN)


def test_who_checked_in_has_used_the_room(desk, asker, approved):
    request = approved()
    _check_in(desk, asker, request, TEN)
    desk.settle(request, TEN + 60 * MINUTE)
    assert desk.states(request) == ["approved"]
    desk.settle(request, TEN + 120 * MINUTE)
    assert desk.states(request) == ["used"]
    assert desk.times(request) == ["confirmed"]


def test_nobody_came(make, desk, operator, asker, approved, acting):
    request = approved()
    desk.settle(request, TEN + 19 * MINUTE)
    assert desk.states(request) == ["approved"]
    desk.settle(request, TEN + 20 * MINUTE)
    assert desk.states(request) == ["no_show"]
    assert desk.times(request) == ["cancelled"]
    assert desk.uses() == [(False, True)]
    assert desk.mails()[-1].template == "room_requests/no_show"
    with acting():
        assert no_shows(here(asker), TODAY) == 1
    desk.do(put_right, operator, request, message="전화로 확인했습니다.")
    assert desk.states(request) == ["used"]


def test_a_room_that_is_never_released(desk, approved):
    request = approved(release_after_minutes=None)
    desk.settle(request, TEN + 119 * MINUTE)
    assert desk.states(request) == ["approved"]
    desk.settle(request, TEN + 120 * MINUTE)
    assert desk.states(request) == ["used"]
    assert desk.uses() == []


def test_a_series_goes_on_after_a_time_that_was_missed(desk, asker, approved):
    request = approved(TEN, TEN + WEEK)
    desk.settle(request, TEN + 20 * MINUTE)
    assert desk.states(request) == ["approved"]
    assert desk.times(request) == ["cancelled", "confirmed"]
    assert desk.mails()[-1].template == "room_requests/time_released"
    _check_in(desk, asker, request, TEN + WEEK, 1)
    desk.settle(request, TEN + WEEK + 120 * MINUTE)
    assert desk.states(request) == ["used"]


def test_a_series_that_was_missed_throughout_is_a_no_show(desk, approved):
    request = approved(TEN, TEN + WEEK)
    desk.settle(request, TEN + 20 * MINUTE)
    desk.settle(request, TEN + WEEK + 20 * MINUTE)
    assert desk.states(request) == ["no_show"]
    assert desk.uses() == [(False, True), (False, True)]


def test_what_nobody_decided_is_refused_when_it_begins(make, desk, asker):
    request = desk.ask(asker, make.room(), TEN, TEN + WEEK)
    desk.settle(request, TEN)
    assert desk.states(request) == ["applied"]
    assert desk.times(request) == ["cancelled", "provisional"]
    desk.settle(request, TEN + WEEK)
    assert desk.states(request) == ["refused"]
    assert desk.steps(request)[-1][1] == "too_late"


def test_the_worker_finds_what_is_due_and_does_it_once(app, make, desk, asker, approved):
    shown, missed = approved(), approved(TEN + WEEK)
    undecided = desk.ask(asker, make.room(), TEN + WEEK)
    _check_in(desk, asker, shown, TEN)
    due = [
        (TEN + 19 * MINUTE, []),
        (TEN + 120 * MINUTE, [shown.id]),
        (TEN + WEEK, [undecided.id]),
        (TEN + WEEK + 20 * MINUTE, [missed.id]),
        (TEN + 9 * WEEK, []),
    ]
    for moment, ids in due:
        with clock.frozen(moment):
            with app.app_context():
                found = [id_ for name, id_ in waiting(timedelta(0)) if name.startswith("room_r")]
            assert found == ids, moment
            for id_ in found * 2:
                run_job(app, "room_requests.settle", id_)
    assert desk.states(shown, missed, undecided) == ["used", "no_show", "refused"]


def test_steps_are_only_ever_added(desk, approved):
    request = approved()
    with pytest.raises(Exception, match="append-only"), desk.acting():
        here(request).steps[0].message = "다른 말"


def test_a_use_is_one_thing_or_the_other(desk, approved):
    request = approved()
    with pytest.raises(Exception, match="one_of_two"), desk.acting():
        row = here(request)
        both = RoomUse(
            occurrence_id=row.booking.occurrences[0].id,
            request_id=row.id,
            checked_in_at=TODAY,
            released_at=TODAY,
        )
        db.session.add(both)


def test_a_time_that_has_begun_undecided_is_given_back_with_the_rest(make, desk, asker, operator):
    given_up, refused = (desk.ask(asker, make.room(), TEN, TEN + WEEK) for _ in range(2))
    with clock.frozen(TEN + MINUTE):  # the worker has not been here yet
        desk.do(cancel, asker, given_up, message="")
        desk.do(refuse, operator, refused, reason=StepReason.purpose, message="목적이 다릅니다.")
    assert desk.times(given_up) == desk.times(refused) == ["cancelled", "cancelled"]


def test_nobody_has_missed_what_was_approved_when_it_had_begun(make, desk, asker, operator):
    request = desk.ask(asker, make.room(release_after_minutes=20), TEN, TEN + WEEK)
    with clock.frozen(TEN + MINUTE):
        desk.do(approve, operator, request)
    assert desk.times(request) == ["cancelled", "confirmed"]
    assert [reason for _, reason, _ in desk.steps(request)] == ["asked", "too_late", "granted"]
    desk.settle(request, TEN + 30 * MINUTE)
    assert desk.uses() == []


def test_a_new_grace_time_does_not_reach_back(app, make, desk, approved):
    request = approved(TEN, TEN + WEEK, release_after_minutes=None)
    with desk.acting():
        here(request).booking.occurrences[0].room.release_after_minutes = 20
    later = TEN + timedelta(days=3)
    with clock.frozen(later), app.app_context():
        assert [name for name, _ in waiting(timedelta(0)) if name.startswith("room_r")] == []
    desk.settle(request, later)
    assert desk.times(request) == ["confirmed", "confirmed"]
    assert desk.uses() == []
