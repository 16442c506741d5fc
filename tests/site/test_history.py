"""Who did what, at the desk; and that nobody can change it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import lms
from lms.accounts.models import User
from lms.audit.words import ACTIONS, SUBJECTS
from lms.core.db import Base, db
from lms.firms import services
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def firm(make: Make) -> Firm:
    """A firm with one person."""
    firm = make.firm("한빛정밀")
    make.member(make.user(), firm)
    return firm


@pytest.fixture
def operator(make: Make, firm: Firm, acting: Acting, sign_in: Callable[[User], User]) -> User:
    """An operator who has changed the firm."""
    operator = sign_in(make.operator("운영자", email="op@example.org"))
    with acting():
        services.update_firm(
            actor=operator, firm=db.session.get_one(Firm, firm.id), level=FactoryLevel.js3
        )
    return operator


@pytest.mark.usefixtures("operator")
def test_a_change_is_told_with_old_and_new(browse: Browser) -> None:
    page = browse("/desk/history")
    assert "운영자" in page.text
    assert "js1 → js3" in page.text
    assert page.all("//a[starts-with(@href,'/desk/firms/')]")


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("area=firm", True),
        ("area=enrolment", False),
        ("q=op@example.org", True),
        ("q=nobody@example.org", False),
        ("on=2001-01-01", False),
        ("on=nonsense", True),
        ("area=%25", False),
    ],
)
def test_filters(browse: Browser, query: str, found: bool) -> None:
    assert ("js1 → js3" in browse(f"/desk/history?{query}").text) is found


def test_looks_at_personal_data_are_told(browse: Browser, operator: User, firm: Firm) -> None:
    browse(f"/desk/firms/{firm.id}")
    page = browse("/desk/history/access")
    assert "firms.members" in page.text
    assert operator.name in page.text


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("table", ["audit_entries", "access_entries"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET action = 'x'", "DELETE FROM {}"])
def test_the_history_can_not_be_changed(
    browse: Browser, acting: Acting, firm: Firm, table: str, verb: str
) -> None:
    browse(f"/desk/firms/{firm.id}")
    with pytest.raises(DBAPIError), acting():
        db.session.execute(text(verb.format(table)))


@pytest.mark.usefixtures("operator")
def test_fifty_entries_cost_no_more_queries_than_one(
    browse: Browser, make: Make, firm: Firm, acting: Acting
) -> None:
    with statements() as few:
        browse("/desk/history")
    for n in range(30):
        actor = make.operator(f"운영자{n}")
        with acting():
            held = db.session.get_one(Firm, firm.id)
            services.update_firm(actor=actor, firm=held, name=f"이름{n}")
    with statements() as many:
        browse("/desk/history")
    assert len(few) == len(many)


@pytest.mark.usefixtures("app")  # it knows all the tables
def test_the_tables_of_words_name_what_there_is() -> None:
    assert set(SUBJECTS) <= set(Base.metadata.tables)


def test_every_action_is_put_into_words() -> None:
    source = Path(lms.__file__).parent
    said = {
        action
        for path in source.rglob("*.py")
        for action in re.findall(r'audit\.record\(\s*[^,]+,\s*"([^"]+)"', path.read_text())
    }
    assert len(said) > 20
    assert sorted(said - set(ACTIONS)) == []
