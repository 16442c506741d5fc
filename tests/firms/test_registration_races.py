"""Many operators and askers at once: one firm, one manager by registration, the others ask to join."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from lms.core.db import db
from lms.doctor.firms import registrations_match_firms
from lms.firms import queries, services
from lms.firms.models import Firm, Registration, RegistrationStatus
from tests.enrolment.conftest import here
from tests.enrolment.test_races import at_once
from tests.firms.test_registrations import NUMBER, ask

CROWD = 5


def approving(operator, registration):
    def approve() -> str:
        row = here(registration)
        services.approve(actor=here(operator), registration=row)
        return row.status.value

    return approve


def registering(user):
    def register() -> str:
        return ask(here(user)).status.value

    return register


def test_operators_who_approve_the_same_firm_twice_make_it_once(app, make, acting):
    make.region("44130", "충청남도", "천안시")
    operators = [make.operator(f"운영자{n}") for n in range(CROWD)]
    late = [make.user(f"늦은{n}") for n in range(CROWD)]
    askers = [make.user(f"담당{n}") for n in range(CROWD)]
    with acting():
        asked = [ask(user) for user in askers]
    calls = [approving(one, row) for one, row in zip(operators, asked, strict=True)]
    outcomes = at_once(app, calls + [registering(user) for user in late])
    assert all(isinstance(one, str) for one in outcomes), outcomes
    with acting():
        assert db.session.query(Firm).count() == 1
        services.turn_late_registrations()
        assert registrations_match_firms() == []
        states = Counter(
            (one.joins, one.status) for one in db.session.scalars(select(Registration))
        )
        assert states[False, RegistrationStatus.approved] == 1
        assert states[False, RegistrationStatus.waiting] == 0
        firm = queries.find_firm_by_number(NUMBER)
        assert len(queries.members(firm)) == 1 + states[True, RegistrationStatus.approved]


def test_pressing_twice_at_once_asks_once(app, make, acting):
    make.region("44130", "충청남도", "천안시")
    user = make.user()
    outcomes = Counter(at_once(app, [registering(user)] * CROWD))
    assert outcomes == {"waiting": 1, "asked": CROWD - 1}
