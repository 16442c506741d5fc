"""The one type family of the paper: which characters it has, how wide they are, its files.

Noto Serif KR (OFL), TrueType, in two weights. It has all 11,172 Hangul syllables, over 8,000 Hanja in
their Korean form, Vietnamese and Latin. Each weight is offered to a design twice: a small cut with
what nearly every paper needs, and behind it the whole font for the rare rest. The small cut makes a
paper several times cheaper, because every font that a page touches is read and subset as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

from lms.certificates.outlines import Outlines
from lms.certificates.paper_errors import MissingFont

FOLDER = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
FILES = {
    "regular": (400, FOLDER / "NotoSerifKR_400Regular.ttf"),
    "bold": (700, FOLDER / "NotoSerifKR_700Bold.ttf"),
}
COMMON_FAMILY = "Paper"
WHOLE_FAMILY = "Paper Whole"
# Alternates and vertical forms would drag most of the other glyphs into the small cut.
_FEATURES = [int.from_bytes(tag, "big") for tag in (b"ccmp", b"kern", b"mark", b"mkmk")]
_VERTICAL = [int.from_bytes(tag, "big") for tag in (b"vhea", b"vmtx", b"VORG", b"BASE")]
FAMILIES = frozenset({COMMON_FAMILY, WHOLE_FAMILY})


@dataclass(frozen=True)
class Face:
    """One weight, read once and kept. `weight` is the number CSS calls it by."""

    weight: int
    content: bytes

    @cached_property
    def _face(self) -> hb.Face:
        return hb.Face(hb.Blob(self.content))

    @cached_property
    def _font(self) -> hb.Font:
        return hb.Font(self._face)

    @cached_property
    def characters(self) -> frozenset[int]:
        """Every code point that has a glyph."""
        return frozenset(self._face.unicodes)

    @cached_property
    def common(self) -> bytes:
        """The small cut as a TrueType file, made in memory (about 0.1 s, once)."""
        wanted = hb.SubsetInput()
        wanted.unicode_set.update(point for point in self.characters if _is_common(point))
        wanted.drop_table_tag_set.update(_VERTICAL)
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.update(_FEATURES)
        return bytes(hb.subset(self._face, wanted).blob.data)

    def missing(self, text: str) -> list[str]:
        """The characters of the text that have no glyph, each once, in order."""
        return [one for one in dict.fromkeys(text) if ord(one) not in self.characters]

    def width(self, text: str) -> float:
        """Width of a text in ems (times the size in points: points). Kerning counts."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        return float(sum(glyph.x_advance for glyph in buffer.glyph_positions) / self._face.upem)


@cache
def face(weight: str) -> Face:
    """The face of a weight, `regular` or `bold`.

    Raises:
        MissingFont: its file is not there.
    """
    number, path = FILES[weight]
    if not path.is_file():
        raise MissingFont(path)
    return Face(number, path.read_bytes())


@cache
def font_files() -> dict[str, bytes]:
    """The four files a design may load, by the name that certificates/fonts.css gives them."""
    files = {}
    for weight in FILES:
        files[f"{weight}.ttf"] = face(weight).common
        files[f"{weight}-whole.ttf"] = face(weight).content
    return files


@cache
def outlines(family: str, weight: str) -> Outlines:
    """The glyphs of one of the four fonts, by its CSS family and weight."""
    whole = "-whole" if family == WHOLE_FAMILY else ""
    return Outlines(font_files()[f"{weight}{whole}.ttf"])


def _is_common(point: int) -> bool:
    """Latin with Vietnamese, punctuation, and the 2,350 everyday syllables of KS X 1001."""
    if point < 0x0250 or 0x1E00 <= point < 0x1F00 or 0x2000 <= point < 0x2070:
        return True
    if 0x3400 <= point < 0xA000 or point >= 0xF900:
        return False
    # Syllables outside the standard's table are spelt out in eight bytes, others are not there at all.
    return len(chr(point).encode("euc_kr", "ignore")) in {1, 2}
