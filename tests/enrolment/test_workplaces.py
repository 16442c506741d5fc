"""Where somebody works decides the seat group, and it is frozen with the application."""

from __future__ import annotations

from lms.core.db import db
from lms.enrolment import services
from lms.enrolment.models import Enrolment
from lms.firms import services as firms
from lms.firms.groups import Group
from lms.firms.services import WorkplaceValues
from tests.enrolment.conftest import here


def test_the_workplace_counts_before_the_head_office_and_stays_as_it_was(make, acting):
    make.region("44200", "충청남도", "아산시")
    operator, person, firm = make.operator(), make.user(), make.firm()
    member = make.member(person, firm)
    first, second = make.offering(), make.offering(starts_in=40)
    with acting():
        place = firms.open_workplace(
            actor=operator, firm=here(firm), values=WorkplaceValues("아산공장", "44200")
        )
        _work_at(operator, member, place.id)
    with acting():
        services.enrol(actor=here(person), offering=here(first), user=here(person))
    with acting():
        _work_at(operator, member, None)
    with acting():
        services.enrol(actor=here(person), offering=here(second), user=here(person))
    with acting():
        found = db.session.query(Enrolment).order_by(Enrolment.id).all()
        assert [(one.region_code, one.group) for one in found] == [
            ("44200", Group.chungcheong),
            ("52110", Group.jeonbuk_built),
        ]


def _work_at(operator, member, workplace_id):
    firms.change_membership(
        actor=operator,
        membership=here(member),
        department="",
        position="",
        workplace_id=workplace_id,
    )
