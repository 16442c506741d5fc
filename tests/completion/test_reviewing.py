"""Test scores, surveys, and decisions other than the rule's."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lms.accounts.models import User
from lms.attendance import services as attendance
from lms.attendance.marks import Mark
from lms.attendance.records import Day
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.rule import CompletionRule
from lms.completion import services
from lms.completion.criteria import Outcome, Results, judge
from lms.completion.models import Verdict
from lms.completion.queries import changes, find_judgement
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.enrolment.models import Enrolment
from tests.attendance.conftest import DAY, Acting, Classroom, a_class, at
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]
DONE, FAILED = Verdict.completed, Verdict.not_completed
THERE = [Day(DAY, 480, 480, absent=False, incidents=0)]

BESIDES = [
    # score needed, survey needed, score, surveyed -> completed
    (0, False, None, False, True),
    (60, False, 60, False, True),
    (60, False, 59, False, False),
    (60, False, None, False, False),
    (0, True, None, True, True),
    (0, True, None, False, False),
    (60, True, 80, True, True),
]


@pytest.mark.parametrize(("needed", "survey", "score", "surveyed", "completed"), BESIDES)
def test_score_and_survey(
    needed: int, survey: bool, score: int | None, surveyed: bool, completed: bool
) -> None:
    rule = CompletionRule(score=needed, survey=survey)
    found = judge(rule, THERE, Results(score, surveyed))
    assert found.completed is completed
    assert Outcome.from_json(found.to_json()) == found


@pytest.fixture
def classroom(app: object, make: Make, acting: Acting) -> Classroom:
    """A class of two whose course asks for 60 points."""
    with clock.frozen(at("09:00")):
        found = a_class(make, ["가온", "나래"])
        with acting():
            db.session.get_one(Offering, found.offering.id).rule_score = 60
        return found


def lock(classroom: Classroom, acting: Acting) -> None:
    """Both were there; the roll call is locked."""
    with clock.frozen(at("18:00")), acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        marks = {one.id: MarkInput(Mark.present) for one in classroom.enrolments}
        attendance.mark(actor=classroom.instructor, session=session, marks=marks)
        attendance.lock(actor=classroom.instructor, session=session)


def verdict(classroom: Classroom, acting: Acting, which: int = 0) -> Verdict | None:
    with acting():
        found = find_judgement(db.session.get_one(Enrolment, classroom.enrolments[which].id))
        return found.verdict if found else None


def note(classroom: Classroom, acting: Acting, actor: User, score: int | None) -> None:
    with acting():
        enrolment = db.session.get_one(Enrolment, classroom.enrolments[0].id)
        services.note_result(actor=actor, enrolment=enrolment, score=score, surveyed=False)


def test_who_has_no_score_yet_is_not_judged_yet(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    operator = make.operator()
    lock(classroom, acting)
    assert verdict(classroom, acting) is None
    note(classroom, acting, operator, 59)
    assert verdict(classroom, acting) is FAILED
    note(classroom, acting, operator, 60)
    assert verdict(classroom, acting) is DONE
    assert verdict(classroom, acting, 1) is None
    with acting():
        services.judge_now(
            actor=operator, offering=db.session.get_one(Offering, classroom.offering.id)
        )
    assert verdict(classroom, acting, 1) is FAILED
    with pytest.raises(Invalid), acting():
        enrolment = db.session.get_one(Enrolment, classroom.enrolments[0].id)
        services.note_result(actor=operator, enrolment=enrolment, score=101, surveyed=False)


def test_a_score_before_the_end_waits_for_the_end(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    note(classroom, acting, make.operator(), 90)
    assert verdict(classroom, acting) is None
    lock(classroom, acting)
    assert verdict(classroom, acting) is DONE


def test_a_decision_stands_over_corrections_until_it_is_lifted(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    operator = make.operator()
    note(classroom, acting, operator, 50)
    lock(classroom, acting)
    first = classroom.enrolments[0].id

    def decide(reason: str) -> None:
        with acting():
            services.override(
                actor=operator,
                enrolment=db.session.get_one(Enrolment, first),
                verdict=DONE,
                reason=reason,
            )

    with pytest.raises(Invalid):
        decide(" ")
    decide("재시험 합격")
    with pytest.raises(Refused):
        decide("재시험 합격")
    with clock.frozen(at("09:00") + timedelta(days=1)), acting():
        attendance.correct(
            actor=operator,
            session=db.session.get_one(ClassSession, classroom.session.id),
            enrolment_id=first,
            said=MarkInput(Mark.absent),
            reason="서명 없음",
        )
    assert verdict(classroom, acting) is DONE
    with acting():
        services.lift_override(actor=operator, enrolment=db.session.get_one(Enrolment, first))
    assert verdict(classroom, acting) is FAILED
    with acting():
        told = [(one.old, one.verdict) for one in changes([first])[first]]
    assert told == [(None, FAILED), (FAILED, DONE), (DONE, DONE), (DONE, FAILED)]


def test_the_review_page(
    classroom: Classroom, acting: Acting, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    lock(classroom, acting)
    sign_in(make.operator())
    desk = f"/desk/offerings/{classroom.offering.code}/completion"
    assert "판정하지 못한 사람" in browse(desk).text
    path = f"/desk/enrolments/{classroom.enrolments[0].id}/completion"
    page = browse(path)
    assert page.submit(f"{path}/result", score="500").status == 422
    page = page.submit(f"{path}/result", score="40")
    assert "시험 40점, 기준 60점" in page.text
    assert page.submit(f"{path}/override", verdict="completed", reason="").status == 422
    page = page.submit(f"{path}/override", verdict="completed", reason="재시험 합격")
    assert "운영자가 기준과 다르게" in page.text
    page.submit(f"{path}/override", lift="yes")
    assert verdict(classroom, acting) is FAILED
    browse(desk).submit(f"{desk}/judge")
    assert verdict(classroom, acting, 1) is FAILED
