"""Codes for checking in: whose, for how long, and what is not accepted."""

from datetime import datetime, timedelta

import pytest

from lms.attendance.codes import (
    LENGTH,
    LETTERS,
    Reading,
    Shown,
    cleaned,
    code_at,
    read,
    seconds_left,
)
from lms.attendance.marks import EventKind
from tests.attendance.conftest import at

KEY = b"a key"
IN, OUT = EventKind.came, EventKind.went
CLASS, OTHER = Shown(1, at("09:00")), Shown(2, at("09:00"))


def later(seconds: int) -> datetime:
    return at("09:05") + timedelta(seconds=seconds)


AGES = [
    # seconds since the code appeared -> expired; None: not known at all
    (0, False),
    (29, False),
    (30, False),  # the step before is still accepted
    (59, False),
    (60, True),
    (599, True),
    (660, None),
    (-1, None),  # of the future
    (3600, None),  # a phone's clock an hour off changes nothing, a code an hour old does
]


@pytest.mark.parametrize(("seconds", "expired"), AGES)
def test_how_long_a_code_is_good(seconds: int, expired: bool | None) -> None:
    code = code_at(KEY, CLASS, IN, later(0))
    found = read(KEY, code, [CLASS, OTHER], later(seconds))
    assert found == (None if expired is None else Reading(1, IN, expired))


def test_a_code_tells_class_and_way() -> None:
    for shown in (CLASS, OTHER):
        for way in (IN, OUT):
            code = code_at(KEY, shown, way, later(0))
            assert read(KEY, code, [CLASS, OTHER], later(5)) == Reading(
                shown.session_id, way, expired=False
            )


def test_other_classes_other_keys_and_moved_classes_have_other_codes() -> None:
    code = code_at(KEY, CLASS, IN, later(0))
    assert read(KEY, code, [OTHER], later(0)) is None
    assert read(b"another key", code, [CLASS], later(0)) is None
    moved = Shown(1, at("09:00") + timedelta(days=1))
    assert read(KEY, code, [moved], later(0)) is None


def test_codes_belong_to_a_period() -> None:
    before, after = at("09:59") + timedelta(seconds=45), at("10:00") + timedelta(seconds=5)
    assert code_at(KEY, CLASS, IN, before) != code_at(KEY, CLASS, IN, after)
    assert read(KEY, code_at(KEY, CLASS, IN, before), [CLASS], after) == Reading(1, IN, False)


def test_it_can_be_typed_as_people_type() -> None:
    code = code_at(KEY, CLASS, IN, later(0))
    assert len(code) == LENGTH
    assert set(code) <= set(LETTERS)
    assert cleaned(f" {code[:3].lower()}-{code[3:]} ") == code
    assert cleaned("oiL 0-1") == "01101"
    assert read(KEY, code + "7", [CLASS], later(0)) is None
    assert read(KEY, "", [CLASS], later(0)) is None
    assert read(KEY, "가나다라마바", [CLASS], later(0)) is None


def test_guessing_is_hopeless() -> None:
    codes = {code_at(KEY, Shown(n, at("09:00")), IN, later(0)) for n in range(3000)}
    assert len(codes) > 2995  # 30 bits: chance meetings are rare


def test_the_code_says_how_long_it_is_shown() -> None:
    assert [seconds_left(later(n)) for n in (0, 1, 29)] == [30, 29, 1]
