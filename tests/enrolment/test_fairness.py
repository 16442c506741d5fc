"""Any order of asking, offering, holding, cancelling, waiting and changing keeps the promises.

A state machine (hypothesis) on both databases: a seat never has two people, the line is never jumped,
a freed seat is never idle while somebody eligible waits.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from lms.core import clock
from lms.core.db import db, rollback
from lms.core.errors import Refused
from lms.enrolment import services
from lms.enrolment.models import SEATED, Enrolment, EnrolmentStatus, Seat
from lms.enrolment.queries import LINE, is_free
from lms.enrolment.rules import line_moves
from lms.firms.groups import FactoryLevel, Group
from tests.enrolment.conftest import here
from tests.stories import STORIES

PEOPLE = 8
FIRMS = 3
EXPECTED = {
    "already", "seats-taken", "no-offer", "hold-limit", "hold-until", "too-few", "no-hold",
    "not-member", "not-open", "closed", "nobody-moves", "release-late",
}  # fmt: skip
person = st.integers(0, PEOPLE - 1)
firm = st.integers(0, FIRMS - 1)
few = st.integers(0, 3)


class Seats(RuleBasedStateMachine):
    """One offering, eight people of four groups, three firms, a clock."""

    def __init__(self, app, make) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.make = make
        self.operator = make.operator()
        self.offering = make.offering(seats=0)
        self.firms = [
            make.firm(region="52110"),
            make.firm(region="52110", level=FactoryLevel.interested),
            make.firm(region="44130"),
        ]
        self.users = [make.user() for _ in range(PEOPLE)]
        for number, user in enumerate(self.users[:6]):
            make.member(user, self.firms[number // 2])
        self.now = clock.now()
        self.stack.enter_context(app.app_context())
        self.stack.enter_context(app.test_request_context())
        self.before: dict[int, tuple[EnrolmentStatus, Group]] = {}
        self.was_held: set[int] = set()

    def teardown(self) -> None:
        rollback()
        self.stack.close()

    def play(self, verb, **facts) -> None:
        """One move at the present moment; what the rules refuse changes nothing."""
        with clock.frozen(self.now):
            self.before = {one.id: (one.status, one.group) for one in self.everybody()}
            self.was_held = {seat.id for seat in self.seats() if seat.held_by_firm_id}
            try:
                with db.session.begin_nested():
                    verb(**facts)
            except Refused as refusal:
                if refusal.code not in EXPECTED:
                    raise
            db.session.flush()
            db.session.expire_all()

    def seats(self) -> list[Seat]:
        return db.session.query(Seat).filter_by(offering_id=self.offering.id).all()

    def everybody(self) -> list[Enrolment]:
        found = db.session.query(Enrolment).filter_by(offering_id=self.offering.id)
        return found.order_by(*LINE).all()

    def live(self, number: int) -> Enrolment | None:
        mine = [one for one in self.everybody() if one.user_id == self.users[number].id]
        return next((one for one in mine if one.live), None)

    @property
    def here(self):
        return here(self.offering)

    @initialize(hours=st.sampled_from([0, 24]), seats=few)
    def begin(self, hours, seats) -> None:
        giving = services.GivingRules(
            offer_hours=hours, hold_limit=2, common_at=self.now + timedelta(days=3)
        )
        actor = here(self.operator)
        self.play(services.set_rules, actor=actor, offering=self.here, rules=giving)
        self.play(services.set_seats, actor=actor, offering=self.here, count=seats)

    @rule(number=person)
    def ask(self, number) -> None:
        user = here(self.users[number])
        self.play(services.enrol, actor=user, offering=self.here, user=user)

    @rule(number=person)
    def give_up(self, number) -> None:
        if (one := self.live(number)) is not None:
            self.play(services.cancel, actor=one.user, enrolment=one)

    @rule(number=person, yes=st.booleans())
    def answer(self, number, yes) -> None:
        if (one := self.live(number)) is not None:
            verb = services.accept_offer if yes else services.decline_offer
            self.play(verb, enrolment=one)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours) -> None:
        self.now += timedelta(hours=hours)
        self.play(services.serve_due)

    @rule(built=few, near=few, common=few)
    def keep_seats(self, built, near, common) -> None:
        wanted = {Group.jeonbuk_built: built, Group.chungcheong: near, None: common}
        self.play(services.set_pools, actor=here(self.operator), offering=self.here, wanted=wanted)

    @rule(number=firm, count=st.integers(1, 3), hours=st.integers(1, 60))
    def hold(self, number, count, hours) -> None:
        self.play(
            services.hold_seats,
            actor=here(self.operator),
            offering=self.here,
            firm=here(self.firms[number]),
            count=count,
            until=self.now + timedelta(hours=hours),
        )

    @rule(number=firm, who=person)
    def name(self, number, who) -> None:
        self.play(
            services.name_person,
            actor=here(self.operator),
            offering=self.here,
            firm=here(self.firms[number]),
            user=here(self.users[who]),
        )

    @rule(number=firm)
    def give_back(self, number) -> None:
        self.play(
            services.give_back,
            actor=here(self.operator),
            offering=self.here,
            firm=here(self.firms[number]),
        )

    @rule()
    def one_seat_more(self) -> None:
        self.play(
            services.add_seat, actor=here(self.operator), offering=self.here, reason="전화 요청"
        )

    @invariant()
    def each_seat_has_one_person_and_each_seated_person_one_seat(self) -> None:
        seated = [one for one in self.everybody() if one.status in SEATED]
        holders = [seat.enrolment_id for seat in self.seats() if seat.enrolment_id]
        assert sorted(holders) == sorted(one.id for one in seated)
        assert all(
            (one.offered_until is not None) == (one.status is EnrolmentStatus.offered)
            for one in seated
        )

    @invariant()
    def each_person_is_in_once(self) -> None:
        live = [one.user_id for one in self.everybody() if one.live]
        assert len(set(live)) == len(live)

    @invariant()
    def no_seat_is_idle_while_somebody_waits_for_it(self) -> None:
        with clock.frozen(self.now):
            if not line_moves(self.here.stage(self.now)):
                return
            free = db.session.query(Seat).filter(Seat.offering_id == self.offering.id, is_free())
            idle = {seat.pool for seat in free}
        for one in self.everybody():
            assert not (one.waits and idle & {None, one.group}), "a seat is idle"

    @invariant()
    def nobody_jumps_the_line(self) -> None:
        """Who has a seat now and had none before was first among those who could have had it."""
        order = {one.id: place for place, one in enumerate(self.everybody())}
        passed = [
            one
            for one in self.everybody()
            if one.waits and self.before.get(one.id, (None,))[0] is EnrolmentStatus.waiting
        ]
        for seat in self.seats():
            new = seat.enrolment
            if new is None or seat.id in self.was_held:
                continue
            if self.before.get(new.id, (None,))[0] in SEATED:
                continue
            for one in passed:
                could = seat.pool is None or seat.pool is one.group
                assert not (could and order[one.id] < order[new.id]), "the line was jumped"


def test_any_story_keeps_the_promises(app, make):
    run_state_machine_as_test(
        lambda: Seats(app, make),
        settings=STORIES,
    )
