"""Any order of asking, giving up and changing the number of seats keeps the promises (hypothesis)."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.db import db, rollback
from lms.core.errors import Refused
from lms.enrolment import services
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from tests.enrolment.conftest import here

PEOPLE = 6

moves = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("give up"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("seats"), st.integers(0, 5)),
)


def play(operator, offering, users, move) -> None:
    """One move; what the rules refuse changes nothing."""
    kind, number = move
    try:
        if kind == "seats":
            services.set_seats(actor=here(operator), offering=here(offering), count=number)
        elif kind == "ask":
            person = here(users[number])
            services.enrol(actor=person, offering=here(offering), user=person)
        else:
            for one in live(offering):
                if one.user_id == users[number].id:
                    services.cancel(actor=one.user, enrolment=one)
    except Refused as refusal:
        if refusal.code not in {"already", "seats-taken"}:
            raise
    db.session.flush()
    db.session.expire_all()


def live(offering) -> list[Enrolment]:
    found = db.session.query(Enrolment).filter_by(offering_id=offering.id).order_by(Enrolment.id)
    return [one for one in found if one.live]


def promises(offering) -> None:
    seats = db.session.query(Seat).filter_by(offering_id=offering.id).all()
    everybody = live(offering)
    seated = [one for one in everybody if one.status is EnrolmentStatus.enrolled]
    waiting = [one for one in everybody if one.waits]
    holders = [seat.enrolment_id for seat in seats if seat.enrolment_id]
    assert sorted(holders) == sorted(one.id for one in seated), "each seated person has one seat"
    assert not waiting or len(holders) == len(seats), "no seat is idle while somebody waits"
    assert all(a.id < b.id for a, b in itertools.product(seated, waiting)), "nobody jumps the line"
    assert len({one.user_id for one in everybody}) == len(everybody), "each person is in once"


@settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seats=st.integers(0, 4), story=st.lists(moves, max_size=25))
def test_any_story_keeps_the_promises(app, make, seats, story):
    operator, offering = make.operator(), make.offering(seats=seats)
    users = [make.user() for _ in range(PEOPLE)]
    with app.app_context(), app.test_request_context():
        try:
            for move in story:
                play(operator, offering, users, move)
                promises(offering)
        finally:
            rollback()
