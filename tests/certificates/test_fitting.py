"""Texts are measured: whole words, inside their place, as large as can be, or refused."""

from __future__ import annotations

import pytest

from lms.certificates.fitting import Place, fit
from lms.certificates.fonts import face
from lms.certificates.paper_errors import TooLong

PLACE = Place(width=114, height=7.8, size=18, least=6.5)
MM_IN_POINTS = 72 / 25.4


@pytest.mark.parametrize(
    "text",
    [
        "이산",
        "홍길동",
        "Nguyễn Thị Minh Khai Phương Anh",
        "南宮民秀",
        "가" * 46,
        "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
        "제조 현장 실무자를 위한 스마트공장 데이터 수집·분석과 설비 예지보전 시스템 구축",
    ],
)
def test_lines_stay_inside_and_words_stay_whole(text: str) -> None:
    fitted = fit("name", text, face("bold"), PLACE)
    assert " ".join(fitted.lines) == text
    for line in fitted.lines:
        assert face("bold").width(line) * fitted.size <= PLACE.width * MM_IN_POINTS
    assert len(fitted.lines) * fitted.size <= PLACE.height * MM_IN_POINTS
    assert PLACE.least <= fitted.size <= PLACE.size


def test_a_short_text_keeps_the_size_wanted() -> None:
    assert fit("name", "홍길동", face("bold"), PLACE).size == PLACE.size


def test_a_long_text_is_set_smaller_or_on_two_lines() -> None:
    long = fit("name", "가나다라 " * 12, face("bold"), PLACE)
    assert long.size < PLACE.size
    assert len(long.lines) == 2


def test_no_single_word_is_left_over() -> None:
    fitted = fit("academy", "가나다라 " * 9, face("regular"), Place(60, 20, 14, 8))
    lengths = [len(line) for line in fitted.lines]
    assert max(lengths) - min(lengths) <= len("가나다라 ")


@pytest.mark.parametrize("text", ["가" * 60, "가나다라마바사 " * 20])
def test_what_does_not_fit_is_refused_by_name(text: str) -> None:
    with pytest.raises(TooLong) as refused:
        fit("firm", text, face("bold"), PLACE)
    assert refused.value.field == "firm"
    assert refused.value.least == PLACE.least


def test_an_empty_text_is_no_line() -> None:
    assert fit("firm", "", face("regular"), PLACE).lines == ()


def test_markup_in_a_text_is_escaped() -> None:
    assert fit("name", "<b>&", face("regular"), PLACE).html == "&lt;b&gt;&amp;"
