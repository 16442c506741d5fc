"""Many at once, each with a connection of its own: one seat has one winner, nobody is left unclear."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from lms.catalogue import services as catalogue
from lms.core.db import commit, db, rollback
from lms.core.errors import Problem
from lms.enrolment import services
from lms.enrolment.models import SEATED, Enrolment, EnrolmentStatus, Seat
from tests.enrolment.conftest import here

CROWD = 20


def at_once(app, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each call in a thread and transaction of its own, all let go together."""
    gate = threading.Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        with app.app_context(), app.test_request_context():
            gate.wait()
            try:
                outcomes[number] = call()
                commit()
            except Problem as problem:
                rollback()
                outcomes[number] = problem.code
            except Exception as error:
                rollback()
                outcomes[number] = error
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def asking(offering, user) -> Callable[[], str]:
    def ask() -> str:
        person = here(user)
        return services.enrol(actor=person, offering=here(offering), user=person).status.value

    return ask


def cancelling(enrolment) -> Callable[[], str]:
    def give_up() -> str:
        row = here(enrolment)
        services.cancel(actor=row.user, enrolment=row)
        return "cancelled"

    return give_up


def check(acting, offering) -> None:
    """No seat has two people, no seated person is without a seat, no free seat is waited for."""
    with acting():
        seats = db.session.query(Seat).filter_by(offering_id=offering.id).all()
        people = db.session.query(Enrolment).filter_by(offering_id=offering.id).all()
        taken = Counter(seat.enrolment_id for seat in seats if seat.enrolment_id)
        seated = {one.id for one in people if one.status in SEATED}
        assert set(taken) == seated
        assert all(count == 1 for count in taken.values())
        if len(taken) < len(seats):
            assert not [one for one in people if one.waits], "a free seat while somebody waits"


def test_the_last_seat_has_one_winner(app, make, acting):
    offering = make.offering(seats=1)
    users = [make.user() for _ in range(CROWD)]
    outcomes = at_once(app, [asking(offering, user) for user in users])
    assert Counter(outcomes) == {"enrolled": 1, "waiting": CROWD - 1}
    check(acting, offering)


def test_several_seats_are_all_given(app, make, acting):
    offering = make.offering(seats=7)
    users = [make.user() for _ in range(CROWD)]
    outcomes = at_once(app, [asking(offering, user) for user in users])
    assert Counter(outcomes) == {"enrolled": 7, "waiting": CROWD - 7}
    check(acting, offering)


def test_one_person_pressing_often_is_in_once(app, make, acting):
    offering, user = make.offering(seats=5), make.user()
    outcomes = at_once(app, [asking(offering, user)] * 8)
    assert Counter(outcomes) == {"enrolled": 1, "already": 7}
    check(acting, offering)


def test_giving_up_and_asking_at_once_leaves_no_seat_idle(app, make, acting):
    offering = make.offering(seats=4)
    seated = [make.enrolment(offering) for _ in range(4)]
    users = [make.user() for _ in range(12)]
    calls = [cancelling(one) for one in seated] + [asking(offering, user) for user in users]
    outcomes = at_once(app, calls)
    assert outcomes[:4] == ["cancelled"] * 4
    assert set(outcomes[4:]) <= {"enrolled", "waiting"}
    check(acting, offering)
    with acting():
        live = db.session.query(Enrolment).filter_by(
            offering_id=offering.id, status=EnrolmentStatus.enrolled
        )
        assert live.count() == 4


def test_one_enrolment_is_cancelled_once(app, make, acting):
    offering = make.offering(seats=1)
    seated = make.enrolment(offering)
    outcomes = at_once(app, [cancelling(seated)] * 5)
    assert Counter(outcomes) == {"cancelled": 1, "status": 4}
    check(acting, offering)


def test_nobody_is_left_in_an_offering_that_is_called_off_meanwhile(app, make, acting):
    offering, operator = make.offering(seats=5), make.operator()
    make.enrolment(offering)

    def call_off() -> str:
        catalogue.cancel_offering(
            actor=here(operator), offering=here(offering), reason="최소 인원 미달"
        )
        return "called off"

    users = [make.user() for _ in range(12)]
    outcomes = at_once(app, [call_off, *(asking(offering, user) for user in users)])
    assert outcomes[0] == "called off"
    assert set(outcomes[1:]) <= {"enrolled", "waiting", "called-off"}
    with acting():
        people = db.session.query(Enrolment).filter_by(offering_id=offering.id)
        assert {one.status for one in people} == {EnrolmentStatus.cancelled}


def doing(verb, word: str, **facts) -> Callable[[], str]:
    """A service with rows of its own transaction; what is said when it went through."""

    def do() -> str:
        rows = {
            name: here(value) if hasattr(value, "__tablename__") else value
            for name, value in facts.items()
        }
        verb(**rows)
        return word

    return do


def test_an_offer_is_accepted_or_passed_on_never_both(app, make, acting):
    offering, operator = make.offering(seats=1), make.operator()
    seated = make.enrolment(offering)
    first, second = (make.enrolment(offering, status=EnrolmentStatus.waiting) for _ in range(2))
    with acting():
        rules = services.GivingRules(offer_hours=24)
        services.set_rules(actor=here(operator), offering=here(offering), rules=rules)
        services.cancel(actor=here(seated).user, enrolment=here(seated))
    accept = doing(services.accept_offer, "accepted", enrolment=first)
    decline = doing(services.decline_offer, "declined", enrolment=first)
    outcomes = at_once(app, [accept, decline, accept, decline])
    assert set(outcomes) in ({"accepted", "no-offer"}, {"declined", "no-offer"})
    check(acting, offering)
    with acting():
        went_on = here(second).status is EnrolmentStatus.offered
        assert went_on == (here(first).status is EnrolmentStatus.cancelled)


def test_firms_that_reserve_and_people_who_ask_never_share_a_seat(app, make, acting):
    offering, operator = make.offering(seats=6), make.operator()
    with acting():
        rules = services.GivingRules(hold_limit=2, offer_hours=0)
        services.set_rules(actor=here(operator), offering=here(offering), rules=rules)
    facts = {"actor": operator, "offering": offering, "count": 2}
    until = offering.enrol_until
    holds = [
        doing(services.hold_seats, "held", firm=make.firm(), until=until, **facts) for _ in range(4)
    ]
    asks = [asking(offering, make.user()) for _ in range(6)]
    outcomes = at_once(app, [*holds, *asks])
    assert set(outcomes) <= {"held", "too-few", "enrolled", "waiting"}
    with acting():
        seats = db.session.query(Seat).filter_by(offering_id=offering.id).all()
        assert not [seat for seat in seats if seat.enrolment_id and seat.held_by_firm_id]
        held = sum(seat.held_by_firm_id is not None for seat in seats)
        assert held == 2 * outcomes.count("held")
        taken = sum(seat.enrolment_id is not None for seat in seats)
        assert taken == outcomes.count("enrolled")
        assert held + taken == 6 or "waiting" not in outcomes


def test_people_who_change_places_with_each_other_do_not_block_each_other(app, make, acting):
    course, operator = make.course(), make.operator()
    one, other = make.offering(course, seats=4), make.offering(course, seats=4, starts_in=28)
    calls = []
    for here_, there in ((one, other), (other, one)):
        for _ in range(3):
            enrolment = make.enrolment(here_)
            calls.append(
                doing(services.transfer, "moved", actor=operator, enrolment=enrolment, target=there)
            )
    outcomes = at_once(app, calls)
    assert set(outcomes) <= {"moved", "no-seat"}
    assert "moved" in outcomes
    check(acting, one)
    check(acting, other)
