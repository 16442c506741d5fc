"""Seats kept for groups, offered, held by a firm; deadlines of one person; what time makes due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.audit.models import AuditEntry
from lms.catalogue.models import OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries, services
from lms.enrolment.models import Deadline, Enrolment, EnrolmentStatus, Interest, NoShow, Seat
from lms.enrolment.services import GivingRules
from lms.firms.groups import Group
from lms.firms.models import MembershipKind
from lms.notifications.models import Message
from tests.enrolment.conftest import here

STATUS = EnrolmentStatus


@pytest.fixture
def verb(acting):
    """A service as a request calls it: rows of the running transaction, one commit."""

    def call(service, **facts):
        with acting():
            rows = {
                name: here(value) if hasattr(value, "__tablename__") else value
                for name, value in facts.items()
            }
            return service(**rows)

    return call


def status(acting, *enrolments) -> list[str]:
    with acting():
        return [here(one).status.value for one in enrolments]


def letters(acting, user_id: int) -> list[str]:
    with acting():
        found = db.session.query(Message).filter_by(user_id=user_id).order_by(Message.id)
        return [one.template.removeprefix("enrolment/") for one in found]


def refused(call, *arguments, **facts) -> str:
    with pytest.raises(Refused) as problem:
        call(*arguments, **facts)
    assert problem.value.sentence
    return problem.value.code


def giving(verb, operator, offering, **rules) -> None:
    verb(services.set_rules, actor=operator, offering=offering, rules=GivingRules(**rules))


@pytest.fixture
def operator(make):
    return make.operator()


def near(make):
    """Somebody of a firm in Chungcheong."""
    user = make.user()
    make.member(user, make.firm(region="44130"))
    return user


# --- pools -----------------------------------------------------------------------------------------


def test_pools_are_numbers_that_free_seats_follow(make, verb, operator, acting):
    offering = make.offering(seats=4)
    make.enrolment(offering)
    wanted = {Group.chungcheong: 3, Group.jeonbuk_built: 1, None: 2}
    verb(services.set_pools, actor=operator, offering=offering, wanted=wanted)
    with acting():
        counts = {one.pool: (one.total, one.free) for one in queries.seat_pools(here(offering))}
    assert counts == {Group.jeonbuk_built: (1, 1), Group.chungcheong: (3, 3), None: (2, 1)}
    wanted = {Group.chungcheong: 1, None: 1}
    verb(services.set_pools, actor=operator, offering=offering, wanted=wanted)
    with acting():
        numbers = [one.number for one in queries.seats(here(offering))]
        assert len(numbers) == len(set(numbers)) == 2
    none = {Group.chungcheong: 2}
    code = refused(verb, services.set_pools, actor=operator, offering=offering, wanted=none)
    assert code == "seats-taken"


def test_kept_seats_become_common_at_the_moment_that_was_said(make, desk, verb, operator, acting):
    offering, now = make.offering(seats=0), clock.now()
    giving(verb, operator, offering, common_at=now + timedelta(days=1), offer_hours=0)
    verb(services.set_pools, actor=operator, offering=offering, wanted={Group.chungcheong: 2})
    waiting = desk.enrol(offering, make.user())
    assert waiting.status is STATUS.waiting
    with clock.frozen(now + timedelta(days=1)):
        newcomer = desk.enrol(offering, make.user())  # before the worker has looked
    assert status(acting, waiting, newcomer) == ["enrolled", "enrolled"]
    with acting():
        assert queries.rules_of(here(offering)).released_at is not None
        released = db.session.query(AuditEntry).filter_by(action="enrolment.release_pools").one()
        assert released.details == {"freed": {"chungcheong": 2}}


def test_the_worker_releases_as_well_and_once(make, desk, verb, operator, acting):
    offering, now = make.offering(seats=0), clock.now()
    giving(verb, operator, offering, common_at=now + timedelta(days=1), offer_hours=0)
    verb(services.set_pools, actor=operator, offering=offering, wanted={Group.chungcheong: 1})
    waiting = desk.enrol(offering, make.user())
    with clock.frozen(now + timedelta(days=2)):
        assert verb(services.serve_due) == 1
        assert verb(services.serve_due) == 0
    assert status(acting, waiting) == ["enrolled"]


def test_only_the_groups_that_an_offering_is_for_may_enrol(make, desk, verb, operator):
    offering = make.offering()
    giving(verb, operator, offering, open_to=(Group.chungcheong,))
    assert refused(desk.enrol, offering, make.user()) == "audience"
    assert desk.enrol(offering, near(make)).status is STATUS.enrolled


def test_a_seat_over_the_limit_serves_the_line(make, desk, verb, operator, acting):
    offering = make.offering(seats=1)
    make.enrolment(offering)
    waiting = desk.enrol(offering, make.user())
    verb(services.add_seat, actor=operator, offering=offering, reason="강사 요청")
    assert status(acting, waiting) == ["enrolled"]
    added = desk.add(operator, offering, make.user(), reason="전화 요청", extra_seat=True)
    assert added.status is STATUS.enrolled
    with acting():
        assert queries.seat_count(here(offering)).total == 3


def test_the_seats_of_an_offering_that_is_over_stay(make, verb, operator):
    offering = make.offering(status=OfferingStatus.finished)
    facts = {"actor": operator, "offering": offering}
    assert refused(verb, services.add_seat, **facts, reason="-") == "offering-over"
    assert refused(verb, services.set_pools, **facts, wanted={None: 1}) == "offering-over"


# --- offers ----------------------------------------------------------------------------------------


def offered(make, desk, verb, operator, hours=24):
    """An offering of one seat, somebody who gave it up, and two who waited; the first has an offer."""
    offering = make.offering(seats=1)
    giving(verb, operator, offering, offer_hours=hours)
    seated, first, second = (desk.enrol(offering, make.user()) for _ in range(3))
    desk.cancel(seated)
    return offering, first, second


def test_what_comes_free_is_offered_and_accepted(make, desk, verb, operator, acting):
    _, first, second = offered(make, desk, verb, operator)
    assert status(acting, first, second) == ["offered", "waiting"]
    verb(services.accept_offer, enrolment=first)
    verb(services.accept_offer, enrolment=first)
    assert status(acting, first, second) == ["enrolled", "waiting"]
    assert letters(acting, first.user_id) == ["waiting", "offered", "enrolled"]


def test_who_declines_passes_the_seat_on(make, desk, verb, operator, acting):
    _, first, second = offered(make, desk, verb, operator)
    verb(services.decline_offer, enrolment=first)
    verb(services.decline_offer, enrolment=first)
    assert status(acting, first, second) == ["cancelled", "offered"]
    assert refused(verb, services.accept_offer, enrolment=first) == "no-offer"


def test_silence_moves_on(make, desk, verb, operator, acting):
    _, first, second = offered(make, desk, verb, operator)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert refused(verb, services.accept_offer, enrolment=first) == "no-offer"
        verb(services.serve_due)
        assert status(acting, first, second) == ["cancelled", "offered"]
    assert letters(acting, first.user_id)[-1] == "offer_lapsed"


def test_after_enrolment_closed_only_the_desk_moves_the_line(make, desk, verb, operator, acting):
    offering, now = make.offering(seats=1), clock.now()
    seated, waiting = desk.enrol(offering, make.user()), desk.enrol(offering, make.user())
    with clock.frozen(offering.enrol_until):
        desk.cancel(seated)
        assert status(acting, waiting) == ["waiting"]
        verb(services.move_line, actor=operator, offering=offering)
        assert status(acting, waiting) == ["enrolled"]
        code = refused(verb, services.move_line, actor=operator, offering=offering)
    assert (code, now < offering.enrol_until) == ("nobody-moves", True)


# --- holds and parties -----------------------------------------------------------------------------


@pytest.fixture
def firm(make):
    """A firm with a manager and three employees."""
    firm = make.firm(region="44130")
    firm.people = [make.user(f"직원{n}") for n in range(3)]
    for user in firm.people:
        make.member(user, firm)
    firm.manager = make.user("담당자")
    make.member(firm.manager, firm, MembershipKind.manager)
    return firm


def test_a_firm_reserves_names_and_what_is_left_is_freed(make, desk, verb, operator, acting, firm):
    offering, now = make.offering(seats=2), clock.now()
    giving(verb, operator, offering, hold_limit=2, offer_hours=0)
    until = now + timedelta(days=2)
    facts = {"actor": firm.manager, "offering": offering, "firm": firm}
    verb(services.hold_seats, **facts, count=2, until=until)
    waiting = desk.enrol(offering, make.user())
    assert waiting.status is STATUS.waiting
    named = verb(services.name_person, **facts, user=firm.people[0])
    assert named.status is STATUS.enrolled
    assert refused(verb, services.name_person, **facts, user=make.user()) == "not-member"
    assert refused(verb, services.hold_seats, **facts, count=2, until=until) == "hold-limit"
    with clock.frozen(until):
        assert refused(verb, services.name_person, **facts, user=firm.people[1]) == "no-hold"
        verb(services.serve_due)
    assert status(acting, waiting) == ["enrolled"]
    assert letters(acting, firm.manager.id) == ["hold_ended"]


def test_nobody_who_waits_is_passed_by_a_reservation(make, desk, verb, operator, firm):
    offering = make.offering(seats=1)
    giving(verb, operator, offering, hold_limit=5)
    make.enrolment(offering, status=STATUS.waiting)
    facts = {"actor": firm.manager, "offering": offering, "firm": firm, "count": 1}
    code = refused(verb, services.hold_seats, **facts, until=clock.now() + timedelta(days=1))
    assert code == "too-few"


def ask(verb, firm, offering, together):
    return verb(
        lambda **facts: services.ask_together(
            **{**facts, "users": [here(user) for user in firm.people]}
        ),
        actor=firm.manager, offering=offering, firm=firm, together=together, completed={},
    )  # fmt: skip


def test_as_many_as_fit(make, verb, acting, firm):
    placed = ask(verb, firm, make.offering(seats=2), together=False)
    assert status(acting, *placed) == ["enrolled", "enrolled", "waiting"]


def test_all_together_or_nobody(make, desk, verb, operator, acting, firm):
    offering = make.offering(seats=2)
    placed = ask(verb, firm, offering, together=True)
    assert status(acting, *placed) == ["waiting"] * 3
    single = desk.enrol(offering, make.user())  # the seats don't stay empty meanwhile
    assert status(acting, single) == ["enrolled"]
    verb(services.set_seats, actor=operator, offering=offering, count=4)
    assert status(acting, *placed) == ["enrolled"] * 3


def test_one_who_may_not_come_stops_the_whole_request(make, verb, acting, firm):
    offering = make.offering(seats=5)
    make.enrolment(offering, firm.people[2])
    assert refused(ask, verb, firm, offering, together=False) == "already"
    with acting():
        assert db.session.query(Enrolment).count() == 1


# --- changing --------------------------------------------------------------------------------------


def test_to_another_run_only_where_a_seat_is_free(make, desk, verb, acting):
    course = make.course()
    old = make.offering(course, seats=1)
    full = make.offering(course, seats=0, starts_in=21)
    free = make.offering(course, seats=1, starts_in=28)
    seated, waiting = desk.enrol(old, make.user()), desk.enrol(old, make.user())
    facts = {"actor": seated.user, "enrolment": seated}
    assert refused(verb, services.transfer, **facts, target=full) == "no-seat"
    assert refused(verb, services.transfer, **facts, target=make.offering()) == "other-course"
    assert status(acting, seated, waiting) == ["enrolled", "waiting"]
    new = verb(services.transfer, **facts, target=free)
    assert new.came_from_id == seated.id
    assert status(acting, seated, waiting, new) == ["cancelled", "enrolled", "enrolled"]


def test_a_colleague_comes_in_the_same_seat(make, desk, verb, acting, firm):
    offering = make.offering(seats=1)
    first, second, _ = firm.people
    seated, waiting = desk.enrol(offering, first), desk.enrol(offering, make.user())
    facts = {"actor": firm.manager, "enrolment": seated}
    assert refused(verb, services.substitute, **facts, user=make.user()) == "not-member"
    new = verb(services.substitute, **facts, user=second)
    assert status(acting, seated, new, waiting) == ["cancelled", "enrolled", "waiting"]
    assert letters(acting, first.id)[-1] == "replaced"


def test_changing_ends_at_its_own_deadline(make, desk, verb, operator, firm):
    offering = make.offering()
    giving(verb, operator, offering, change_until=clock.now() + timedelta(hours=1))
    seated = desk.enrol(offering, firm.people[0])
    with clock.frozen(clock.now() + timedelta(hours=2)):
        facts = {"actor": firm.manager, "enrolment": seated, "user": firm.people[1]}
        assert refused(verb, services.substitute, **facts) == "change-closed"


# --- one person ------------------------------------------------------------------------------------


def test_a_deadline_put_off_is_put_off_for_one_person(make, desk, verb, operator):
    offering, user = make.offering(), make.user()
    with clock.frozen(offering.enrol_until + timedelta(minutes=1)):
        assert refused(desk.enrol, offering, user) == "closed"
        verb(
            services.extend,
            actor=operator,
            offering=offering,
            user=user,
            deadline=Deadline.enrol,
            until=clock.now() + timedelta(hours=2),
            reason="시스템 장애",
        )
        assert desk.enrol(offering, user).status is STATUS.enrolled
        assert refused(desk.enrol, offering, make.user()) == "closed"


def test_the_same_course_within_a_year_stands_behind(make, desk, acting):
    course, again = make.course(), make.user()
    make.enrolment(make.offering(course, starts_in=-30), again)
    offering = make.offering(course, seats=0)
    repeating, new = desk.enrol(offering, again), desk.enrol(offering, make.user())
    with acting():
        assert queries.places_in_line([repeating, new]) == {new.id: 1, repeating.id: 2}


def test_who_never_came_is_barred_for_a_while(make, desk, verb, operator, acting):
    missed = make.enrolment(make.offering())
    verb(services.bar_no_show, enrolment=missed)
    verb(services.bar_no_show, enrolment=missed)
    offering = make.offering()
    with acting():
        user = here(missed).user
        bar = db.session.query(NoShow).one()
    assert refused(desk.enrol, offering, user) == "no-show"
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert desk.enrol(make.offering(starts_in=120), user).status is STATUS.enrolled
    verb(services.lift_bar, actor=operator, bar=bar, reason="병원 입원")
    assert desk.enrol(offering, user).status is STATUS.enrolled


def test_who_asked_hears_first_when_a_course_is_scheduled(make, verb, acting):
    course, user = make.course(), make.user()
    for _ in range(2):
        verb(services.register_interest, actor=user, course=course)
    offering = make.offering(course)
    with acting():
        services.tell_interested(type("Published", (), {"offering_id": offering.id})())
    assert letters(acting, user.id) == ["interest_met"]
    with acting():
        assert db.session.query(Interest).one().told_at is not None


def test_the_desk_is_told_once_that_the_minimum_is_missed(make, verb, operator, acting):
    make.offering(minimum=5)
    assert verb(services.alert_under_minimum) == 1
    assert verb(services.alert_under_minimum) == 0
    assert letters(acting, operator.id) == ["minimum_missed"]


def test_one_decision_for_many_is_for_all_or_nobody(make, verb, operator, acting):
    offering = make.offering()
    waiting, seated = make.enrolment(offering, status=STATUS.applied), make.enrolment(offering)

    def both(verb_, text=""):
        return verb(
            lambda actor, offering: services.decide(
                actor=actor, offering=offering, enrolments=[here(waiting), here(seated)],
                verb=verb_, text=text,
            ),
            actor=operator, offering=offering,
        )  # fmt: skip

    assert refused(both, services.Verb.approve) == "not-applied"
    assert status(acting, waiting, seated) == ["applied", "enrolled"]
    assert refused(both, services.Verb.message) == "no-text"
    both(services.Verb.message, "준비물: 노트북")
    with acting():
        assert [m.facts["text"] for m in db.session.query(Message)] == ["준비물: 노트북"] * 2
    both(services.Verb.cancel, "강사 사정")
    assert status(acting, waiting, seated) == ["cancelled", "cancelled"]
    with acting():
        assert db.session.query(Seat).filter(Seat.enrolment_id.is_not(None)).count() == 0
