"""From the last lock to the verdict, on both databases."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance import services as attendance
from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceRecord, RollCall
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession, Course, Offering
from lms.catalogue.services import call_off_session
from lms.completion import services
from lms.completion.models import Judgement, Verdict
from lms.completion.queries import completed_course_ids, outlooks
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment
from lms.enrolment.services import cancel
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
FIRST = date(2026, 11, 23)


def at(day: int, hour: str) -> datetime:
    return clock.at(FIRST + timedelta(days=day), time.fromisoformat(hour))


class Course3:
    """Three days of eight hours, one person a row of marks."""

    def __init__(self, make: Make, acting: Acting, names: Sequence[str]) -> None:
        self.acting = acting
        self.operator, self.instructor = make.operator(), make.instructor()
        course = make.course(hours=24, days=3)
        self.offering = make.offering(course, starts_on=FIRST)
        self.sessions = [
            make.session(
                self.offering, day=FIRST + timedelta(days=n), instructors=[self.instructor]
            )
            for n in range(3)
        ]
        self.people = [make.enrolment(self.offering, make.user(name)) for name in names]

    def hold(self, day: int, *marks: MarkInput) -> None:
        """The instructor marks and locks one day."""
        with clock.frozen(at(day, "18:00")), self.acting():
            session = db.session.get_one(ClassSession, self.sessions[day].id)
            wanted = {one.id: said for one, said in zip(self.people, marks, strict=True)}
            attendance.mark(actor=self.instructor, session=session, marks=wanted)
            attendance.lock(actor=self.instructor, session=session)

    def verdicts(self) -> list[Verdict | None]:
        """In the order of the people."""
        with self.acting():
            found = {one.enrolment_id: one for one in db.session.scalars(select(Judgement))}
            return [found[p.id].verdict if p.id in found else None for p in self.people]

    def letters(self) -> list[str]:
        with self.acting():
            statement = select(Message.template).where(Message.template.in_(VERDICTS))
            return sorted(db.session.scalars(statement))


VERDICTS = ("completion/completed", "completion/not_completed")
PRESENT, ABSENT = MarkInput(Mark.present), MarkInput(Mark.absent)


def late(day: int, hour: str) -> MarkInput:
    return MarkInput(Mark.late, arrived_at=at(day, hour))


@pytest.fixture
def course(make: Make, acting: Acting) -> Course3:
    with clock.frozen(at(0, "08:00")):
        return Course3(make, acting, ["가온", "나래"])


def test_the_last_lock_judges_everybody(course: Course3) -> None:
    course.hold(0, PRESENT, PRESENT)
    course.hold(1, PRESENT, PRESENT)
    assert course.verdicts() == [None, None]
    course.hold(2, late(2, "11:00"), ABSENT)  # 22 and 16 of 24 hours
    assert course.verdicts() == [Verdict.completed, Verdict.not_completed]
    assert course.letters() == ["completion/completed", "completion/not_completed"]
    with course.acting():
        first = db.session.scalars(select(Judgement).order_by(Judgement.id)).first()
        assert first is not None
        assert first.evidence["sum"]["counted"] == 1320
        assert [one["minutes"] for one in first.evidence["sessions"]] == [480, 480, 360]
        assert first.evidence["rule"]["threshold"] == 80


def test_the_letter_tells_the_sum(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT if day < 2 else late(2, "11:00"), ABSENT)
    with course.acting():
        facts = db.session.scalars(
            select(Message.facts).where(Message.template == "completion/completed")
        ).one()
    assert facts["sum"] == "24시간 중 22시간 출석 = 91%, 기준 80%"


def test_the_letters_can_be_worded(course: Course3, app: Gate) -> None:
    for day in range(3):
        course.hold(day, PRESENT, ABSENT)
    with app.test_request_context():
        letters = [
            compose(one.template, one.facts)
            for one in db.session.scalars(
                select(Message).where(Message.template.in_(VERDICTS)).order_by(Message.id)
            )
        ]
    completed, failed = letters
    assert "수료를 축하합니다: 스마트공장의 이해" in completed.subject
    assert "24시간 중 24시간 출석 = 100%, 기준 80%" in completed.text
    assert "24시간 중 0시간 출석 = 0%, 기준 80%" in failed.text
    assert f"/my/enrolments/{course.people[1].id}" in failed.text


def test_a_called_off_class_is_not_waited_for(course: Course3) -> None:
    with course.acting():
        db.session.get_one(ClassSession, course.sessions[2].id).called_off_at = clock.now()
    course.hold(0, PRESENT, PRESENT)
    course.hold(1, PRESENT, ABSENT)
    assert course.verdicts() == [Verdict.completed, Verdict.not_completed]


def test_calling_off_the_last_open_class_judges(course: Course3) -> None:
    course.hold(0, PRESENT, PRESENT)
    course.hold(1, PRESENT, ABSENT)
    assert course.verdicts() == [None, None]
    with course.acting():
        session = db.session.get_one(ClassSession, course.sessions[2].id)
        call_off_session(actor=course.operator, session=session, reason="태풍")
    assert course.verdicts() == [Verdict.completed, Verdict.not_completed]


def test_an_enrolment_that_is_judged_is_not_cancelled(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT, ABSENT)
    with pytest.raises(Refused) as caught, course.acting():
        enrolment = db.session.get_one(Enrolment, course.people[0].id)
        cancel(actor=course.operator, enrolment=enrolment, reason="사정")
    assert caught.value.code == "judged"
    assert course.verdicts() == [Verdict.completed, Verdict.not_completed]


def test_judging_again_changes_and_tells_nothing(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT, ABSENT)
    with course.acting():
        before = db.session.scalars(select(Judgement.judged_at)).all()
    with course.acting():
        services.judge(db.session.get_one(Offering, course.offering.id))
    with course.acting():
        assert db.session.scalars(select(Judgement.judged_at)).all() == before
    assert len(course.letters()) == 2


def correct(course: Course3, person: int, day: int, said: MarkInput) -> None:
    with clock.frozen(at(3, "09:00")), course.acting():
        attendance.correct(
            actor=course.operator,
            session=db.session.get_one(ClassSession, course.sessions[day].id),
            enrolment_id=course.people[person].id,
            said=said,
            reason="기록 오류",
        )


def test_two_who_lock_the_last_two_at_once_judge_once(course: Course3, app: Gate) -> None:
    course.hold(0, PRESENT, PRESENT)
    for day in (1, 2):
        with clock.frozen(at(day, "17:00")), course.acting():
            wanted = {one.id: PRESENT for one in course.people}
            session = db.session.get_one(ClassSession, course.sessions[day].id)
            attendance.mark(actor=course.instructor, session=session, marks=wanted)
    ready, problems = threading.Barrier(2), []

    def lock(day: int) -> None:
        try:
            ready.wait()
            with course.acting():
                session = db.session.get_one(ClassSession, course.sessions[day].id)
                attendance.lock(actor=course.instructor, session=session)
                time_for_the_other.wait(0.2)
        except Exception as problem:
            problems.append(problem)

    time_for_the_other = threading.Event()
    with clock.frozen(at(3, "09:00")):
        threads = [threading.Thread(target=lock, args=(day,)) for day in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert problems == []
    assert course.verdicts() == [Verdict.completed, Verdict.completed]
    assert course.letters() == ["completion/completed"] * 2


def test_a_correction_judges_that_person_anew(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT, PRESENT if day else ABSENT)
    assert course.verdicts() == [Verdict.completed, Verdict.not_completed]
    correct(course, 1, 0, PRESENT)
    assert course.verdicts() == [Verdict.completed, Verdict.completed]
    correct(course, 0, 0, ABSENT)
    assert course.verdicts() == [Verdict.not_completed, Verdict.completed]
    assert len(course.letters()) == 4


def test_a_correction_that_changes_no_verdict_tells_nobody(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT, PRESENT)
    correct(course, 0, 0, late(0, "10:00"))
    assert len(course.letters()) == 2
    with course.acting():
        sums = [one.evidence["sum"]["counted"] for one in db.session.scalars(select(Judgement))]
        assert sorted(sums) == [1380, 1440]


def test_a_correction_before_the_end_judges_nobody(course: Course3) -> None:
    course.hold(0, PRESENT, ABSENT)
    correct(course, 1, 0, PRESENT)
    assert course.verdicts() == [None, None]


def test_somebody_added_later_is_absent_where_nothing_is_recorded(
    course: Course3, make: Make
) -> None:
    course.hold(0, PRESENT, PRESENT)
    course.people.append(make.enrolment(course.offering, make.user("다솜")))
    course.hold(1, PRESENT, PRESENT, PRESENT)
    course.hold(2, PRESENT, PRESENT, PRESENT)
    assert course.verdicts()[2] is Verdict.not_completed  # 16 of 24 hours


def test_looking_ahead(course: Course3) -> None:
    course.hold(0, PRESENT, ABSENT)
    with course.acting():
        people = [db.session.get_one(Enrolment, one.id) for one in course.people]
        ahead = outlooks(people)
        first, second = (ahead[one.id] for one in people)
    assert (first.best.percent, first.left, first.spare) == (100, 2, 0)
    assert (second.best.percent, second.best.completed) == (66, False)


def test_completed_courses_are_known_for_prerequisites(course: Course3) -> None:
    for day in range(3):
        course.hold(day, PRESENT, ABSENT)
    with course.acting():
        first, second = (completed_course_ids(one.user_id) for one in course.people)
        course_id = db.session.scalars(select(Course.id)).one()
    assert first == {course_id}
    assert second == set()


def test_the_desk_shows_verdicts_with_their_sum(
    course: Course3, browse: Browser, sign_in: Callable[[User], User]
) -> None:
    sign_in(course.operator)
    page = f"/desk/offerings/{course.offering.code}/completion"
    course.hold(0, PRESENT, ABSENT)
    assert "66%로, 기준 80%에 이르지 못합니다" in browse(page).text
    course.hold(1, PRESENT, ABSENT)
    course.hold(2, PRESENT, ABSENT)
    shown = browse(page)
    assert "24시간 중 24시간 출석 = 100%, 기준 80%" in shown.text
    assert "24시간 중 0시간 출석 = 0%, 기준 80%" in shown.text
    assert len(shown.all("//input[@name='enrolment']")) == 1
    sign_in(course.instructor)
    browse(page, 403)


def test_five_hundred_people_over_forty_days_are_judged_in_one_pass(
    make: Make, acting: Acting
) -> None:
    """Reading and judging takes as many statements as for two people."""
    with clock.frozen(at(0, "08:00")):
        offering = make.offering(starts_on=FIRST, seats=500)
        sessions = [make.session(offering, day=FIRST + timedelta(days=n)) for n in range(40)]
        user = make.user()
    with acting():
        for n in range(500):
            db.session.add(
                User(
                    name=f"수강생{n}", email=f"many{n}@example.org", password_hash="!",
                    session_key=f"many{n}", created_at=clock.now(), confirmed_at=clock.now(),
                )
            )  # fmt: skip
        db.session.flush()
        ids = db.session.scalars(select(User.id).where(User.id > user.id)).all()
        for user_id in ids:
            db.session.add(
                Enrolment(
                    offering_id=offering.id, user_id=user_id, status="enrolled",
                    applied_at=clock.now(),
                )
            )  # fmt: skip
        db.session.flush()
        for one in sessions:
            db.session.add(
                RollCall(session_id=one.id, opened_at=clock.now(), locked_at=clock.now())
            )
        enrolments = db.session.scalars(select(Enrolment.id)).all()
        db.session.bulk_insert_mappings(
            AttendanceRecord,
            [
                {"session_id": one.id, "enrolment_id": enrolment, "mark": Mark.present,
                 "minutes": 480, "incidents": 0, "reason": ""}
                for one in sessions for enrolment in enrolments
            ],
        )  # fmt: skip
    with acting(), statements() as sent:
        services.judge(db.session.get_one(Offering, offering.id))
    reads = [one for one in sent if one.startswith("SELECT") and "message" not in one]
    assert len(reads) <= 10, reads
    with acting():
        verdicts = db.session.scalars(select(Judgement.verdict)).all()
    assert len(verdicts) == 500
    assert set(verdicts) == {Verdict.completed}
