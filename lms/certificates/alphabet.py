"""The letters of one file: which glyphs of our fonts it shows, and the fonts that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from weasyprint.pdf.fonts import Font

from lms.certificates import fonts
from lms.certificates.paper_errors import ForeignFont


class Letters:
    """The fonts of one file.

    Args:
        used: where WeasyPrint looks for the fonts of a document; they are put in here.
        glyphs: what the file will show of each font (by its hash). Numbered in the order of the whole
            font, where syllables that look alike stand together, they compress better.
    """

    def __init__(self, used: dict[Any, Font], glyphs: Mapping[str, Iterable[int]]) -> None:
        self._used, self._glyphs = used, glyphs
        self._alphabets: dict[str, Alphabet] = {}

    def of(self, font: Font) -> Alphabet:
        """What this file has of a font."""
        if font.hash not in self._alphabets:
            made = Alphabet(font, f"F{len(self._alphabets)}", sorted(self._glyphs[font.hash]))
            self._alphabets[font.hash] = self._used[made.hash] = made
        return self._alphabets[font.hash]


class Alphabet(Font):  # type: ignore[misc]  # WeasyPrint has no types
    """A font as one file has it: only what it shows, numbered without gaps."""

    def __init__(self, font: Font, name: str, glyphs: Sequence[int]) -> None:
        self.__dict__.update(font.__dict__)
        self.source, self.hash = font.hash, name
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self._glyphs = (0, *glyphs)
        self._numbers = {glyph: number for number, glyph in enumerate(self._glyphs)}

    def shown(self, parts: tuple[bytes | tuple[int, ...], ...], drawn: Font) -> bytes:
        """The operator that shows a text which `drawn` was laid out with."""
        return b"".join(
            part if isinstance(part, bytes) else b"<%s>" % self._numbered(part, drawn)
            for part in parts
        )

    def _numbered(self, glyphs: tuple[int, ...], drawn: Font) -> bytes:
        numbers = []
        for glyph in glyphs:
            number = self._numbers[glyph]
            self.widths.setdefault(number, drawn.widths[glyph])
            self.to_unicode.setdefault(number, drawn.to_unicode[glyph])
            numbers.append(number)
        return b"".join(b"%04x" % number for number in numbers)

    def clean(self, _to_unicode: object, _hinting: object) -> None:
        """Make the font's program; WeasyPrint calls it when it writes the file."""
        weight = "bold" if self.weight > 500 else "regular"
        self.file_content = fonts.outlines(self.family, weight).program(self._glyphs)


def of_our_fonts(used: Iterable[Font]) -> None:
    """See that every font is ours and had every glyph.

    Raises:
        ForeignFont: one is not, or a glyph was missing.
    """
    looked_at = list(used)
    foreign = sorted({font.family for font in looked_at if font.family not in fonts.FAMILIES})
    missing = sorted({chr(point) for font in looked_at for point in font.missing})
    if foreign or missing:
        raise ForeignFont(foreign, missing)
