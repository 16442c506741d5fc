"""Papers composed of pieces: what was laid out for one is used for the next.

A class of thirty shares all but name, number, code and QR. Only what is new is laid out, together, on
one page of its own; the rest comes from the shelf. In the file nothing tells the difference.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.html import get_html_metadata
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.metadata import DocumentMetadata

from lms.certificates.alphabet import Letters
from lms.certificates.painting import ComposedPage, Painted, painted
from lms.certificates.pieces import NotInPieces, Section, in_pieces

KEPT = 256
"""Pieces kept of a design, about six papers' worth: more than one class shares."""

_END = "</body></html>"
_QR = 'src="../qr"'

LayOut = Callable[[str], tuple[weasyprint.HTML, weasyprint.Document]]


@dataclass(frozen=True)
class _Key:
    """What the look of a piece depends on."""

    section: str
    piece: str
    address: str


class Shelf:
    """The pieces of one design that are laid out and drawn."""

    def __init__(self) -> None:
        self._frames: dict[str, Any] = {}
        self._pieces: OrderedDict[_Key, Painted | None] = OrderedDict()
        self._like: Any = None  # a document without pages, for what all have in common

    def compose(
        self, page: str, address: str, html: Callable[[str], weasyprint.HTML], lay_out: LayOut
    ) -> weasyprint.Document:
        """A filled page as a document that is ready to be written.

        Args:
            address: the text of the QR, which is no part of the page.
            html: parses a page; lay_out: lays one out in the design's style, or raises.

        Raises:
            NotInPieces: the page can't be taken apart, or something has no place of its own.
        """
        apart = in_pieces(page)
        keys = [
            [_Key(one.tag, piece, address if _QR in piece else "") for piece in one.pieces]
            for one in apart.sections
        ]
        missing = self._missing(apart.sections, keys)
        if missing:
            text = apart.head + "".join(_section(*one) for one in missing) + _END
            parsed, document = lay_out(text)
            self._keep(missing, parsed, document)
        else:
            parsed = html(apart.head + _END)
        taken = [self._taken(wanted) for wanted in keys]
        used: dict[Any, Any] = {}
        letters = Letters(used, _glyphs(piece for page in taken for piece in page))
        pages = [
            ComposedPage(self._frames[one.tag], pieces, letters)
            for one, pieces in zip(apart.sections, taken, strict=True)
        ]
        self._forget()
        made = self._like.copy(pages)
        made.metadata = DocumentMetadata(**get_html_metadata(parsed))
        made.fonts = used
        return made

    def _missing(
        self, sections: tuple[Section, ...], keys: list[list[_Key]]
    ) -> list[tuple[str, list[_Key]]]:
        """(opening tag, pieces) of the pages to be laid out; an empty one is a frame."""
        tags = dict.fromkeys(one.tag for one in sections)
        frames: list[tuple[str, list[_Key]]] = [
            (tag, []) for tag in tags if tag not in self._frames
        ]
        fresh = dict.fromkeys(key for page in keys for key in page if key not in self._pieces)
        filled = [(tag, [key for key in fresh if key.section == tag]) for tag in tags]
        return frames + [(tag, wanted) for tag, wanted in filled if wanted]

    def _keep(
        self,
        missing: list[tuple[str, list[_Key]]],
        parsed: weasyprint.HTML,
        document: weasyprint.Document,
    ) -> None:
        if len(document.pages) != len(missing):
            raise NotInPieces("something runs over its page")
        elements = parsed.etree_element.findall(".//section")
        made: dict[_Key, Painted | None] = {}
        for (tag, keys), page, element in zip(missing, document.pages, elements, strict=True):
            if not keys:
                self._frames[tag] = page._page_box
                continue
            boxes = dict(_placed(page._page_box))
            for key, part in zip(keys, element, strict=True):
                box = boxes.get(part)
                made[key] = painted(page._page_box, box, document) if box is not None else None
        self._like = document.copy([])
        self._pieces.update(made)

    def clear(self) -> None:
        """Forget everything: what was laid out last turned out to be at fault."""
        self._frames.clear()
        self._pieces.clear()

    def _taken(self, keys: list[_Key]) -> list[Painted]:
        for key in keys:
            self._pieces.move_to_end(key)
        return [piece for key in keys if (piece := self._pieces[key]) is not None]

    def _forget(self) -> None:
        while len(self._pieces) > KEPT:
            self._pieces.popitem(last=False)


def _glyphs(pieces: Iterable[Painted]) -> dict[str, set[int]]:
    """What the pieces show of each font together."""
    shown: dict[str, set[int]] = {}
    for piece in pieces:
        for font, glyphs in piece.glyphs.items():
            shown.setdefault(font, set()).update(glyphs)
    return shown


def _section(tag: str, keys: list[_Key]) -> str:
    return f"{tag}{''.join(key.piece for key in keys)}</section>"


def _placed(box: Any) -> Iterator[tuple[Any, Any]]:
    """(element, box) of everything on the section of a laid-out page."""
    if box.element_tag != "section":
        for child in getattr(box, "children", ()):
            yield from _placed(child)
        return
    for child in box.children:
        if not isinstance(child, AbsolutePlaceholder):
            raise NotInPieces(f"<{child.element_tag}> has no place of its own on its page")
        yield child.element, child._box
