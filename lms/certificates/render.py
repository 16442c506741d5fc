"""Facts and a design in, a PDF out: the same bytes for the same facts, fast and in our own fonts.

The dear things (fonts, style, the sheet) are made once and kept; what is left for each paper is to
fill the template, lay out a few absolutely placed lines and write the file. Nothing a person typed
can load a file or change the page: texts are cleaned, measured, escaped, and the page may load only
from `certificates/` and our fonts. Whatever is missing stops the paper before a byte is handed out.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from datetime import datetime, time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.certificates import fonts
from lms.certificates.alphabet import of_our_fonts
from lms.certificates.archive import compress, make_archival, shorten_unicode_maps
from lms.certificates.composing import Shelf
from lms.certificates.credential import FILE as CREDENTIAL_FILE
from lms.certificates.facts import CertificateFacts
from lms.certificates.filling import FOLDER, check, design_file
from lms.certificates.keys import Seal
from lms.certificates.paper_errors import BrokenDesign, MissingFile
from lms.certificates.pictures import Drawing, NotPlain, Sheet, drawing_from, view_box
from lms.certificates.pieces import check_alone
from lms.certificates.proof import Proof, proof_of
from lms.certificates.qr import qr_drawing
from lms.certificates.strictness import in_one_piece, strict
from lms.core import clock

PDF_VARIANT = "pdf/a-3a"
QR_URL = (FOLDER / "qr").as_uri()  # what <img src="../qr"> in a design stands for

_one_at_a_time = threading.RLock()  # Pango's font map is not safe between threads


def render(facts: CertificateFacts, design: str = "completion", seal: Seal | None = None) -> bytes:
    """The certificate as a tagged PDF/A-3a file that also claims PDF/UA-1.

    Args:
        seal: the key that signs QR and credential; without it they are left out.

    Raises:
        PaperError: one of its kinds (paper_errors.py); nothing was made.
    """
    page = check(facts, design)
    with _one_at_a_time, in_one_piece(design), strict(design):
        prepared = _prepared(design)
        proof = proof_of(facts.cleaned(), seal, design)
        document = _composed(page, design, prepared.shelf, proof.address)
        written: bytes = document.write_pdf(
            pdf_variant=PDF_VARIANT,
            finisher=lambda _, pdf: _finish(pdf, prepared.sheet),
            attachments=_attachments(facts, proof),
        )
        of_our_fonts(document.fonts.values())
        return written


def _composed(page: str, design: str, shelf: Shelf, address: str) -> weasyprint.Document:
    try:
        with strict(design):
            return shelf.compose(
                page,
                address,
                lambda text: _html(text, design),
                lambda text: _laid_out(text, design, address),
            )
    except Exception:
        shelf.clear()  # a piece at fault must not be used by the next paper, which would not be told
        raise


def _laid_out(text: str, design: str, address: str) -> tuple[weasyprint.HTML, weasyprint.Document]:
    html = _html(text, design)
    document = html.render(
        stylesheets=[_prepared(design).style],
        font_config=_fonts(),
        cache={**_pictures(), QR_URL: qr_drawing(address)},
        pdf_variant=PDF_VARIANT,
    )
    return html, document


def _finish(pdf: pydyf.PDF, sheet: Sheet) -> None:
    sheet.lay_under(pdf)
    make_archival(pdf)
    shorten_unicode_maps(pdf)
    compress(pdf)


def _attachments(facts: CertificateFacts, proof: Proof) -> list[weasyprint.Attachment]:
    if proof.credential is None:
        return []
    day = datetime.combine(facts.reissued_on or facts.issued_on, time(), clock.SEOUL)
    return [
        weasyprint.Attachment(
            string=proof.credential,
            name=CREDENTIAL_FILE,
            description="Open Badges 3.0 credential",
            relationship="Alternative",
            created=day,
            modified=day,
        )
    ]


def warm_up(design: str = "completion") -> None:
    """Load fonts, style and sheet and print one sample, so that the first real paper is fast."""
    preview(design)


def preview(design: str = "completion", sample: str = "completion") -> bytes:
    """The design with the sample facts of `certificates/samples/<sample>.json`."""
    stored = json.loads((FOLDER / "samples" / f"{sample}.json").read_text("utf-8"))
    return render(CertificateFacts.from_json(stored), design)


def list_paper(page: str, design: str) -> bytes:
    """A filled page of as many sheets as it takes, in a design's style and our fonts.

    Raises:
        PaperError: the design is broken or lacks a file.
    """
    styles = [FOLDER / "fonts.css", FOLDER / design / "style.css"]
    with _one_at_a_time, strict(design):
        style = weasyprint.CSS(
            string="".join(path.read_text("utf-8") for path in styles),
            base_url=_folder_url(design),
            url_fetcher=_fetcher(),
            font_config=_fonts(),
        )
        document = _html(page, design).render(
            stylesheets=[style], font_config=_fonts(), pdf_variant=PDF_VARIANT
        )
        written: bytes = document.write_pdf(
            pdf_variant=PDF_VARIANT, finisher=lambda _, pdf: make_archival(pdf)
        )
        of_our_fonts(document.fonts.values())
        return written


# What is made once


class _Prepared:
    """What a design needs on every paper: its style, its sheet, and what is laid out already."""

    def __init__(self, design: str) -> None:
        self.shelf = Shelf()
        styles = [FOLDER / "fonts.css", design_file(design, "style.css")]
        said = "".join(path.read_text("utf-8") for path in styles)
        check_alone(said)
        self.style = weasyprint.CSS(
            string=said,
            base_url=_folder_url(design),
            url_fetcher=_fetcher(),
            font_config=_fonts(),
        )
        try:
            self.sheet = Sheet.of(_drawn(design_file(design, "sheet.svg")))
        except NotPlain as error:
            raise BrokenDesign(design, f"sheet.svg has {error}") from error


def _drawn(path: Path) -> Drawing:
    """An SVG alone on a page of the size of its view box, one unit a millimetre."""
    width, height = view_box(path.read_text("utf-8"))
    size = f"width:{width}mm;height:{height}mm"
    page = f'<img src="{path.name}" alt="picture" style="display:block;{size}">'
    style = weasyprint.CSS(string=f"@page{{margin:0;size:{width}mm {height}mm}}body{{margin:0}}")
    return drawing_from(_html(page, path.parent.name).write_pdf(stylesheets=[style]))


@cache
def _pictures() -> dict[str, Drawing]:
    """Seals and emblems by their address; one that is not plain is drawn anew on each paper."""
    pictures = {}
    for path in sorted([*FOLDER.glob("seals/*.svg"), *FOLDER.glob("emblems/*.svg")]):
        with suppress(NotPlain):
            pictures[path.as_uri()] = _drawn(path)
    return pictures


@cache
def _prepared(design: str) -> _Prepared:
    with strict(design):
        return _Prepared(design)


@cache
def _fonts() -> FontConfiguration:
    """One for all papers: a fresh one reads every font again."""
    return FontConfiguration()


@cache
def _fetcher() -> URLFetcher:
    return _Fetcher()


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `certificates/` and our fonts, and nothing else; what is missing stops the paper."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(FOLDER):
            raise MissingFile(url)
        if path.parent == FOLDER / "fonts" and path.name in fonts.font_files():
            return URLFetcherResponse(url, fonts.font_files()[path.name])
        if not path.is_file():
            raise MissingFile(path.relative_to(FOLDER).as_posix())
        return URLFetcherResponse(url, path.read_bytes())


def _html(page: str, folder: str) -> weasyprint.HTML:
    return weasyprint.HTML(string=page, base_url=_folder_url(folder), url_fetcher=_fetcher())


def _folder_url(design: str) -> str:
    return (FOLDER / design).as_uri() + "/"
