"""Regions, firms and memberships."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.firms import queries, services
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm, Membership, MembershipKind, Region
from lms.firms.services import FirmFacts
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


def test_regions_load_once_and_mend_themselves(acting: Acting) -> None:
    with acting():
        first = services.load_regions()
        assert services.load_regions() == 0
        db.session.get_one(Region, "52110").name = "완산시"
    with acting():
        assert services.load_regions() == 1
        assert db.session.get_one(Region, "52110").name == "전주시"
        assert db.session.query(Region).count() == first == 72


def test_jeonbuk_has_fourteen_cities_and_counties_with_english_names(acting: Acting) -> None:
    with acting():
        services.load_regions()
        jeonbuk = [r for r in queries.choosable_regions(date(2026, 11, 22)) if r.code[:2] == "52"]
    assert len(jeonbuk) == 14
    assert all(region.name_en for region in jeonbuk)


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [(date(2026, 6, 30), "29000", "12000"), (date(2026, 7, 1), "12000", "29000")],
)
def test_a_region_can_be_chosen_while_it_exists(
    acting: Acting, day: date, there: str, gone: str
) -> None:
    with acting():
        services.load_regions()
        codes = {region.code for region in queries.choosable_regions(day)}
    assert there in codes
    assert gone not in codes
    assert "52000" not in codes  # it has cities
    assert "52111" not in codes  # rolls up to Jeonju
    assert {"36110", "11000"} <= codes
    assert "36000" not in codes


def test_a_firm_is_registered_once(make: Make, acting: Acting) -> None:
    operator = make.operator()
    make.region()
    with acting():
        firm = services.register_firm(
            actor=operator,
            business_number="999-81-00015",
            facts=FirmFacts("한빛정밀", "52110", level=FactoryLevel.js2),
        )
        assert firm.business_number == "9998100015"
    with acting(), pytest.raises(Refused, match="999-81-00015"):
        services.register_firm(
            actor=operator, business_number="9998100015", facts=FirmFacts("다른이름", "52110")
        )
    with acting():
        assert [f.name for f in queries.firms("ㅎㅂㅈ", 1).items] == ["한빛정밀"]
        assert [f.name for f in queries.firms("999-81", 1).items] == ["한빛정밀"]
        assert queries.firms("ㅎㅂㅈ", 1, level=FactoryLevel.js1).total == 0
        assert queries.firms("", 1, province="52").total == 1


def test_a_number_that_cannot_be_right_is_refused_with_the_way_out(
    make: Make, acting: Acting
) -> None:
    operator = make.operator()
    make.region()
    with acting(), pytest.raises(Invalid) as refused:
        services.register_firm(
            actor=operator, business_number="999-81-00016", facts=FirmFacts("한빛", "52110")
        )
    assert set(refused.value.fields) == {"business_number"}


def test_a_change_leaves_old_and_new_in_the_audit(make: Make, acting: Acting) -> None:
    operator, firm = make.operator(), make.firm()
    with acting():
        held = db.session.get_one(Firm, firm.id)
        services.update_firm(actor=operator, firm=held, name="새이름", level=FactoryLevel.js3)
        services.update_firm(actor=operator, firm=held, name="새이름", level=FactoryLevel.js3)
    with acting():
        entries = db.session.scalars(select(AuditEntry)).all()
        assert [entry.details for entry in entries] == [
            {"name": ["한빛정밀", "새이름"], "level": ["js1", "js3"]}
        ]
        assert queries.firms("ㅅㅇㄹ", 1).total == 1


def test_a_person_is_in_one_firm_at_a_time(make: Make, acting: Acting) -> None:
    operator, person = make.operator(), make.user()
    first, second = make.firm("가나"), make.firm("다라")
    for firm in (first, second):
        with acting():
            services.join(actor=operator, user=person, firm=firm, kind=MembershipKind.manager)
    with acting():
        present = queries.find_membership(person)
        assert present is not None
        assert present.firm_id == second.id
        assert queries.is_manager(person)
        assert [m.firm_id for m in queries.memberships_ever(person)] == [second.id, first.id]
        assert queries.member_counts([first.id, second.id]) == {second.id: 1}
        services.end_membership(actor=operator, membership=present)
        ended = present.ended_at
        services.end_membership(actor=operator, membership=present)
        assert present.ended_at == ended
    with acting():
        assert not queries.is_manager(person)
        assert db.session.query(Membership).count() == 2
