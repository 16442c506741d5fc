"""Files that people send as lists: what is read, and what is refused with which sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from xlsxwriter import Workbook

from lms.core import workbooks
from lms.core.errors import Invalid
from lms.core.workbook_scan import column_of, place

RESIDENT = "800101-1234567"
"""Nobody's: the check digit is wrong."""


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Sentences without a page to read the language from."""
    monkeypatch.setattr(workbooks, "gettext", lambda text, **values: text % values)


def book(fill: Callable[[Workbook], None]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as made:
        fill(made)
    return out.getvalue()


def sheet_of(*rows: list[object]) -> bytes:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("명단")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)

    return book(fill)


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """A workbook with parts added, replaced or taken out (None); `__` stands for a slash or dot."""
    out = io.BytesIO()
    new = {name.replace("__", "/"): one for name, one in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as made:
        for name in old.namelist():
            if name not in new:
                made.writestr(name, old.read(name))
        for name, one in new.items():
            if one is not None:
                made.writestr(name, one)
    return out.getvalue()


def rows(content: bytes) -> list[list[str]]:
    return [list(row) for row in workbooks.sheets_in(content)[0].rows]


def why(content: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        workbooks.sheets_in(content)
    return refusal.value.fields["file"]


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


PLAIN = sheet_of(["이름", "이메일"], ["홍길동", "hong@example.org"])


def test_cells_become_the_texts_that_people_see():
    content = sheet_of(["이름", "전화", "일"], ["홍길동", 1012345678, 2.5], [], [True, "x"])
    assert rows(content) == [
        ["이름", "전화", "일"],
        ["홍길동", "1012345678", "2.5"],
        ["", "", ""],
        ["True", "x", ""],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_korean_offices_save_it(encoding, separator):
    text = f'이름{separator}부서\r\n"홍 길동"{separator}"생산 1팀{separator} 품질"\r\n'
    assert rows(text.encode(encoding)) == [
        ["이름", "부서"],
        ["홍 길동", f"생산 1팀{separator} 품질"],
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "at most 10 MB"),
        (b"%PDF-1.7 ...", "no Excel or CSV file"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Old Excel files"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("이름\n홍길동\n".encode() + b"\xff\xfe\xff\n", "Line 3 can't be read as text"),
        (b"a,b\n" * 5001, "far more in this file"),
        (b"," * 200, "far more in this file"),
        (PLAIN[:-40], "damaged"),
        (changed(PLAIN, xl__workbook__xml=None, **{"xl/workbook.xml": None}), "no Excel or CSV"),
        (changed(PLAIN, **{"xl/worksheets/sheet1.xml": b"<worksheet>"}), "damaged"),
        (changed(PLAIN, **{"xl/vbaProject.bin": b"macro"}), "has macros"),
        (changed(PLAIN, **{"XL/VBAPROJECT.BIN": b"macro"}), "has macros"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_list_is_refused(content, said):
    assert said in why(content)


def test_a_workbook_with_macros_under_another_name():
    kinds = part(PLAIN, "[Content_Types].xml").replace(
        b"spreadsheetml.sheet.main", b"x.macroEnabled"
    )
    assert "has macros" in why(changed(PLAIN, **{"[Content_Types].xml": kinds}))


def test_bombs_are_not_unpacked():
    bomb = b"<worksheet>" + b" " * (60 * 1024 * 1024)
    assert "far more" in why(changed(PLAIN, **{"xl/worksheets/sheet2.xml": bomb}))
    small = b"<worksheet>" + b" " * (20 * 1024 * 1024)  # within the size, beyond the ratio
    assert "far more" in why(changed(PLAIN, **{"xl/worksheets/sheet2.xml": small}))
    many = {f"xl/media/{n}.png": b"" for n in range(600)}
    assert "far more" in why(changed(PLAIN, **many))


def test_a_directory_that_lies_about_a_size_is_not_believed():
    content = bytearray(changed(PLAIN, **{"xl/worksheets/sheet2.xml": b"<w>" + b" " * 30_000_000}))
    at = content.index(b"xl/worksheets/sheet2.xml", content.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", content, at + 24, 10)
    assert why(bytes(content))


def test_entities_are_not_unfolded():
    laughs = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    assert "damaged" in why(changed(PLAIN, **{"xl/worksheets/sheet1.xml": laughs}))


def test_a_cell_far_away_is_not_unfolded():
    far = b'<worksheet><sheetData><c r="XFD1048576"><v>1</v></c></sheetData></worksheet>'
    assert "far more" in why(changed(PLAIN, **{"xl/worksheets/sheet1.xml": far}))
    unnamed = b'<worksheet><sheetData><row r="900000"><c><v>1</v></c></row></sheetData></worksheet>'
    assert "far more" in why(changed(PLAIN, **{"xl/worksheets/sheet1.xml": unnamed}))


def test_a_long_text_that_many_cells_share_is_counted_each_time():
    text = "가" * 30_000
    content = sheet_of(*[[text] * 20 for _ in range(50)])
    assert "far more" in why(content)


def test_formulas_and_merged_cells_are_named():
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["이름", "이메일"])
        sheet.write_formula(1, 1, '=HYPERLINK("http://a.example")')
        sheet.merge_range(3, 0, 4, 0, "홍길동")

    (sheet,) = workbooks.sheets_in(book(fill))
    assert (list(sheet.formulas), list(sheet.merged)) == (["B2"], ["A4:A5"])
    (sheet,) = workbooks.sheets_in("이름,값\n홍길동,=1+1\n".encode())
    assert list(sheet.formulas) == ["B2"]


def test_hidden_sheets_are_not_read():
    def fill(made: Workbook) -> None:
        made.add_worksheet("하나").write(0, 0, "a")
        hidden = made.add_worksheet("둘")
        hidden.write(0, 0, "b")
        hidden.hide()

    assert [sheet.name for sheet in workbooks.sheets_in(book(fill))] == ["하나"]


# --- resident registration numbers ------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        ["홍길동", RESIDENT],
        ["홍길동", "주민번호 800101 1234567 입니다"],
        ["홍길동", "８００１０１－１２３４５６７"],
        ["홍길동", 8001011234567],
        ["홍길동", 105055234567],  # 01-05-05: a nought is lost where the cell is a number
        ["홍길동", "800101", "1234567"],
    ],
    ids=str,
)
def test_resident_numbers_are_refused_with_their_cell_and_never_repeated(row):
    said = why(sheet_of(["이름", "비고"], row))
    assert "cell B2 of the sheet “명단”" in said
    assert "1234567" not in said
    assert "234567" not in said


def test_resident_numbers_on_hidden_sheets_in_notes_and_in_csv():
    def hidden(made: Workbook) -> None:
        made.add_worksheet("명단").write(0, 0, "이름")
        other = made.add_worksheet("숨김")
        other.write(4, 2, RESIDENT)
        other.hide()

    def note(made: Workbook) -> None:
        made.add_worksheet("명단").write_comment(0, 0, f"번호 {RESIDENT}")

    def box(made: Workbook) -> None:
        made.add_worksheet("명단").insert_textbox(0, 0, f"번호 {RESIDENT}")

    def named(made: Workbook) -> None:
        made.add_worksheet(RESIDENT).write(0, 0, RESIDENT)

    assert "name of a sheet" in why(book(named))
    assert RESIDENT not in why(book(named))
    assert "cell C5 of the sheet “숨김”" in why(book(hidden))
    assert "a note or a text box" in why(book(note))
    assert "a note or a text box" in why(book(box))
    assert "cell B2" in why(f"이름,번호\n홍길동,{RESIDENT}\n".encode("cp949"))


def test_phone_and_business_numbers_are_no_resident_numbers():
    content = sheet_of(
        ["010-1234-5678", 1012345678, "01012345678", "124-81-00998", 821012345678, "2026-11-22"]
    )
    assert len(rows(content)[0]) == 6


def test_cells_are_named_as_people_name_them():
    assert [place(1, n) for n in (1, 26, 27, 703)] == ["A1", "Z1", "AA1", "AAA1"]
    assert [column_of(one) for one in ("A", "Z", "AA", "AAA")] == [1, 26, 27, 703]
