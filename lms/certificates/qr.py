"""The QR symbol of a paper's check address, as vectors inside the page."""

from __future__ import annotations

import segno
from markupsafe import Markup, escape

QUIET_ZONE = 4  # modules on each side, as ISO/IEC 18004 asks
_MASK = 3  # fixed: trying all eight costs more than the symbol, and any mask can be read
_OVERLAP = 0.02  # modules; hides the hairlines that viewers draw between touching rows


def qr_svg(url: str, title: str) -> Markup:
    """An inline SVG with one path. `title` is read aloud in place of the picture.

    A path, not an image: one pixel a module did not decode at 100-150 dpi, vector modules did.
    """
    code = segno.make(url, error="m", mask=_MASK, boost_error=False, micro=False)
    side = len(code.matrix) + 2 * QUIET_ZONE
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}">'
        '<title>{title}</title><path d="{path}"/></svg>'
    ).format(side=side, title=escape(title), path=_path(code.matrix))


def _path(matrix: tuple[bytearray, ...]) -> str:
    return "".join(
        f"M{start + QUIET_ZONE} {row + QUIET_ZONE}h{length}v{1 + _OVERLAP}h-{length}z"
        for row, modules in enumerate(matrix)
        for start, length in _dark_runs(modules)
    )


def _dark_runs(modules: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
