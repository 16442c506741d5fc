"""Pieces of a page, drawn once by WeasyPrint and put into any number of files after that.

Reaches behind WeasyPrint's public face, and is the one place that does: it draws a laid-out box into a
stream of its own, notes what came of it (operators, marks of the structure, glyphs, pictures), and
writes it down again in other files under their own numbers. What is noted of a piece depends on the
piece alone, so the same facts make the same bytes, whatever was printed before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from weasyprint.document import Page
from weasyprint.draw import draw_page, draw_stacking_context
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from lms.certificates.alphabet import Letters, of_our_fonts

_SHOWN = re.compile(rb"<([0-9a-f]*)>")
_FINE = re.compile(rb"(\.\d{3})\d+")  # a thousandth of a point is finer than any printer
_CHOSEN = re.compile(rb"/(\S+) (\S+) Tf")


@dataclass
class Painted:
    """What WeasyPrint drew of a piece. `operators` are bytes, marks, choices of a font, shown text."""

    box: Any
    order: int
    operators: list[Any] = field(default_factory=list)
    marked: list[tuple[Any, str]] = field(default_factory=list)
    fonts: dict[str, Font] = field(default_factory=dict)
    glyphs: dict[str, set[int]] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)
    plain: bool = True


@dataclass(frozen=True)
class _Chosen:
    font: str
    size: bytes


@dataclass(frozen=True)
class _Shown:
    """Text to show: adjustments as they stand, glyphs by their numbers in the font laid out with."""

    parts: tuple[bytes | tuple[int, ...], ...]


class _Mark:
    """Where a piece of the structure begins."""


def painted(page_box: Any, box: Any, document: weasyprint.Document) -> Painted:
    """Draw one laid-out box of a page by itself.

    A piece with gradients, patterns or transparent groups isn't `plain`: it is drawn in each file anew.

    Raises:
        ForeignFont: it is set in a font that is not ours, or lacks a glyph.
    """
    resources: dict[str, Any] = {
        kind: {} for kind in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    }
    found: dict[int, Font] = {}
    marks: dict[Any, dict[str, Any]] = {}
    pictures: dict[str, dict[str, Any]] = {}
    stream = Stream(
        found, (0, 0, page_box.margin_width(), page_box.margin_height()), resources, pictures, marks,
        document.color_profiles, document.output_intent,
    )  # fmt: skip
    _draw(stream, page_box, box)
    of_our_fonts(found.values())
    for font in found.values():
        font.file_content = b""  # up to 14 MB that nobody needs again
    order = box.style["z_index"]
    return Painted(
        box=box,
        order=0 if order == "auto" else order,
        operators=list(_noted(stream.stream)),
        marked=[(one, mark["tag"]) for one, mark in marks.items()],
        fonts={font.hash: font for font in found.values()},
        glyphs={font.hash: set(font.to_unicode) for font in found.values()},
        states=resources["ExtGState"],
        pictures=pictures,
        plain=not (resources["Pattern"] or resources["Shading"])
        and all(name in pictures for name in resources["XObject"])
        and all(name[0] in "aA" for name in resources["ExtGState"])
        and len({font.hash for font in found.values()}) == len(found),
    )


def _draw(stream: Stream, page_box: Any, box: Any) -> None:
    draw_stacking_context(stream, StackingContext.from_box(box, page_box))


def _noted(operators: list[Any]) -> Any:
    font = ""
    for one in operators:
        if isinstance(one, pydyf.Dictionary):
            yield _Mark()
            continue
        text = one if isinstance(one, bytes) else str(one).encode()
        if chosen := _CHOSEN.fullmatch(text):
            font = chosen[1].decode()
            yield _Chosen(font, chosen[2])
        elif font and text.endswith(b"] TJ"):
            yield _Shown(tuple(_parts(text)))
        else:
            yield text if text.endswith(b"cm") else _FINE.sub(rb"\1", text)


def _parts(text: bytes) -> Any:
    """Of `[<0012>0<0013>-20<0014>] TJ`: what stands between, and the glyphs. No move is left out."""
    joined = text.replace(b">0<", b"")
    for at, part in enumerate(_SHOWN.split(joined)):
        if at % 2:
            yield tuple(int(part[place : place + 4], 16) for place in range(0, len(part), 4))
        else:
            yield part


class ComposedPage(Page):  # type: ignore[misc]  # WeasyPrint has no types
    """A page of pieces that were laid out and drawn before."""

    def __init__(self, frame: Any, pieces: list[Painted], letters: Letters) -> None:
        super().__init__(_with_pieces(frame, [piece.box for piece in pieces]))
        self._frame, self._letters = frame, letters
        self._pieces = sorted(pieces, key=lambda piece: piece.order)

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Write the page down; WeasyPrint calls it for each page of a file."""
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            draw_page(self._frame, stream)
            for piece in self._pieces:
                if piece.plain:
                    _write(piece, stream, self._letters)
                else:
                    _draw(stream, self._frame, piece.box)


def _write(piece: Painted, stream: Stream, letters: Letters) -> None:
    begun = len(stream._tags)
    for at, (box, tag) in enumerate(piece.marked):
        stream._tags[box] = {"tag": tag, "mcid": begun + at}
    for name, state in piece.states.items():
        stream._resources["ExtGState"].setdefault(name, state)
    for name, picture in piece.pictures.items():
        stream._resources["XObject"][name] = None
        kept = stream._images.setdefault(name, {**picture, "dpi_ratios": set(), "x_object": None})
        kept["dpi_ratios"] |= picture["dpi_ratios"]
    for one in piece.operators:
        if isinstance(one, bytes):
            stream.stream.append(one)
        elif isinstance(one, _Mark):
            stream.stream.append(b"<</MCID %d>>" % begun)
            begun += 1
        elif isinstance(one, _Chosen):
            alphabet = letters.of(piece.fonts[one.font])
            stream.stream.append(b"/%s %s Tf" % (alphabet.hash.encode(), one.size))
        else:
            stream.stream.append(alphabet.shown(one.parts, piece.fonts[alphabet.source]))


def _with_pieces(frame: Any, boxes: list[Any]) -> Any:
    """The page of an empty section, with boxes on it."""
    if frame.element_tag == "section":
        return frame.copy_with_children([AbsolutePlaceholder(box) for box in boxes])
    if not hasattr(frame, "children"):
        return frame
    return frame.copy_with_children([_with_pieces(child, boxes) for child in frame.children])
