"""The check digit of business numbers: published and computed examples."""

from __future__ import annotations

import pytest

from lms.firms.business_number import digits_of, is_valid, shown

GOOD = [
    "124-81-00998", "107-86-14075", "101-81-09147", "220-81-62517", "120-81-47521",
    "104-81-37225", "126-81-03725", "120-82-00052", "120-88-00767", "120-87-65763",
    "999-81-00015", "999-81-00029", "999-86-00039", "999-88-00047", "999-82-00050",
]  # fmt: skip

BAD = [
    "124-81-00997",  # the last digit is one too low
    "123-45-67890",
    "000-00-00000",  # its sum fits, but nobody has it
    "124-81-0099",
    "12481009980",
    "",
    "abcdefghij",
]


@pytest.mark.parametrize("number", GOOD)
def test_numbers_that_hold(number: str) -> None:
    assert is_valid(digits_of(number))
    assert shown(digits_of(number)) == number


@pytest.mark.parametrize("typed", ["１２４－８１－００９９８", "124–81–00998", "124 81−00998"])
def test_however_it_is_typed(typed: str) -> None:
    assert digits_of(typed) == "1248100998"


@pytest.mark.parametrize("number", BAD)
def test_numbers_that_do_not(number: str) -> None:
    assert not is_valid(digits_of(number))


@pytest.mark.parametrize("number", GOOD)
def test_each_wrong_last_digit_is_found(number: str) -> None:
    digits = digits_of(number)
    wrong = [digits[:9] + d for d in "0123456789" if d != digits[9]]
    assert not any(is_valid(one) for one in wrong)
