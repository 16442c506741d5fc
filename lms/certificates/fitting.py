"""A text into its place: the largest size at which whole words fit, or a refusal.

WeasyPrint breaks Hangul inside words and lets long text run over the border without a word, so the
lines are broken here, with the same shaper, before anything is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from lms.certificates.fonts import Face
from lms.certificates.paper_errors import TooLong

_POINTS_PER_MM = 72 / 25.4
_STEP = 0.5  # points between one tried size and the next
_LEADING = 1.22  # line height over size, when lines are set as tight as they may be
_SLACK = 0.99  # of the width: the page's own rounding must not make a line run over


@dataclass(frozen=True, slots=True)
class Place:
    """Room for a text on the page.

    Args:
        width, height: millimetres.
        size: the size wanted, in points; never larger.
        least: the smallest size that may be used, in points.
    """

    width: float
    height: float
    size: float
    least: float


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines and the size they are set in. A design prints `style` and `html`."""

    weight: int
    size: float
    lines: tuple[str, ...]
    line_height: float  # millimetres

    @property
    def style(self) -> str:
        """CSS declarations for the block that holds the text."""
        return (
            f"font-weight:{self.weight};font-size:{self.size:g}pt;"
            f"line-height:{self.line_height:.2f}mm"
        )

    @property
    def html(self) -> Markup:
        """The escaped lines, broken where they were measured. The block is `white-space: pre`."""
        return escape("\n".join(self.lines))


def fit(field: str, text: str, face: Face, place: Place) -> FittedText:
    """The text at the largest size at which all its words stand whole inside the place.

    Raises:
        TooLong: it does not fit at `place.least`.
    """
    words = text.split()
    widths = [face.width(word) for word in words]
    space = face.width(" ")
    room = place.width * _POINTS_PER_MM * _SLACK
    for size in _sizes(place):
        most_lines = max(1, int(place.height * _POINTS_PER_MM / (size * _LEADING)))
        count = len(_broken(widths, space, room / size))
        if count <= most_lines and max(widths, default=0) <= room / size:
            lines = _balanced(widths, space, room / size)
            texts = tuple(" ".join(words[at] for at in line) for line in lines)
            return FittedText(face.weight, size, texts, place.height / max(1, len(texts)))
    raise TooLong(field, text, place.least)


def _sizes(place: Place) -> Iterator[float]:
    size = place.size
    while size >= place.least:
        yield size
        size -= _STEP


def _broken(widths: list[float], space: float, room: float) -> list[list[int]]:
    """Indices of the words of each line, each line as full as it gets."""
    lines: list[list[int]] = []
    used = 0.0
    for at, width in enumerate(widths):
        if lines and used + space + width <= room:
            lines[-1].append(at)
            used += space + width
        else:
            lines.append([at])
            used = width
    return lines


def _balanced(widths: list[float], space: float, room: float) -> list[list[int]]:
    """As many lines as needed and all about as long, so that no single word is left over."""
    lines = _broken(widths, space, room)
    low, high = max(widths, default=0.0), room
    for _ in range(12):
        middle = (low + high) / 2
        narrower = _broken(widths, space, middle)
        if len(narrower) <= len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines
