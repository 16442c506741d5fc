"""QR symbols for the screen."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_symbol(text: str) -> Markup:
    """A text as a QR symbol: one SVG path, a unit a module, with its quiet zone."""
    symbol = segno.make(text, error="m", micro=False)
    return Markup(symbol.svg_inline(omitsize=True, border=4))  # noqa: S704  # made just here
