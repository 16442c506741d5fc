"""Papers made of kept pieces: they look, read and are the same as if each was laid out by itself."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from lms.certificates import fonts, render
from lms.certificates.facts import CertificateFacts, SyllabusUnit
from lms.certificates.filling import check
from lms.certificates.pieces import NotInPieces, check_alone, in_pieces
from tests.certificates.papers import FACTS, facts, poppler_text, text_of

UNITS = (SyllabusUnit(title="개념", hours=8), SyllabusUnit(title="실습 뷁", hours=16))
FULL = facts(syllabus=UNITS, name="남궁민수", reissued_on=FACTS.to_on)


def in_one_go(what: CertificateFacts) -> bytes:
    """The same page, laid out whole by WeasyPrint, its fonts cut by WeasyPrint."""
    prepared = render._prepared("completion")
    page = render._html(check(what), "completion")
    pictures = {**render._pictures(), render.QR_URL: render.qr_drawing(what.verify_url)}
    document = page.render(
        stylesheets=[prepared.style], font_config=render._fonts(), cache=pictures,
        pdf_variant=render.PDF_VARIANT,
    )  # fmt: skip
    written: bytes = document.write_pdf(
        pdf_variant=render.PDF_VARIANT,
        finisher=lambda _, pdf: render._finish(pdf, prepared.sheet),
    )
    return written


def pictures(pdf: bytes) -> list[Image.Image]:
    found = []
    for page in ("1", "2"):
        command = ["pdftoppm", "-r", "100", "-f", page, "-l", page, "-gray", "-"]
        drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
        found.append(Image.open(io.BytesIO(drawn.stdout)))
    return found


def structure(pdf: bytes) -> bytes:
    command = ["pdfinfo", "-struct-text", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


class TestAgainstOneGo:
    def test_it_looks_the_same(self) -> None:
        """Pixel by pixel at 100 dpi; the coarser grid of the glyphs may tint an edge by a quarter."""
        for one, other in zip(
            pictures(render.render(FULL)), pictures(in_one_go(FULL)), strict=True
        ):
            assert one.size == other.size
            assert max(ImageChops.difference(one, other).tobytes()) <= 64

    def test_it_reads_the_same(self) -> None:
        ours, other = render.render(FULL), in_one_go(FULL)
        assert structure(ours) == structure(other)
        assert text_of(ours) == text_of(other)
        assert poppler_text(ours) == poppler_text(other)


class TestWhateverWasPrintedBefore:
    def test_the_bytes_are_the_same(self) -> None:
        shelf = render._prepared("completion").shelf
        shelf.clear()
        alone = render.render(FULL)
        for name in ("홍길동", "뷁똠펲", "Nguyễn Thị Minh"):
            render.render(facts(name=name, syllabus=UNITS))
        assert render.render(FULL) == alone
        shelf.clear()
        render.render(facts(name="가나다"))
        assert render.render(FULL) == alone

    def test_no_letter_of_another_is_inside(self) -> None:
        render.render(facts(name="뷁똠펲"))
        paper = render.render(FACTS)
        shown = {ord(letter) for letter in text_of(paper)}
        with pikepdf.open(io.BytesIO(paper)) as file:
            programs = [
                TTFont(io.BytesIO(one.FontFile2.read_bytes()))
                for one in file.objects
                if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one
            ]
        assert len(programs) == 2
        assert all(len(one.getGlyphOrder()) <= len(shown) + 1 for one in programs)

    def test_what_is_kept_has_an_end(self) -> None:
        shelf = render._prepared("completion").shelf
        for number in range(60):
            render.render(
                facts(name=f"수강생{chr(0xAC00 + number)}", number=f"제2026-{number:04}호")
            )
        assert len(shelf._pieces) <= 256


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_a_font_of_a_paper_has_the_glyphs_in_order(weight: str) -> None:
    made = TTFont(io.BytesIO(fonts.outlines(fonts.COMMON_FAMILY, weight).program([0, 40, 20])))
    whole = TTFont(io.BytesIO(fonts.font_files()[f"{weight}.ttf"]))
    names = [whole.getGlyphOrder()[at] for at in (0, 40, 20)]
    assert [made["hmtx"][one][0] * 2 for one in made.getGlyphOrder()] == pytest.approx(
        [whole["hmtx"][one][0] for one in names], abs=1
    )
    for mine, theirs in zip(made.getGlyphOrder(), names, strict=True):
        ours = [2 * side for side in _bounds(made, mine)]
        assert ours == pytest.approx(_bounds(whole, theirs), abs=2)


def _bounds(font: TTFont, glyph: str) -> tuple[float, ...]:
    """Where the outline really is, whatever its header says."""
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return tuple(pen.bounds or ())


class TestTakenApart:
    def test_pages_and_pieces(self) -> None:
        found = in_pieces(check(FULL))
        assert len(found.sections) == 2
        assert found.head.startswith("<html")
        assert found.sections[1].pieces[-1].startswith("<table>")
        assert found.sections[1].pieces[-1].endswith("</table>")

    @pytest.mark.parametrize(
        "page",
        [
            "<body>nothing",
            "<section>text</section>",
            "<section><p>one</p>text</section>",
            "<section><p>one</section>",
            "<section><p>one</p></section>over",
            "<section><p>one</p></section><p>more</p>",
            "<section><p>one</p>",
        ],
    )
    def test_a_page_that_is_not_of_pieces(self, page: str) -> None:
        with pytest.raises(NotInPieces):
            in_pieces(page)

    @pytest.mark.parametrize(
        "style",
        [
            "p + p { color: red }",
            "h1 ~ p { color: red }",
            "p:first-child { color: red }",
            "p:not(:last-child) { color: red }",
            "p:nth-of-type(2n) { color: red }",
            "p { counter-increment: lines }",
            "@page :first { margin: 0 }",
            "@page { @bottom-center { content: counter(page) } }",
        ],
    )
    def test_a_style_that_asks_what_stands_beside(self, style: str) -> None:
        with pytest.raises(NotInPieces):
            check_alone(style)

    def test_other_styles_pass(self) -> None:
        check_alone("@page { size: A4 } .label > span, a[href~='x'], p:not(.en) { color: red }")
