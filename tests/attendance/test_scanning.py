"""Checking in by code, through the door, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import AttendanceEvent, Source
from lms.attendance.saying import MarkInput
from lms.catalogue.models import CheckIn, ClassSession, Offering
from lms.catalogue.services import move_session
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment.models import Enrolment, EnrolmentStatus
from tests.attendance.conftest import Acting, Classroom, a_class, at
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

IN, OUT = EventKind.came, EventKind.went
SignIn = Callable[[User], User]


def code(acting: Acting, classroom: Classroom, way: EventKind = IN, back: int = 0) -> str:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        return services.code_of(session, way, clock.now() - timedelta(seconds=back))


@pytest.fixture
def person(classroom: Classroom, acting: Acting, sign_in: SignIn) -> User:
    """The first trainee, signed in."""
    with acting():
        user = db.session.get_one(Enrolment, classroom.enrolments[0].id).user
    return sign_in(user)


def send(browse: Browser, **form: str) -> int:
    answer = browse.client.post("/check-in", data={**csrf(browse), **form})
    return answer.status_code


def csrf(browse: Browser) -> dict[str, str]:
    page = browse.client.get("/check-in").get_data(as_text=True)
    return {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}


def told(acting: Acting) -> list[tuple[EventKind, Source]]:
    with acting():
        events = db.session.scalars(select(AttendanceEvent).order_by(AttendanceEvent.id))
        return [(one.kind, one.source) for one in events]


def record(classroom: Classroom, acting: Acting, which: int = 0) -> tuple[Mark, int] | None:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        for one in queries.records_of(session):
            if one.enrolment_id == classroom.enrolments[which].id:
                return one.mark, one.minutes
    return None


def test_in_and_out_make_the_day(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with clock.frozen(at("08:55")):
        assert send(browse, code=code(acting, classroom), typed="yes") == 303
    with clock.frozen(at("14:00")):
        assert send(browse, code=code(acting, classroom, OUT), for_a_while="yes") == 303
    with clock.frozen(at("15:00")):
        assert send(browse, code=code(acting, classroom)) == 303
    with clock.frozen(at("18:01")):
        assert send(browse, code=code(acting, classroom, OUT)) == 303
    assert told(acting) == [
        (IN, Source.typed_code),
        (EventKind.away, Source.qr),
        (EventKind.back, Source.qr),
        (OUT, Source.qr),
    ]
    assert record(classroom, acting) == (Mark.away, 420)


def test_a_scan_takes_six_statements(
    app: object, classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    form = {**csrf(browse), "code": code(acting, classroom)}
    with statements() as first:
        assert browse.client.post("/check-in", data=form).status_code == 303
    assert counted(first) <= 6, first
    with clock.frozen(at("17:59")):
        form = {**csrf(browse), "code": code(acting, classroom, OUT)}
        with statements() as second:
            assert browse.client.post("/check-in", data=form).status_code == 303
    assert counted(second) <= 6, second


def counted(sent: list[str]) -> int:
    return sum(not one.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT")) for one in sent)


def test_a_double_tap_is_one_scan(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    for _ in range(3):
        assert send(browse, code=code(acting, classroom)) == 303
    assert told(acting) == [(IN, Source.qr)]


def test_the_camera_opens_a_link_and_the_scan_survives_signing_in(
    classroom: Classroom, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    with clock.frozen(at("09:10")):
        answer = browse.client.get(f"/in/{code(acting, classroom)}")
        assert answer.location == "/check-in"
        assert browse.client.get("/check-in").location.startswith("/login")
    with clock.frozen(at("09:17")):  # it took a while to remember the password
        with acting():
            user = db.session.get_one(Enrolment, classroom.enrolments[0].id).user
        sign_in(user)
        page = browse("/check-in")
        assert "09:10" in page.text
        assert send(browse, kept="yes") == 303
    assert record(classroom, acting) == (Mark.present, 480)  # 09:10 counts, within the grace


def test_a_scan_is_not_kept_for_long(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with clock.frozen(at("09:10")):
        browse.client.get(f"/in/{code(acting, classroom)}")
    with clock.frozen(at("09:21")):
        assert send(browse, kept="yes") == 422
    assert told(acting) == []


def test_a_forged_cookie_is_no_scan(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    browse.client.set_cookie("scan", "WyJBQkMxMjMiLDBd.AAAA")
    assert send(browse, kept="yes") == 422


REFUSED = [
    ("guessed", lambda c, a: "ABC123", None),
    ("expired", lambda c, a: code(a, c, back=120), None),
    ("replayed an hour later", lambda c, a: code(a, c, back=3600), None),
    ("before the doors open", None, "08:20"),
    ("long after the end", None, "18:40"),
]


@pytest.mark.parametrize(("why", "given", "when"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_refused_changes_nothing(
    classroom: Classroom, acting: Acting, person: User, browse: Browser,
    why: str, given: Callable[[Classroom, Acting], str] | None, when: str | None,
) -> None:  # fmt: skip
    moment: datetime = at(when) if when else clock.now()
    with clock.frozen(moment):
        typed = given(classroom, acting) if given else code(acting, classroom)
        assert send(browse, code=typed) == 409
    assert told(acting) == []


def test_a_class_of_somebody_else_a_called_off_one_and_a_roll_call_only_one(
    classroom: Classroom, acting: Acting, make: Make, person: User, browse: Browser
) -> None:
    other = a_class(make, ["남의반"])
    assert send(browse, code=code(acting, other)) == 409
    with acting():
        db.session.get_one(Offering, classroom.offering.id).check_in = CheckIn.roll_call
    assert send(browse, code=code(acting, classroom)) == 409
    with acting():
        db.session.get_one(Offering, classroom.offering.id).check_in = CheckIn.qr
        db.session.get_one(ClassSession, classroom.session.id).called_off_at = clock.now()
    assert send(browse, code=code(acting, classroom)) == 409
    assert told(acting) == []


def test_moved_to_another_offering_the_code_no_longer_fits(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with acting():
        db.session.get_one(Enrolment, classroom.enrolments[0].id).status = EnrolmentStatus.cancelled
    assert send(browse, code=code(acting, classroom)) == 409


def test_a_locked_sheet_takes_no_scan(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with clock.frozen(at("17:45")):
        with acting():
            session = db.session.get_one(ClassSession, classroom.session.id)
            services.lock(actor=classroom.instructor, session=session)
        assert send(browse, code=code(acting, classroom)) == 409
    assert record(classroom, acting) == (Mark.absent, 0)


def test_leaving_without_having_come_is_refused(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    assert send(browse, code=code(acting, classroom, OUT)) == 409


def test_who_was_marked_absent_and_comes_late_is_late(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        marks = {classroom.enrolments[0].id: MarkInput(Mark.absent)}
        services.mark(actor=classroom.instructor, session=session, marks=marks)
    with clock.frozen(at("09:40")):
        assert send(browse, code=code(acting, classroom)) == 303
    assert record(classroom, acting) == (Mark.late, 440)


def test_guessing_is_stopped(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    answers = [send(browse, code="ABC123") for _ in range(13)]
    assert answers == [409] * 12 + [429]


def test_without_a_scan_at_the_end_somebody_has_to_say(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    with acting():
        db.session.get_one(Offering, classroom.offering.id).rule_check_out = True
    assert send(browse, code=code(acting, classroom)) == 303
    assert record(classroom, acting) == (Mark.unconfirmed, 0)
    with clock.frozen(at("18:00")):
        assert send(browse, code=code(acting, classroom, OUT)) == 303
    assert record(classroom, acting) == (Mark.late, 460)


def test_pages_of_check_in(
    classroom: Classroom, acting: Acting, person: User, browse: Browser
) -> None:
    assert "출석 체크" in browse("/check-in").text
    send(browse, code=code(acting, classroom))
    assert "09:20 기록했습니다" in browse(f"/check-in/{classroom.session.id}").text
    browse.client.get(f"/in/{code(acting, classroom, OUT)}")
    assert "오늘은 그만" in browse("/check-in").text


def test_the_screen_shows_the_code_of_now(
    classroom: Classroom, acting: Acting, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(classroom.instructor)
    found = code(acting, classroom)
    assert f"{found[:3]} {found[3:]}" in browse(f"{classroom.path}/screen").text
    leaving = code(acting, classroom, OUT)
    assert f"{leaving[:3]} {leaving[3:]}" in browse(f"{classroom.path}/screen?way=out").text
    with clock.frozen(at("07:00")):
        assert "지금은 이 수업의 코드가 없습니다" in browse(f"{classroom.path}/screen").text


def held_class(classroom: Classroom, acting: Acting, browse: Browser) -> None:
    with acting():
        db.session.get_one(Offering, classroom.offering.id).rule_check_out = True
    with clock.frozen(at("09:25")):
        assert send(browse, code=code(acting, classroom)) == 303


def test_a_sheet_is_not_locked_over_somebody_who_did_not_scan_out(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, sign_in: SignIn
) -> None:
    held_class(classroom, acting, browse)
    sign_in(classroom.instructor)
    with clock.frozen(at("17:45")):
        page = browse(f"{classroom.path}/lock")
        assert "입실만 찍고" in page.text
        first = page.submit(f"{classroom.path}/lock", follow=False)
        assert first.status == 409
        assert record(classroom, acting) == (Mark.unconfirmed, 0)
        stayed = str(classroom.enrolments[0].id)
        page.submit(f"{classroom.path}/lock", stayed=stayed)
    assert record(classroom, acting) == (Mark.late, 455)
    assert record(classroom, acting, 1) == (Mark.absent, 0)


def test_another_headcount_is_asked_about_once(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, sign_in: SignIn
) -> None:
    send(browse, code=code(acting, classroom))
    sign_in(classroom.instructor)
    with clock.frozen(at("17:45")):
        page = browse(f"{classroom.path}/lock")
        assert page.submit(f"{classroom.path}/lock", headcount="nonsense").status == 422
        again = page.submit(f"{classroom.path}/lock", headcount="0")
        assert again.status == 422
        assert "세어 본 인원은 0명" in again.text
        again.submit(f"{classroom.path}/lock", headcount="0", despite="y")
        page = browse(classroom.path)
    assert "세어 본 인원보다 출석한 사람이 많음" in page.text


def test_scans_appear_on_the_roll_call(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, sign_in: SignIn
) -> None:
    send(browse, code=code(acting, classroom))
    sign_in(classroom.instructor)
    assert "09:20 QR 출석" in browse(classroom.path).text
    now = browse.client.get(f"{classroom.path}/live").get_json()
    mine = now["people"][str(classroom.enrolments[0].id)]
    assert (mine["mark"], mine["arrived"], mine["note"]) == ("late", "09:20", "09:20 QR 출석")


def test_saving_the_whole_page_leaves_scans_as_they_are(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, sign_in: SignIn
) -> None:
    with clock.frozen(at("09:05")):
        send(browse, code=code(acting, classroom))
    sign_in(classroom.instructor)
    browse(classroom.path).submit(classroom.path, all="present")
    assert told(acting)[0] == (IN, Source.qr)
    assert len(told(acting)) == 3  # two marks for the others, none for who scanned
    assert record(classroom, acting) == (Mark.present, 480)


def test_a_class_that_somebody_scanned_in_to_begins_as_planned(
    classroom: Classroom, acting: Acting, person: User, browse: Browser, make: Make
) -> None:
    operator, later = make.operator(), timedelta(hours=1)
    with acting():
        db.session.get_one(Offering, classroom.offering.id).rule_check_out = True
    with clock.frozen(at("08:50")):
        assert send(browse, code=code(acting, classroom)) == 303
    with clock.frozen(at("08:55")), pytest.raises(Refused) as refused, acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        move_session(
            actor=operator,
            session=session,
            room=session.occurrence.room,
            starts_at=session.starts_at + later,
            ends_at=session.ends_at + later,
        )
    assert refused.value.code == "marked"


def test_a_mark_that_arrives_after_the_lock_is_refused_and_says_so(
    classroom: Classroom, acting: Acting, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(classroom.instructor)
    first = classroom.enrolments[0].id
    page = browse(classroom.path)
    token = page.all("//main//input[@name='csrf_token']/@value")[0]
    with clock.frozen(at("17:45")):
        with acting():
            session = db.session.get_one(ClassSession, classroom.session.id)
            services.lock(actor=classroom.instructor, session=session)
        tap = {"csrf_token": token, f"was-{first}": "", f"mark-{first}": "present"}
        answer = browse.client.post(
            classroom.path, data=tap, headers={"Accept": "application/json"}
        )
    assert answer.status_code == 409
    assert "마감" in answer.get_json()["detail"]
    assert record(classroom, acting) == (Mark.absent, 0)
