"""Pictures that are the same on every paper: drawn once, then put into each page as they are.

Reading and drawing an SVG costs WeasyPrint far more than the text of a page. Its drawing never
changes, so the operators are kept: the ornamented sheet as a compressed form laid under every page
(ISO 32000-1, 8.10; marked as an artifact, which a screen reader passes over), seals and emblems as
operators that take the picture's place. Only opaque fills and strokes can be kept like that.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pikepdf
import pydyf

_GRAPHICS_STATE = re.compile(rb"/\S+ gs\s")
_VIEW_BOX = re.compile(r"""viewBox=["']\S+ \S+ (\S+) (\S+)["']""")
_POINTS_PER_PIXEL = 0.75
_OFTEN, _BIG = 3, 200  # times, bytes: what is worth a name of its own
_FAR = 10_000  # a block's edges, where nothing is cut off


class NotPlain(ValueError):
    """The picture uses more than opaque fills and strokes."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """PDF operators of a picture, and its size in points. WeasyPrint takes it for an image."""

    operators: bytes
    width: float
    height: float

    def get_intrinsic_size(self, _resolution: object, _font_size: object) -> tuple[Any, ...]:
        """Width and height in CSS pixels, and their ratio."""
        width, height = self.width / _POINTS_PER_PIXEL, self.height / _POINTS_PER_PIXEL
        return width, height, width / height

    def draw(self, stream: pydyf.Stream, width: float, height: float, _style: object) -> None:
        """Draw into a place of that size, its upper left corner at the origin, y downwards."""
        stream.set_matrix(width / self.width, 0, 0, -height / self.height, 0, height)
        stream.stream.append(self.operators)


def view_box(svg: str) -> tuple[str, str]:
    """Width and height of an SVG in its own units.

    Raises:
        NotPlain: it does not say.
    """
    found = _VIEW_BOX.search(svg)
    if found is None:
        raise NotPlain("no viewBox with four numbers")
    return found[1], found[2]


def drawing_from(pdf: bytes) -> Drawing:
    """The drawing of a one-page PDF that WeasyPrint made of a picture alone.

    Raises:
        NotPlain: it has text, gradients, patterns, pictures or transparency.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        resources = page.obj.Resources
        if not all(_is_opaque(state) for state in resources.ExtGState.values()):
            raise NotPlain("transparency")
        for kind in ("Font", "XObject", "Pattern", "Shading"):
            if len(resources.get(f"/{kind}", {})):
                raise NotPlain("text, gradients, patterns or pictures")
        operators = _GRAPHICS_STATE.sub(b"", page.Contents.read_bytes())
        _, _, width, height = (float(value) for value in page.mediabox)
    return Drawing(operators, width, height)


def _is_opaque(state: Any) -> bool:
    return all(key in {"/ca", "/CA"} and value == 1 for key, value in state.items())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing of a whole page, compressed once; what it repeats is kept once, by name."""

    compressed: bytes
    repeated: dict[str, bytes]
    width: float
    height: float

    @classmethod
    def of(cls, drawing: Drawing) -> Sheet:
        """The sheet that shows a drawing."""
        operators, repeated = without_repeats(drawing.operators)
        packed = {name: zlib.compress(block, 9) for name, block in repeated.items()}
        return cls(zlib.compress(operators, 9), packed, drawing.width, drawing.height)

    def lay_under(self, pdf: pydyf.PDF) -> None:
        """Put the sheet under every page of a PDF that is about to be written."""
        blocks = pydyf.Dictionary()
        for name, packed in self.repeated.items():
            block = self._form(packed, [-_FAR, -_FAR, _FAR, _FAR], pydyf.Dictionary())
            pdf.add_object(block)
            blocks[name] = block.reference
        inside = pydyf.Dictionary({"XObject": blocks} if blocks else {})
        form = self._form(self.compressed, [0, 0, self.width, self.height], inside)
        below = pydyf.Stream([b"/Artifact BMC q /Sheet Do Q EMC"])
        pdf.add_object(form)
        pdf.add_object(below)
        for page in [one for one in pdf.objects if _is_page(one)]:
            resources = pdf.objects[int(page["Resources"].split()[0])]
            resources["XObject"]["Sheet"] = form.reference
            page["Contents"] = pydyf.Array([below.reference, page["Contents"]])

    @staticmethod
    def _form(packed: bytes, box: list[float], resources: pydyf.Dictionary) -> pydyf.Stream:
        extra = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array(box),
            "Resources": resources,
            "Filter": "/FlateDecode",
        }
        return pydyf.Stream([packed], extra)


def without_repeats(operators: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Operators in which each big block that comes again and again is named, and these blocks.

    An ornament is drawn as a hundred copies of one piece; a block is what stands from `q` to its `Q`.
    """
    lines = operators.split(b"\n")
    ends = _ends(lines)
    times = Counter(b"\n".join(lines[at : end + 1]) for at, end in ends.items())
    kept: list[bytes] = []
    names: dict[bytes, str] = {}
    at = 0
    while at < len(lines):
        block = b"\n".join(lines[at : ends[at] + 1]) if at in ends else b""
        if times[block] >= _OFTEN and len(block) >= _BIG:
            kept.append(b"/%s Do" % names.setdefault(block, f"R{len(names)}").encode())
            at = ends[at] + 1
        else:
            kept.append(lines[at])
            at += 1
    return b"\n".join(kept), {name: block for block, name in names.items()}


def _ends(lines: list[bytes]) -> dict[int, int]:
    """The line of each block's `Q`, by the line of its `q`."""
    opened: list[int] = []
    found = {}
    for at, line in enumerate(lines):
        if line == b"q":
            opened.append(at)
        elif line == b"Q" and opened:
            found[opened.pop()] = at
    return found


def _is_page(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/Page"
