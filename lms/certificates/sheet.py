"""The ornamented sheet of a design: drawn once, then laid under every page as it is.

Drawing the border and the watermark costs WeasyPrint ten times what the rest of a page costs. It is
the same for everybody, so its drawing is kept and put into each PDF as a form (ISO 32000-1, 8.10),
marked as an artifact, which a screen reader passes over.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf
import pydyf

_PLAIN = {"/ExtGState"}


class NotPlain(ValueError):
    """The sheet uses more than plain fills and strokes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's drawing.

    Args:
        content: compressed drawing operators.
        states: names of the graphics states they use; all of them mean "opaque".
        width, height: of the page, in points.
    """

    content: bytes
    states: tuple[str, ...]
    width: float
    height: float

    def lay_under(self, pdf: pydyf.PDF) -> None:
        """Put the sheet under every page of a PDF that is about to be written."""
        form = self._form()
        pdf.add_object(form)
        below = pydyf.Stream([b"/Artifact BMC q /Sheet Do Q EMC"])
        pdf.add_object(below)
        for page in _pages(pdf):
            resources = pdf.objects[int(page["Resources"].split()[0])]
            resources["XObject"]["Sheet"] = form.reference
            page["Contents"] = pydyf.Array([below.reference, page["Contents"]])

    def _form(self) -> pydyf.Stream:
        opaque = {name: pydyf.Dictionary({"ca": 1, "CA": 1}) for name in self.states}
        extra = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, self.width, self.height]),
            "Resources": pydyf.Dictionary({"ExtGState": pydyf.Dictionary(opaque)}),
            "Filter": "/FlateDecode",
        }
        return pydyf.Stream([self.content], extra)


def sheet_from(pdf: bytes) -> Sheet:
    """The drawing of a one-page PDF that WeasyPrint made of the sheet's picture alone.

    Raises:
        NotPlain: text, gradients, patterns, pictures or transparency.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        resources = dict(page.obj.Resources)
        used = {name for name, value in resources.items() if len(value) and name != "/ColorSpace"}
        states = dict(resources["/ExtGState"])
        if not used <= _PLAIN or not all(_is_opaque(state) for state in states.values()):
            raise NotPlain("text, gradients, patterns, pictures or transparency")
        content = page.Contents.read_bytes()
        _, _, width, height = (float(value) for value in page.mediabox)
    names = tuple(sorted(name.removeprefix("/") for name in states))
    return Sheet(zlib.compress(content, 9), names, width, height)


def _is_opaque(state: Any) -> bool:
    return all(key in {"/ca", "/CA"} and value == 1 for key, value in state.items())


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [
        item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"
    ]
