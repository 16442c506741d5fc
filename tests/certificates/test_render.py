"""The finished paper: what it says, the same bytes, our fonts only, and what is refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from lms.certificates import filling
from lms.certificates import render as press
from lms.certificates.facts import SyllabusUnit
from lms.certificates.filling import check
from lms.certificates.paper_errors import (
    BrokenDesign,
    MissingFile,
    MissingGlyphs,
    PaperError,
    TooLong,
)
from lms.certificates.qr import QUIET_ZONE
from lms.certificates.render import preview, render
from tests.certificates.papers import FACTS, facts, picture_of, poppler_text, text_of

SAYS = (
    "제2026-0001호 수료증 CERTIFICATE OF COMPLETION "
    "성명 Name 홍길동 Hong Gil-dong 생년월일 Date of birth 1985.**.** 소속 Affiliation (주)전북정밀 "
    "과정명 Course 스마트공장 구축 및 추진실무 Building and Running a Smart Factory "
    "차수 Offering 2026년 제3차 "
    "교육기간 Period 2026년 11월 18일 ~ 2026년 11월 20일 18 November 2026 – 20 November 2026 "
    "교육시간 Hours 총 24시간 24 hours in total "
    "위 사람은 스마트팩토리 아카데미에서 실시한 위 과정을 수료하였으므로 이 증서를 수여합니다. "
    "This is to certify that the above-named person has successfully completed the course stated "
    "above at Smart Factory Academy. "
    "2026년 11월 22일 스마트팩토리 아카데미 원장 Director, Smart Factory Academy "
    "진위확인번호 7K2M-9QXA-04TD-W3HC "
    "academy.example/verify 에서 이 증서의 진위를 확인할 수 있습니다. "
    "Scan the QR code, or enter the number and the code at the address above, "
    "to verify this certificate."
)

HARD_NAMES = [
    "이산",
    "뷁똠펲",
    "남궁민수",
    "南宮民秀",
    "Nguyễn Thị Minh Khai Phương Anh",
    "O’Connor-Müller",
    "가" * 50,
    "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
    "<b>홍길동</b>",
    "홍\"길동' & {{ 7 * 7 }}",
    "<link rel=attachment href=file:///etc/passwd>",
]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def font_names(pdf: bytes) -> set[str]:
    """Family of every font in the file, whatever object it hangs on."""
    with opened(pdf) as file:
        names = [str(thing.BaseFont) for thing in file.objects if _is_font(thing)]
    return {name.split("+")[1].removesuffix("-Bold") for name in names}


def _is_font(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing


class TestWhatItSays:
    def test_the_text_reads_as_written_in_order(self) -> None:
        assert text_of(render(FACTS)) == SAYS

    def test_another_reader_sees_the_same_words(self) -> None:
        assert sorted(poppler_text(render(FACTS)).split()) == sorted(SAYS.split())

    @pytest.mark.parametrize("name", HARD_NAMES)
    def test_a_name_is_printed_as_it_is(self, name: str) -> None:
        said = text_of(render(facts(name=name)))
        assert f"성명 Name {name} Hong Gil-dong" in said

    def test_nfd_input_prints_the_same_paper(self) -> None:
        nfd = unicodedata.normalize("NFD", FACTS.name)
        assert render(facts(name=nfd)) == render(FACTS)

    def test_empty_facts_leave_their_rows_out(self) -> None:
        said = text_of(render(facts(firm="", birth="", name_latin="", course_en="")))
        assert "소속" not in said
        assert "생년월일" not in said
        assert "Hong" not in said

    def test_a_reissued_paper_says_when(self) -> None:
        said = text_of(render(facts(reissued_on=FACTS.to_on)))
        assert "재발급일 2026년 11월 20일" in said

    def test_the_second_page_lists_the_units_and_their_sum(self) -> None:
        units = tuple(SyllabusUnit(title=f"교과목 {at}", hours=1.5) for at in range(1, 31))
        pdf = render(facts(syllabus=units))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        assert len(pages) == 3
        assert "교과목 22" in pages[1]
        assert "교과목 23" in pages[2]
        assert "45" in pages[2].split("합계")[1]


class TestTheFile:
    def test_same_facts_make_the_same_bytes(self) -> None:
        assert render(FACTS) == render(FACTS)
        assert render(FACTS) != render(facts(name="임꺽정"))

    def test_another_process_makes_the_same_bytes(self) -> None:
        program = (
            "import sys; from lms.certificates.render import preview;"
            "sys.stdout.buffer.write(preview())"
        )
        made = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        assert made.stdout == preview()

    def test_it_is_small(self) -> None:
        assert len(render(FACTS)) <= 60_000

    def test_it_names_itself_and_its_language(self) -> None:
        with opened(render(FACTS)) as file:
            assert str(file.Root.Lang) == "ko-KR"
            assert str(file.docinfo["/Title"]) == "수료증 제2026-0001호"
            assert str(file.docinfo["/Author"]) == FACTS.issuer
            assert file.Root.ViewerPreferences.DisplayDocTitle

    def test_it_is_tagged_pdf_a_3a(self) -> None:
        with opened(render(FACTS)) as file:
            assert file.Root.MarkInfo.Marked
            metadata = file.open_metadata()
            assert metadata.pdfa_status == "3A"
            assert "/OutputIntents" in file.Root
            assert "/ID" in file.trailer

    def test_every_picture_has_words_for_those_who_do_not_see_it(self) -> None:
        with opened(render(FACTS)) as file:
            figures = [
                thing
                for thing in file.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
            ]
            assert {str(figure.Alt) for figure in figures} == {"표장", "직인", "진위확인 QR 코드"}

    def test_no_dates_no_attachments_no_scripts(self) -> None:
        with opened(render(facts(name=HARD_NAMES[-1]))) as file:
            assert "/CreationDate" not in file.docinfo
            assert len(file.attachments) == 0
            assert not {"/OpenAction", "/AA", "/Names"} & set(file.Root.keys())

    def test_only_our_fonts_and_the_small_cut_for_everyday_names(self) -> None:
        assert font_names(render(FACTS)) == {"Paper"}

    def test_rare_syllables_come_from_the_whole_font(self) -> None:
        assert font_names(render(facts(name="뷁똠펲"))) == {"Paper", "Paper-Whole"}

    def test_all_fonts_are_embedded_truetype(self) -> None:
        with opened(render(facts(name="南宮民秀 뷁"))) as file:
            descriptors = [
                thing
                for thing in file.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
            ]
            assert descriptors
            assert all("/FontFile2" in descriptor for descriptor in descriptors)

    @pytest.mark.parametrize("sample", ["completion", "hard-names"])
    def test_samples_print(self, sample: str) -> None:
        assert preview(sample=sample).startswith(b"%PDF-1.7")


class TestTheLook:
    def test_the_qr_shows_the_check_address(self) -> None:
        """Each module, seen in the middle at 150 dpi, is as the standard symbol has it."""
        matrix = segno.make(FACTS.verify_url, error="m", mask=3, boost_error=False).matrix
        picture = picture_of(render(FACTS), 150)
        millimetre = 150 / 25.4
        left, top, width = 24.5, 249.5, 27.0
        module = width / (len(matrix) + 2 * QUIET_ZONE)

        def is_dark(row: float, column: float) -> bool:
            at_x = (left + (column + QUIET_ZONE + 0.5) * module) * millimetre
            at_y = (top + (row + QUIET_ZONE + 0.5) * module) * millimetre
            return int(picture.getpixel((int(at_x), int(at_y)))) < 128

        seen = [
            [is_dark(row, column) for column in range(len(matrix))] for row in range(len(matrix))
        ]
        assert seen == [[bool(module) for module in modules] for modules in matrix]
        quiet = range(-QUIET_ZONE, len(matrix) + QUIET_ZONE)
        assert not any(is_dark(-QUIET_ZONE, at) or is_dark(at, -QUIET_ZONE) for at in quiet)

    def test_text_stays_inside_the_border(self) -> None:
        """Between border and text there is an empty band, even with the longest facts."""
        picture = picture_of(preview(sample="hard-names"), 50)
        millimetre = 50 / 25.4
        right_of_text = int(184.5 * millimetre), int(189 * millimetre)
        for y in range(int(84 * millimetre), int(225 * millimetre)):
            for x in range(*right_of_text):
                assert int(picture.getpixel((x, y))) > 200

    def test_the_border_is_there_on_every_page(self) -> None:
        unit = SyllabusUnit(title="현장 진단", hours=4)
        with opened(render(facts(syllabus=(unit,)))) as file:
            assert len(file.pages) == 2
            assert all("/Sheet" in page.obj.Resources.XObject for page in file.pages)


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "field", "characters"),
        [
            ({"name": "홍길동😀"}, "name", ("😀",)),
            ({"firm": "שלום"}, "firm", tuple("שלום")),
            ({"course_en": "ไทย"}, "course_en", tuple("ไทย")),
            ({"name_latin": "Łukasz"}, "name_latin", ("Ł",)),
            ({"syllabus": (SyllabusUnit(title="로봇 🤖", hours=1),)}, "syllabus", ("🤖",)),
        ],
    )
    def test_characters_without_a_glyph(
        self, changes: dict[str, object], field: str, characters: tuple[str, ...]
    ) -> None:
        with pytest.raises(MissingGlyphs) as refused:
            render(facts(**changes))
        assert refused.value.field == field
        assert refused.value.characters == characters

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "가" * 80}, "name"),
            ({"firm": "가나다라마바사 " * 40}, "firm"),
            ({"course": "A" * 200}, "course"),
            ({"issuer": "원장 " * 60}, "issuer"),
            ({"syllabus": (SyllabusUnit(title="실습 " * 80, hours=1),)}, "syllabus"),
        ],
    )
    def test_what_is_too_long(self, changes: dict[str, object], field: str) -> None:
        with pytest.raises(TooLong) as refused:
            check(facts(**changes))
        assert refused.value.field == field

    @pytest.mark.parametrize("seal", ["none.svg", "../../setup.cfg", "../completion/none.svg"])
    def test_pictures_that_are_not_there(self, seal: str) -> None:
        with pytest.raises((MissingFile, BrokenDesign)):
            render(facts(seal=seal))

    @pytest.mark.parametrize(
        "url", ["file:///etc/passwd", "http://127.0.0.1:9/x.svg", "data:image/svg+xml,<svg/>"]
    )
    def test_addresses_outside_the_folder(self, url: str) -> None:
        with pytest.raises(MissingFile):
            press._fetcher().fetch(url)

    def test_an_unknown_design(self) -> None:
        with pytest.raises(BrokenDesign):
            render(FACTS, "unknown")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the designs to break; gives the folder of the design."""
    copy = tmp_path / "certificates"
    shutil.copytree(filling.FOLDER, copy)
    monkeypatch.setattr(filling, "FOLDER", copy)
    monkeypatch.setattr(press, "FOLDER", copy)
    monkeypatch.setattr(press, "QR_URL", (copy / "qr").as_uri())
    made_once = (press._prepared, press._pictures, press._fonts, filling._templates)
    for kept in made_once:
        kept.cache_clear()
    yield copy / "completion"
    for kept in made_once:
        kept.cache_clear()


class TestBrokenDesigns:
    @pytest.mark.parametrize(
        ("file", "old", "new", "told"),
        [
            ("../paper.html", "{{ facts.number }}", "{{ facts.nummer }}", "nummer"),
            ("../paper.html", "{{ facts.number }}", "{{ nothing }}", "nothing"),
            ("../paper.html", "{% endfor %}", "", "endfor"),
            ("../paper.html", "{{ facts.number }}", "{{ facts.__class__.__mro__ }}", "unsafe"),
            (
                "../paper.html",
                "</section>",
                "<p>one more</p></section><section></section>x",
                "over",
            ),
            ("style.css", ".number {", ".number { colour: red;", "colour"),
            ("style.css", ".number {", ".number { font-family: Serif;", "not in our fonts"),
            ("sheet.svg", "</svg>", "<text>글자</text></svg>", "text"),
            ("sheet.svg", "</svg>", '<rect width="9" height="9" opacity=".5"/></svg>', "sheet.svg"),
            ("sheet.svg", 'viewBox="0 0 210 297"', "", "viewBox"),
        ],
    )
    def test_is_refused_with_the_reason(
        self, workshop: Path, file: str, old: str, new: str, told: str
    ) -> None:
        source = (workshop / file).read_text("utf-8")
        assert old in source
        (workshop / file).write_text(source.replace(old, new, 1), "utf-8")
        with pytest.raises(PaperError) as refused:
            render(FACTS)
        assert told in str(refused.value)

    @pytest.mark.parametrize("file", ["sheet.svg", "../emblems/sample.svg"])
    def test_a_missing_picture_is_refused(self, workshop: Path, file: str) -> None:
        (workshop / file).unlink()
        with pytest.raises(PaperError) as refused:
            render(FACTS)
        assert Path(file).name in str(refused.value)

    def test_a_seal_with_a_gradient_is_drawn_all_the_same(self, workshop: Path) -> None:
        seal = workshop.parent / "seals" / "round.svg"
        seal.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs>'
            '<linearGradient id="g"><stop stop-color="#f00"/><stop offset="1" stop-color="#800"/>'
            '</linearGradient></defs><circle cx="5" cy="5" r="5" fill="url(#g)"/></svg>'
        )
        assert render(facts(seal="round.svg")).startswith(b"%PDF")

    def test_a_seal_of_pixels_is_drawn_on_every_paper(self, workshop: Path) -> None:
        Image.new("RGB", (40, 40), (200, 30, 30)).save(workshop.parent / "seals" / "round.png")
        for name in ("홍길동", "임꺽정"):
            paper = render(facts(seal="round.png", name=name))
            assert FACTS.issuer in text_of(paper)
            with opened(paper) as file:
                images = [one for one in file.objects if isinstance(one, pikepdf.Stream)
                          and one.get("/Subtype") == "/Image"]  # fmt: skip
            assert len(images) == 1
