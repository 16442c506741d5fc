"""Facts: kept as JSON without loss, and cleaned of what can't be seen."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lms.certificates.facts import CertificateFacts, SyllabusUnit, clean_text
from tests.certificates.papers import FACTS, facts

FULL = facts(
    reissued_on=date(2027, 1, 4),
    syllabus=(SyllabusUnit(title="현장 진단", hours=4), SyllabusUnit(title="실습", hours=3.5)),
)


@pytest.mark.parametrize("some", [FACTS, FULL])
def test_facts_survive_json(some: CertificateFacts) -> None:
    stored = json.loads(json.dumps(some.to_json(), ensure_ascii=False))
    assert CertificateFacts.from_json(stored) == some


def test_dates_are_stored_as_iso_text() -> None:
    assert FULL.to_json()["issued_on"] == "2026-11-22"
    assert FULL.to_json()["reissued_on"] == "2027-01-04"


def test_an_unknown_fact_is_not_dropped_in_silence() -> None:
    with pytest.raises(TypeError):
        CertificateFacts.from_json({**FACTS.to_json(), "nickname": "길동이"})


def test_a_missing_fact_is_an_error() -> None:
    stored = FACTS.to_json()
    del stored["name"]
    with pytest.raises(TypeError):
        CertificateFacts.from_json(stored)


def test_facts_are_frozen() -> None:
    with pytest.raises(AttributeError):
        FACTS.name = "임꺽정"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc", "홍길동"),  # NFD
        ("  홍\t길동\n", "홍 길동"),
        ("홍\u200b길\u00ad동\ufeff", "홍길동"),
        ("\u202e동길홍\u2066", "동길홍"),
        ("홍\x00길\x1b동", "홍길동"),
        ("葛\U000e0100城", "葛城"),  # a variation selector
        ("<b>홍길동</b>", "<b>홍길동</b>"),  # not ours to judge; escaped when printed
    ],
)
def test_unseen_characters_are_dropped(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_every_text_of_the_facts_is_cleaned() -> None:
    dirty = facts(
        name="홍\u200b길동", syllabus=(SyllabusUnit(title="현장\u202e 진단 ", hours=1),)
    ).cleaned()
    assert dirty.name == "홍길동"
    assert dirty.syllabus[0].title == "현장 진단"
