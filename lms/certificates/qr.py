"""The QR symbol of a paper's check address, as vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import segno

from lms.certificates.pictures import Drawing

QUIET_ZONE = 4  # modules on each side, as ISO/IEC 18004 asks
_MASK = 3  # fixed: trying all eight costs more than the symbol, and any mask can be read
_OVERLAP = 0.02  # modules; hides the hairlines that viewers draw between touching rows


def qr_drawing(url: str) -> Drawing:
    """The symbol, a module a point, with its quiet zone, in black.

    Vectors, not an image: one pixel a module did not decode at 100-150 dpi, vector modules did.
    """
    matrix = segno.make(url, error="m", mask=_MASK, boost_error=False, micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    # Each row is drawn at the same height and the paper moved: equal operators compress well.
    rows = [
        "".join(f"{start} 0 {length} {1 + _OVERLAP} re " for start, length in _dark_runs(modules))
        for modules in matrix
    ]
    top = f"0 g 1 0 0 1 {QUIET_ZONE} {side - QUIET_ZONE - 1} cm"
    operators = "\n".join(["q", top, *(f"{row}f 1 0 0 1 0 -1 cm" for row in rows), "Q"])
    return Drawing(operators.encode(), side, side)


def _dark_runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(start, length) of each run of dark modules in a row."""
    start = None
    for at, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None
