"""Numbers and verification codes: how they are printed, and how people type them."""

from __future__ import annotations

import pytest

from lms.certificates.code import (
    ALPHABET,
    Number,
    new_code,
    normalised_code,
    parsed_number,
    same_code,
)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (Number("completion", 2026, 1), "제2026-0001호"),
        (Number("completion", 2026, 432), "제2026-0432호"),
        (Number("completion", 2027, 9999), "제2027-9999호"),
        (Number("completion", 2027, 10000), "제2027-10000호"),
        (Number("attendance", 2026, 1), "제A2026-0001호"),
        (Number("teaching", 2026, 7), "제T2026-0007호"),
    ],
)
def test_number_is_year_and_serial_and_reads_back(number: Number, printed: str) -> None:
    assert number.printed == printed
    assert parsed_number(printed) == number
    assert parsed_number(number.plain) == number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("제 2026 - 0001 호", (2026, 1)),
        ("2026-1", (2026, 1)),
        ("2026-0001호", (2026, 1)),
        ("２０２６－０００１", (2026, 1)),
        ("2026–0001", (2026, 1)),
        ("\u110c\u11662026-0001\u1112\u1169", (2026, 1)),  # NFD, as macOS sends it
        ("", None),
        ("제호", None),
        ("2026", None),
        ("26-0001", None),
        ("2026-0001-2", None),
        ("2026-0001 or 1=1", None),
        ("2026-0000001", None),
    ],
)
def test_number_is_understood_however_it_is_typed(
    typed: str, meant: tuple[int, int] | None
) -> None:
    number = parsed_number(typed)
    assert (number and (number.year, number.serial)) == meant


def test_a_number_keeps_its_series_however_it_is_typed() -> None:
    assert parsed_number("제 a2026 - 1 호") == Number("attendance", 2026, 1)
    assert parsed_number("X2026-1") is None


def test_new_code_has_four_groups_of_unambiguous_characters() -> None:
    groups = new_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_new_codes_differ_and_use_the_whole_alphabet() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) - {"-"} == set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7K2M-9QXA-04TD-W3HC", "7K2M-9QXA-04TD-W3HC"),
        ("7k2m9qxa04tdw3hc", "7K2M-9QXA-04TD-W3HC"),
        (" 7K2M 9QXA  O4TD W3HC ", "7K2M-9QXA-04TD-W3HC"),
        ("７Ｋ２Ｍ－９ＱＸＡ－０４ＴＤ－Ｗ３ＨＣ", "7K2M-9QXA-04TD-W3HC"),
        ("lI2M–9QXA–04TD–W3HC", "112M-9QXA-04TD-W3HC"),
        ("7K2M-9QXA-04TD-W3H", None),
        ("7K2M-9QXA-04TD-W3HCC", None),
        ("7K2M-9QXA-04TD-W3HU", None),
        ("수료증", None),
        ("", None),
    ],
)
def test_code_is_understood_however_it_is_typed(typed: str, meant: str | None) -> None:
    assert normalised_code(typed) == meant


def test_codes_are_compared() -> None:
    assert same_code("7K2M-9QXA-04TD-W3HC", "7K2M-9QXA-04TD-W3HC")
    assert not same_code("7K2M-9QXA-04TD-W3HC", "7K2M-9QXA-04TD-W3HD")
