"""From a file to lines: which columns, which row, whose line; and what is refused."""

from __future__ import annotations

import pytest

from lms.core import workbooks
from lms.core.errors import Invalid
from lms.enrolment.lists import reading, template
from lms.enrolment.lists.lines import COLUMNS, phone_of
from lms.enrolment.lists.reading import read
from tests.core.test_workbooks import book, sheet_of

HEAD = ["이름", "이메일"]


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Sentences without a page to read the language from."""
    for module in (workbooks, reading, template):
        monkeypatch.setattr(module, "gettext", lambda text, **values: text % values)


def why(content: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        read(content)
    return refusal.value.fields["file"]


def test_columns_are_found_in_any_order_and_below_a_title():
    content = sheet_of(
        ["2026년 교육 신청 명단"],
        [],
        ["번호", "휴대폰 번호", "E-Mail 주소", "성명(필수)", "소속부서", "직급", "근무지", "비고"],
        [1, 1012345678, " Hong@Firm.Example ", "  홍   길동 ", "생산1팀", "대리", "2공장", "x"],
        [],
        [2, "+82 10-2222-3333", "ＫＩＭ@firm.example", "\u1112\u1169\u11bc", "", "", "", ""],
    )
    first, second = read(content)
    assert (first.number, first.name, first.email, first.phone) == (
        4, "홍 길동", "hong@firm.example", "01012345678")  # fmt: skip
    assert (first.department, first.position, first.workplace) == ("생산1팀", "대리", "2공장")
    assert (second.number, second.name, second.email, second.phone) == (
        6, "홍", "kim@firm.example", "01022223333")  # fmt: skip


def test_the_sheet_with_the_list_is_found_among_others():
    def fill(made):
        made.add_worksheet("표지").write(0, 0, "안내")
        made.add_worksheet("명단").write_row(0, 0, HEAD)
        made.get_worksheet_by_name("명단").write_row(1, 0, ["홍길동", "a@b.example"])

    assert [line.name for line in read(book(fill))] == ["홍길동"]


def test_the_template_can_be_filled_in_and_sent():
    """With what it says itself: its example names nobody."""
    headings = {column: reading.label(column) for column in COLUMNS}
    choices = {"department": ["생산1팀"], "position": [], "workplace": ["본사", "2공장"]}
    people = [{"name": "홍길동", "email": "a@b.example", "phone": "01012345678"}]
    assert [line.email for line in read(template.template(headings, choices, [], people))] == [
        "a@b.example"
    ]
    assert "Nobody stands below" in why(template.template(headings, choices, [("a", "b")]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sheet_of(["홍길동", "a@b.example"]), "were not found in the first 10 rows"),
        (sheet_of(*[[]] * 10, HEAD, ["홍길동", "a@b.example"]), "were not found"),
        (sheet_of(["이름", "부서"], ["홍길동", "1팀"]), "“E-mail” is missing in row 1"),
        (sheet_of(["이름", "이메일", "성명"], ["가", "a@b.example", "나"]), "twice (A1, C1)"),
        (sheet_of(["이름", "이메일", "주민등록번호"], ["가", "a@b.example"]), "(C1)"),
        (sheet_of(HEAD), "Nobody stands below"),
        (sheet_of(HEAD, *[["가", f"{n}@b.example"] for n in range(1001)]), "1001 people"),
        ("이름,이메일\n홍길동,=A1\n".encode(), "formula in cell B2"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_people_is_refused(content, said):
    assert said in why(content)


def test_merged_cells_are_understood_above_the_headings_only():
    def fill(made, at):
        sheet = made.add_worksheet()
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, ["홍길동", "a@b.example"])
        sheet.merge_range(at, 0, at + (at > 0), 1, "가")

    assert len(read(book(lambda made: fill(made, 0)))) == 1
    assert "A4:B5 are merged" in why(book(lambda made: fill(made, 3)))


def test_1000_people_in_a_csv_of_an_old_excel():
    rows = "".join(f"홍길동,{n}@b.example\r\n" for n in range(1000))
    assert len(read(f"이름,메일\r\n{rows}".encode("cp949"))) == 1000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("010-1234-5678", "01012345678"),
        ("1012345678", "01012345678"),
        ("０１０ １２３４ ５６７８", "01012345678"),
        ("63-123-4567", "0631234567"),
        ("", ""),
        ("전화 없음", "전화 없음"),
        ("12345", "12345"),
    ],
)
def test_phone_numbers(typed, kept):
    assert phone_of(typed) == kept
