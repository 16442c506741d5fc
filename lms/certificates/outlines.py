"""The glyphs of one paper as a font of their own, for putting into its file. Pure.

A file holds only the glyphs that it shows (nobody else's), numbered without gaps, in a grid of half
the fineness: 500 units to the em, where a unit is a fiftieth of a millimetre in the largest title.
That and leaving out the tables that a PDF doesn't read (ISO 32000-1, 9.9) makes fonts a fifth smaller,
and a glyph is made ready once and kept, which is faster than cutting the font anew for each paper.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from functools import cached_property
from math import ceil, floor

from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter
from fontTools.ttLib.tables._g_l_y_f import Glyph, dropImpliedOnCurvePoints
from fontTools.ttLib.tables.ttProgram import Program

UNITS = 500
_SHORT = 2 * 0xFFFF  # bytes of outlines up to which offsets are short
_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")


class Outlines:
    """The glyphs of a TrueType font, each made ready when it is first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._ready: dict[int, bytes] = {}

    def program(self, glyphs: Sequence[int]) -> bytes:
        """A font with these glyphs of the whole one, in this order; the first should be 0, .notdef."""
        drawn = [self._outline(glyph) for glyph in glyphs]
        advances = [self._advance(glyph) for glyph in glyphs]
        starts = [0]
        for outline in drawn:
            starts.append(starts[-1] + len(outline))
        tables = {
            "glyf": b"".join(drawn),
            "head": self._head(starts),
            "hhea": self._hhea(len(glyphs)),
            "hmtx": b"".join(struct.pack(">Hh", *pair) for pair in advances),
            "loca": _offsets(starts),
            "maxp": self._maxp(len(glyphs)),
        }
        out = io.BytesIO()
        writer = SFNTWriter(out, len(tables))
        for name in _TABLES:
            writer[name] = tables[name]
        writer.close()
        return out.getvalue()

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(io.BytesIO(self._content), lazy=True)

    @cached_property
    def _scale(self) -> float:
        return float(UNITS / self._font["head"].unitsPerEm)

    @cached_property
    def _names(self) -> list[str]:
        return list(self._font.getGlyphOrder())

    def _outline(self, glyph: int) -> bytes:
        if glyph not in self._ready:
            self._ready[glyph] = self._made_ready(glyph)
        return self._ready[glyph]

    def _made_ready(self, glyph: int) -> bytes:
        table = self._font["glyf"]
        points, ends, flags = table[self._names[glyph]].getCoordinates(table)[:3]
        if not len(points):
            return b""
        points = points.copy()
        points.scale((self._scale, self._scale))
        points.toInt()
        plain = Glyph()
        plain.numberOfContours = len(ends)
        plain.endPtsOfContours, plain.coordinates, plain.flags = list(ends), points, flags
        plain.program = Program()
        plain.program.fromBytecode(b"")
        dropImpliedOnCurvePoints(plain)
        plain.xMin, plain.yMin, plain.xMax, plain.yMax = self._box
        content: bytes = plain.compile(table, recalcBBoxes=False)
        return content + bytes(len(content) % 2)

    def _advance(self, glyph: int) -> tuple[int, int]:
        """The width, and where the box begins: the outline then stands where it was drawn."""
        return round(self._font["hmtx"][self._names[glyph]][0] * self._scale), self._box[0]

    @cached_property
    def _box(self) -> tuple[int, int, int, int]:
        """The box that the whole font fits in, which every glyph is said to have.

        Their own boxes are random to a compressor (7 bytes a glyph), and whoever draws them measures.
        """
        left, bottom, right, top = struct.unpack_from(">4h", self._font.reader["head"], 36)
        return (
            floor(left * self._scale), floor(bottom * self._scale),
            ceil(right * self._scale), ceil(top * self._scale),
        )  # fmt: skip

    def _head(self, starts: Sequence[int]) -> bytes:
        """The whole font's, in the new units and with its own form of offsets (indexToLocFormat)."""
        head = bytearray(self._font.reader["head"])
        struct.pack_into(">H", head, 18, UNITS)
        struct.pack_into(">4h", head, 36, *self._box)
        struct.pack_into(">h", head, 50, 0 if starts[-1] <= _SHORT else 1)
        return bytes(head)

    def _hhea(self, count: int) -> bytes:
        hhea = bytearray(self._font.reader["hhea"])
        for at in range(4, 18, 2):  # from the ascent to the largest extent
            (value,) = struct.unpack_from(">h", hhea, at)
            struct.pack_into(">h", hhea, at, round(value * self._scale))
        struct.pack_into(">H", hhea, 34, count)
        return bytes(hhea)

    def _maxp(self, count: int) -> bytes:
        maxp = bytearray(self._font.reader["maxp"])
        struct.pack_into(">H", maxp, 4, count)
        struct.pack_into(">8H", maxp, 14, 1, 0, 0, 0, 0, 0, 0, 0)  # no zones, no instructions
        return bytes(maxp)


def _offsets(starts: Sequence[int]) -> bytes:
    """Where each glyph begins: halved in two bytes, or as they are in four."""
    if starts[-1] <= _SHORT:
        return struct.pack(f">{len(starts)}H", *(start // 2 for start in starts))
    return struct.pack(f">{len(starts)}I", *starts)
