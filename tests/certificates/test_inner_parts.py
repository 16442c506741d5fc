"""WeasyPrint's inner parts that papers are composed with (decision 0011) are as we know them.

No other test tells so clearly: after an update of WeasyPrint that fails here, read what has changed in
the part that is named, then mend `painting.py`, `alphabet.py` or `composing.py`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
import weasyprint
from weasyprint.document import Document, Page
from weasyprint.draw import draw_page, draw_stacking_context
from weasyprint.html import get_html_metadata
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from lms.certificates import render
from tests.certificates.papers import FACTS, facts

CALLED: list[tuple[Callable[..., Any], list[str]]] = [
    (AbsolutePlaceholder.__init__, ["self", "box"]),
    (Document.copy, ["self", "pages"]),
    (Font.clean, ["self", "to_unicode", "hinting"]),
    (Page.__init__, ["self", "page_box"]),
    (Page.paint, ["self", "stream", "scale"]),
    (StackingContext.from_box, ["box", "page", "child_contexts"]),
    (Stream.__init__, ["self", "fonts", "page_rectangle", "resources", "images", "tags",
                       "color_profiles", "output_intent", "args", "kwargs"]),
    (Stream.stacked, ["self"]),
    (Stream.transform, ["self", "a", "b", "c", "d", "e", "f"]),
    (draw_page, ["page", "stream"]),
    (draw_stacking_context, ["stream", "stacking_context"]),
    (get_html_metadata, ["html"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "takes"), CALLED, ids=[f"{part.__module__}.{part.__qualname__}" for part, _ in CALLED]
)
def test_what_we_call_or_override_takes_the_same(
    part: Callable[..., Any], takes: list[str]
) -> None:
    now = list(inspect.signature(part).parameters)
    assert now == takes, f"WeasyPrint {weasyprint.__version__} has changed {part.__qualname__}"


@pytest.mark.parametrize(
    ("thing", "names"),
    [
        ("document", ["color_profiles", "fonts", "metadata", "output_intent", "pages"]),
        ("page", ["_page_box"]),
        ("stream", ["_images", "_resources", "_tags", "stream"]),
        ("font", ["family", "file_content", "hash", "missing", "to_unicode", "weight", "widths"]),
    ],
)
def test_what_we_read_is_there(thing: str, names: list[str]) -> None:
    _, document = render._laid_out("<section><p>가", "completion", FACTS.verify_url)
    seen: dict[str, Any] = {"document": document, "page": document.pages[0]}

    def look(_: object, pdf: Any) -> None:
        seen["font"] = next(iter(document.fonts.values()))
        seen["stream"] = next(one for one in pdf.objects if isinstance(one, Stream))

    document.write_pdf(pdf_variant=render.PDF_VARIANT, finisher=look)
    gone = [name for name in names if not hasattr(seen[thing], name)]
    assert not gone, f"WeasyPrint {weasyprint.__version__}: a {thing} has no {', '.join(gone)}"


def test_every_piece_is_drawn_once_and_kept() -> None:
    """Were the operators noted otherwise than we read them, pieces would be drawn in each file anew."""
    shelf = render._prepared("completion").shelf
    render.render(facts())
    assert all(piece is None or piece.plain for piece in shelf._pieces.values())
