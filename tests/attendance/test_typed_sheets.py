"""A signed sheet typed into the template: what would change, then all of it or nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from lms.attendance import queries, services
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import AttendanceEvent, Correction, Source, TypedSheet
from lms.attendance.saying import MarkInput
from lms.attendance.sheet_reading import read_sheets
from lms.attendance.sheet_template import Head, template
from lms.attendance.typed_cells import NotUnderstood, Typed, read_cells
from lms.catalogue.models import ClassSession, Offering
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.workbooks import Sheet
from tests.attendance.conftest import DAY, at

UNDERSTOOD = [
    ("○ 출석", "", "present"),
    ("O", "", "present"),
    ("출석", "", "present"),
    ("△ 지각", "10:20", "late 10:20"),
    ("▲", "9:45-16:00", "late 09:45 16:00"),
    ("◎ 조퇴", "16:00:00", "left_early 16:00"),
    ("◇ 외출", "14:00 ~ 15:30", "away 14:00 15:30"),
    ("◇", "14:00-", "away 14:00"),
    ("X", "", "absent"),
    ("공", "예비군", "excused 예비군"),
    ("", "", None),
]


def test_what_two_cells_say(korean):
    assert [in_short(read_cells(sign, beside)) for sign, beside, _ in UNDERSTOOD] == [
        read for _, _, read in UNDERSTOOD
    ]


NOT_UNDERSTOOD = [
    ("", "10:20", "없습니다"),
    ("V", "", "‘V’"),
    ("○ 출석", "09:00", "옆 칸"),
    ("△ 지각", "25:00", "25:00"),
    ("△ 지각", "늦음", "늦음"),
    ("△ 지각", "", "시각"),
    ("◎ 조퇴", "10:00-12:00", "10:00-12:00"),
]


def test_what_can_not_be_read_is_said(korean):
    for sign, beside, word in NOT_UNDERSTOOD:
        with pytest.raises(NotUnderstood) as fault:
            read_cells(sign, beside)
        assert word in fault.value.sentence, (sign, beside)


def in_short(found: Typed | None) -> str | None:
    if found is None:
        return None
    times = [f"{one:%H:%M}" for one in (found.first, found.second) if one]
    return " ".join([found.mark.value, *times, *filter(None, [found.reason])])


@pytest.fixture
def korean(app):
    with app.test_request_context():
        yield


@pytest.fixture
def course(make, acting):
    """Two days; the first is locked. Three people; everybody was there on the first day."""
    instructor, operator = make.instructor("이강사"), make.operator()
    offering = make.offering(starts_on=DAY)
    sessions = [make.session(offering, day=DAY + timedelta(days=n)) for n in range(2)]
    people = [make.enrolment(offering, make.user(name)) for name in ("가온", "나래", "다솜")]
    with clock.frozen(at("18:00")), acting():
        first = db.session.get_one(ClassSession, sessions[0].id)
        marks = {one.id: MarkInput(Mark.present) for one in people}
        services.mark(actor=instructor, session=first, marks=marks)
        services.lock(actor=instructor, session=first)
    with clock.frozen(at("17:00", DAY + timedelta(days=1))):
        yield offering, sessions, people, operator


def values(content: bytes) -> list[list[str]]:
    """What stands on the first sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in found]


def filled(acting, offering, **cells: str) -> bytes:
    """The template with some cells typed; F7 as in Excel."""
    with acting():
        found = db.session.get_one(Offering, offering.id)
        empty = template(Head(found.code, found.course.title), queries.sheet(found))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("출석부")
        for row, line in enumerate(values(empty)):
            for column, value in enumerate(line):
                sheet.write_string(row, column, value)
        for name, value in cells.items():
            write = sheet.write_formula if value.startswith("=") else sheet.write_string
            write(name, value)
    return out.getvalue()


def upload(acting, offering, operator, content: bytes) -> int:
    with acting():
        found = db.session.get_one(Offering, offering.id)
        return services.upload_sheet(
            actor=operator, offering=found, file_name="출석부.xlsx", content=content
        ).id


def marks_of(acting, enrolment) -> list[Mark | None]:
    with acting():
        return [line.mark for line in queries.of_enrolment(db.session.merge(enrolment))]


WHOLE = {
    "E6": "○ 출석",
    "G6": "○ 출석",
    "G7": "△ 지각",
    "H7": "10:20",
    "G8": "× 결석",
    "E8": "× 결석",
}
"""The first as before, the second late on the second day, the third absent on both days."""


def test_open_sheets_are_marked_and_locked_ones_corrected(course, acting):
    offering, _, people, operator = course
    number = upload(acting, offering, operator, filled(acting, offering, **WHOLE))
    with acting():
        lines = services.lines_of(db.session.get_one(TypedSheet, number))
        said = [(one.seated.enrolment.user.name, one.kept.mark, one.way) for one in lines]
    assert said == [
        ("다솜", Mark.absent, "correction"),
        ("가온", Mark.present, "mark"),
        ("나래", Mark.late, "mark"),
        ("다솜", Mark.absent, "mark"),
    ]
    with acting():
        typed = db.session.get_one(TypedSheet, number)
        assert services.enter_sheet(actor=operator, typed=typed) == 0
    assert [marks_of(acting, one) for one in people] == [
        [Mark.present, Mark.present],
        [Mark.present, Mark.late],
        [Mark.absent, Mark.absent],
    ]
    with acting():
        paper = select(AttendanceEvent).where(AttendanceEvent.source == Source.paper)
        events = db.session.scalars(paper.order_by(AttendanceEvent.id)).all()
        assert [one.kind for one in events].count(EventKind.correction) == 1
        assert {one.reason for one in events} == {"서명 출석부: 출석부.xlsx"}
        assert db.session.get_one(TypedSheet, number).cells == []
        with pytest.raises(Refused):
            services.enter_sheet(actor=operator, typed=db.session.get_one(TypedSheet, number))


def test_what_is_closed_waits_for_a_second_person(course, acting):
    offering, _, people, operator = course
    with clock.frozen(at("10:00", DAY + timedelta(days=5))):
        number = upload(acting, offering, operator, filled(acting, offering, **WHOLE))
        with acting():
            typed = db.session.get_one(TypedSheet, number)
            assert services.enter_sheet(actor=operator, typed=typed) == 1
        assert marks_of(acting, people[2]) == [Mark.present, Mark.absent]
        with acting():
            asked = db.session.scalars(select(Correction)).one()
            assert (asked.source, asked.mark) == (Source.paper, Mark.absent)


def test_a_record_that_has_changed_since_refuses_the_whole_sheet(course, acting):
    offering, sessions, people, operator = course
    number = upload(acting, offering, operator, filled(acting, offering, **WHOLE))
    with acting():
        session = db.session.get_one(ClassSession, sessions[1].id)
        services.mark(actor=operator, session=session,
                      marks={people[2].id: MarkInput(Mark.present)})  # fmt: skip
        before = db.session.scalar(select(func.count(AttendanceEvent.id)))
    with pytest.raises(Refused, match="다솜"), acting():
        services.enter_sheet(actor=operator, typed=db.session.get_one(TypedSheet, number))
    with acting():
        assert db.session.scalar(select(func.count(AttendanceEvent.id))) == before
        assert db.session.get_one(TypedSheet, number).entered_at is None


BAD = {
    "unknown sign": ({"G7": "?"}, "7행 G7 칸"),
    "no time": ({"G7": "△ 지각"}, "G7"),
    "time outside": ({"G7": "△ 지각", "H7": "20:00"}, "G7"),
    "excused for nothing": ({"G7": "□ 공가"}, "G7"),
    "unknown person": ({"A7": "999999", "G7": "○ 출석"}, "7행"),
    "twice": ({"A7": "=A6", "G7": "○ 출석"}, "수식"),
    "sorted": ({"D7": "가온", "G7": "○ 출석"}, "7행"),
    "somebody added": ({"D9": "라온", "G9": "○ 출석"}, "9행"),
    "unknown class": ({"G3": "s999999", "G7": "○ 출석"}, "G 열"),
    "another offering": ({"A1": "offering:SFA-XX-1", "G7": "○ 출석"}, "SFA-XX-1"),
    "another file": ({"A1": "명단", "G7": "○ 출석"}, "양식"),
    "nothing": ({}, "작성된 칸"),
    "the same": ({"E6": "○ 출석"}, "모두 같습니다"),
    "resident number": ({"H7": "900101-1234567"}, "H7"),
}


def test_what_is_wrong_is_named_and_nothing_is_kept(course, acting):
    """One course for all: what is refused leaves it as it was."""
    offering, _, _, operator = course
    unnamed = []
    for case, (cells, word) in BAD.items():
        with pytest.raises(Invalid) as refused:
            upload(acting, offering, operator, filled(acting, offering, **cells))
        if word not in refused.value.fields["file"]:
            unnamed.append(f"{case}: {refused.value.fields}")
    assert unnamed == []
    with acting():
        assert db.session.scalar(select(func.count(TypedSheet.id))) == 0


def test_a_copied_sheet_does_not_say_two_things(korean):
    """Somebody has copied the sheet within the file, a copy a day."""

    def cells(sign: str) -> Sheet:
        rows = [
            ["offering:SFA-1"],
            [],
            ["", "", "", "", "s7"],
            [],
            [],
            ["3", "1", "", "가온", sign],
        ]
        return Sheet("출석부", rows)

    for second, problems in (("○ 출석", []), ("× 결석", ["E6 칸이 이 파일의 두 시트에"])):
        found = read_sheets([cells("○ 출석"), cells(second)], "SFA-1", {7: "월"}, {3: "가온"})
        assert [one[: len("E6 칸이 이 파일의 두 시트에")] for one in found.problems] == problems


def test_a_class_to_come_can_not_be_entered(course, acting):
    offering, _, _, operator = course
    with clock.frozen(at("18:30")), pytest.raises(Invalid) as refused:
        upload(acting, offering, operator, filled(acting, offering, G7="○ 출석"))
    assert "08:30" in refused.value.fields["file"]  # when its roll call opens


def test_uploaded_sheets_are_forgotten_after_a_week(course, acting):
    offering, _, _, operator = course
    number = upload(acting, offering, operator, filled(acting, offering, G7="○ 출석"))
    for days, left in ((6, 1), (8, 0)):
        with clock.frozen(at("17:00", DAY + timedelta(days=1 + days))), acting():
            services.forget_old_sheets()
            found = select(func.count(TypedSheet.id)).where(TypedSheet.id == number)
            assert db.session.scalar(found) == left


def test_from_the_template_to_the_records_by_the_pages(course, acting, browse, client, sign_in):
    offering, _, people, operator = course
    sign_in(operator)
    path = f"/desk/offerings/{offering.code}/typed-sheet"
    assert path in browse(f"/desk/offerings/{offering.code}/attendance").links()
    sent = client.get(f"/desk/offerings/{offering.code}/sheet-template.xlsx")
    assert [row[3] for row in values(sent.data)[5:8]] == ["가온", "나래", "다솜"]
    with zipfile.ZipFile(io.BytesIO(sent.data)) as book:
        assert "○ 출석,△ 지각" in book.read("xl/worksheets/sheet1.xml").decode()
    wrong = browse(path).submit(path, file=(io.BytesIO(b"name,email"), "명단.csv"))
    assert (wrong.status, "양식" in wrong.text) == (422, True)
    content = filled(acting, offering, **WHOLE)
    looked = browse(path).submit(path, file=(io.BytesIO(content), "출석부.xlsx"))
    assert "○ 출석" in looked.text
    assert "10:20 도착" in looked.text
    done = looked.submit("/enter")
    assert "반영했습니다" in done.text
    assert marks_of(acting, people[1]) == [Mark.present, Mark.late]
