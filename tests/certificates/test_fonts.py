"""The fonts: every syllable has a glyph, and the small cut measures like the whole font."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from lms.certificates import fonts
from lms.certificates.paper_errors import MissingFont

WEIGHTS = tuple(fonts.FILES)
VIETNAMESE = "ĂăÂâÊêÔôƠơƯưĐđ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_all_syllables_have_a_glyph(weight: str) -> None:
    assert fonts.face(weight).missing("".join(map(chr, range(0xAC00, 0xD7A4)))) == []


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize(
    "text", ["뷁똠펲", "南宮民秀諸葛乭", VIETNAMESE, "Müller Ærø Ñandú Çelik", "Иван"]
)
def test_names_of_many_kinds_have_glyphs(weight: str, text: str) -> None:
    assert fonts.face(weight).missing(text) == []


def test_missing_characters_are_named_once_in_order() -> None:
    assert fonts.face("regular").missing("가😀나🎉다😀") == ["😀", "🎉"]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_small_cut_has_the_everyday_syllables_and_no_more(weight: str) -> None:
    points = set(hb.Face(hb.Blob(fonts.face(weight).common)).unicodes)
    syllables = [point for point in points if 0xAC00 <= point <= 0xD7A3]
    assert len(syllables) == 2350
    assert {ord("홍"), ord("ễ"), ord("–")} <= points
    assert not {ord("뷁"), ord("南")} & points


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("text", ["홍길동", "Van Tấn AVATAR", "2026년 11월 22일"])
def test_small_cut_is_as_wide_as_the_whole_font(weight: str, text: str) -> None:
    whole = fonts.face(weight)
    assert fonts.Face(whole.weight, whole.common).width(text) == pytest.approx(whole.width(text))


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(fonts.FILES, "thin", (100, tmp_path / "NotThere.ttf"))
    with pytest.raises(MissingFont) as refused:
        fonts.face("thin")
    assert "NotThere.ttf" in str(refused.value)
