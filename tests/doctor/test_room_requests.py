"""Promises of requests for rooms: kept on sound data, named when broken behind our back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.core import clock
from lms.core.db import db
from lms.doctor.room_requests import requests_match_bookings, requests_moving
from lms.room_requests.services import approve
from tests.room_requests.conftest import TEN, TODAY, Desk


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def desk(acting) -> Desk:
    return Desk(acting)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE occurrences SET status = 'confirmed'",
        "UPDATE occurrences SET status = 'cancelled'",
        "UPDATE room_requests SET status = 'approved'",
        "UPDATE room_requests SET status = 'refused'",
        "UPDATE room_requests SET status = 'reviewing'",
    ],
)
def test_a_request_and_its_booking_that_disagree_are_named(make, desk, acting, damage):
    desk.ask(make.instructor(), make.room())
    with acting():
        assert requests_match_bookings() == []
        db.session.execute(text(damage))
        (problem,) = requests_match_bookings()
    assert "disagree" in problem


def test_a_booking_without_its_request_is_named(make, desk, acting):
    desk.book(make.operator(), make.room())
    with acting():
        assert requests_match_bookings() == []
        db.session.execute(text("UPDATE bookings SET kind = 'request'"))
        (problem,) = requests_match_bookings()
    assert "has lost its request" in problem


def test_what_nobody_settles_is_named(make, desk, acting):
    request = desk.ask(make.instructor(), make.room())
    desk.do(approve, make.operator(), request)
    for minutes, stuck in ((120, False), (136, True)):
        with clock.frozen(TEN + timedelta(minutes=minutes)), acting():
            assert bool(requests_moving()) is stuck
