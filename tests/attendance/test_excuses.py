"""Excused absences: kinds and limits as data, applying, deciding, what becomes of the sheets."""

from collections.abc import Callable
from io import BytesIO

import pytest

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.excuse_kinds import KINDS, most_days, over_limit
from lms.attendance.marks import Mark
from lms.attendance.models import Excuse, ExcuseStatus
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.enrolment.models import Enrolment
from tests.attendance.conftest import DAY, Acting, Classroom, at
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]

LIMITS = [
    # kind, days of the course -> at most so many days
    ("reserve", 5, None),
    ("wedding", 20, 5),
    ("child_wedding", 20, 1),
    ("bereavement_family", 20, 3),
    ("illness", 20, 2),  # a tenth
    ("illness", 3, 1),  # a day at least
    ("other", 5, 1),
]


@pytest.mark.parametrize(("kind", "days", "most"), LIMITS)
def test_limits(kind: str, days: int, most: int | None) -> None:
    assert most_days(KINDS[kind], days) == most


def test_what_is_used_counts(app: object, acting: Acting) -> None:
    with acting():
        assert over_limit(KINDS["illness"], days=1, used=1, course_days=20) == ""
        assert "2일" in over_limit(KINDS["illness"], days=2, used=1, course_days=20)


def ask(classroom: Classroom, which: int = 0, **changes: object) -> Excuse:
    enrolment = db.session.get_one(Enrolment, classroom.enrolments[which].id)
    values = {
        "kind": "illness",
        "from_on": DAY,
        "until_on": DAY,
        "reason": "몸살",
        "file_name": "C:\\서류\\진료확인서.pdf",
        "content": b"%PDF-1.4",
        **changes,
    }
    return services.apply_for_excuse(actor=enrolment.user, enrolment=enrolment, **values)


WRONG = [
    ({"kind": "holiday"}, "kind"),
    ({"until_on": DAY.replace(day=22)}, "until_on"),
    ({"from_on": DAY.replace(day=24), "until_on": DAY.replace(day=25)}, "from_on"),
    ({"content": b""}, "file"),
    ({"file_name": "virus.exe"}, "file"),
    ({"content": b"x" * (8 * 1024 * 1024 + 1)}, "file"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_wrong_applications_name_the_field(
    classroom: Classroom, acting: Acting, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as problem, acting():
        ask(classroom, **changes)
    assert list(problem.value.fields) == [field]


def test_the_same_day_is_asked_for_once(classroom: Classroom, acting: Acting) -> None:
    with acting():
        assert ask(classroom).file_name == "진료확인서.pdf"
    with pytest.raises(Invalid, match="이미"), acting():
        ask(classroom)


def mark_of(classroom: Classroom, acting: Acting) -> Mark | None:
    with acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        for one in queries.records_of(session):
            if one.enrolment_id == classroom.enrolments[0].id:
                return one.mark
    return None


def decide(classroom: Classroom, acting: Acting, excuse: int, accept: bool = True) -> None:
    with acting():
        services.decide_excuse(
            actor=classroom.instructor,
            excuse=db.session.get_one(Excuse, excuse),
            accept=accept,
            decision="" if accept else "서류가 다릅니다",
        )


def test_accepted_during_the_class_it_stands_at_once(classroom: Classroom, acting: Acting) -> None:
    with acting():
        excuse = ask(classroom).id
    decide(classroom, acting, excuse)
    assert mark_of(classroom, acting) is Mark.excused


def test_accepted_before_the_class_it_is_seen_when_the_sheet_is_locked(
    classroom: Classroom, acting: Acting
) -> None:
    with clock.frozen(at("08:00")):
        with acting():
            excuse = ask(classroom).id
        decide(classroom, acting, excuse)
        assert mark_of(classroom, acting) is None
    lock(classroom, acting)
    assert mark_of(classroom, acting) is Mark.excused


def lock(classroom: Classroom, acting: Acting) -> None:
    with clock.frozen(at("17:45")), acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        services.lock(actor=classroom.instructor, session=session)


def test_accepted_after_the_lock_the_record_is_corrected(
    classroom: Classroom, acting: Acting
) -> None:
    lock(classroom, acting)
    assert mark_of(classroom, acting) is Mark.absent
    with acting():
        excuse = ask(classroom).id
    decide(classroom, acting, excuse)
    assert mark_of(classroom, acting) is Mark.excused


def test_refusing_needs_a_reason_and_changes_no_record(
    classroom: Classroom, acting: Acting
) -> None:
    with acting():
        excuse = ask(classroom).id
    with pytest.raises(Invalid), acting():
        services.decide_excuse(
            actor=classroom.instructor, excuse=db.session.get_one(Excuse, excuse), accept=False
        )
    decide(classroom, acting, excuse, accept=False)
    assert mark_of(classroom, acting) is None
    with pytest.raises(Refused), acting():
        services.decide_excuse(
            actor=classroom.instructor, excuse=db.session.get_one(Excuse, excuse), accept=True
        )


def test_from_the_trainees_page_to_the_instructors_decision(
    classroom: Classroom, acting: Acting, sign_in: SignIn, browse: Browser, make: Make
) -> None:
    with acting():
        trainee = db.session.get_one(Enrolment, classroom.enrolments[0].id).user
    sign_in(trainee)
    own = f"/my/enrolments/{classroom.enrolments[0].id}"
    page = browse(f"{own}/excuses/new")
    day = DAY.isoformat()
    said = {"kind": "illness", "from_on": day, "until_on": day, "reason": "몸살"}
    refused = page.submit(f"{own}/excuses/new", **said)
    assert refused.status == 422
    assert "서류를 첨부해 주십시오" in refused.text
    page.submit(f"{own}/excuses/new", **said, file=(BytesIO(b"%PDF-1.4"), "진료확인서.pdf"))
    assert "신청 접수" in browse(f"{own}/attendance").text

    sign_in(classroom.instructor)
    link = next(one for one in browse("/teach/excuses").links() if "/teach/excuses/" in one)
    answer = browse.client.get(f"{link}/document")
    assert answer.data == b"%PDF-1.4"
    assert "attachment" in answer.headers["Content-Disposition"]
    browse(link).submit(link, accept="yes")
    assert "인정함" in browse("/teach/excuses").text
    assert mark_of(classroom, acting) is Mark.excused

    sign_in(make.instructor("다른강사"))
    browse(link, status=404)
    browse(f"{link}/document", status=404)


def test_an_application_can_be_withdrawn_until_it_is_decided(
    classroom: Classroom, acting: Acting, sign_in: SignIn, browse: Browser
) -> None:
    with acting():
        excuse = ask(classroom).id
        trainee = db.session.get_one(Enrolment, classroom.enrolments[0].id).user
    sign_in(trainee)
    own = f"/my/enrolments/{classroom.enrolments[0].id}/attendance"
    browse(own).submit(f"/my/excuses/{excuse}/withdraw")
    with acting():
        assert db.session.get_one(Excuse, excuse).status is ExcuseStatus.withdrawn
    with pytest.raises(Refused):
        decide(classroom, acting, excuse)
