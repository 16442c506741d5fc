"""The catalogue's public pages: what they show, find and count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event

from lms.accounts.models import User
from lms.catalogue.models import CourseStatus, Level, OfferingStatus, Tier
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.core.searching import search_text
from lms.enrolment.models import EnrolmentStatus
from tests.make import Make
from tests.pages import Browser, Page

SignIn = Callable[[User], User]


def titles(page: Page) -> list[str]:
    return [
        "".join(link.itertext()) for link in page.all("//li[contains(@class,'course-card')]//h2/a")
    ]


@contextmanager
def counted(app: Gate) -> Iterator[list[str]]:
    """The statements that the block runs."""
    statements: list[str] = []

    def listener(*args: object) -> None:
        statements.append(str(args[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listener)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", listener)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("스마트공장", True),
        ("스마트 공장", True),
        ("공장 이해", True),
        ("스마ㅌ", True),
        ("ㅅㅁㅌ", True),
        ("understanding", True),
        ("로봇", False),
        ("스마트 로봇", False),
        ("%", False),
    ],
)
def test_searching(make: Make, browse: Browser, question: str, found: bool) -> None:
    title = "스마트공장의 이해"
    make.course(title, search_text=search_text(title, "Understanding the Smart Factory"))
    page = browse(f"/courses?q={question.replace(' ', '+').replace('%', '%25')}")
    assert titles(page) == ([title] if found else [])


def test_each_filter_narrows_and_can_be_taken_away(make: Make, browse: Browser) -> None:
    robots = make.track("AU", "제조자동화")
    make.course("기초", level=Level.basic)
    make.course("심화", level=Level.advanced, tier=Tier.manager, track=robots)
    assert titles(browse("/courses?level=advanced")) == ["심화"]
    assert titles(browse("/courses?tier=practitioner")) == ["기초"]
    assert titles(browse("/courses?track=AU")) == ["심화"]
    assert sorted(titles(browse("/courses?level=basic&level=advanced"))) == ["기초", "심화"]
    page = browse("/courses?level=advanced&track=OS")
    assert titles(page) == []
    assert page.all("//ul[contains(@class,'applied-filters')]//a/@href") == [
        "/courses?level=advanced",
        "/courses?track=OS",
    ]


def test_nonsense_in_the_address_is_ignored(make: Make, browse: Browser) -> None:
    make.course("기초")
    assert titles(browse("/courses?level=x&track=zz&month=2026-99&page=no&sort=?")) == ["기초"]


def test_the_month_filter_finds_courses_with_an_offering_that_begins_in_it(
    make: Make, browse: Browser
) -> None:
    day = clock.today() + timedelta(days=40)
    make.offering(make.course("다음"), starts_on=day)
    make.course("없음")
    assert titles(browse(f"/courses?month={day:%Y-%m}")) == ["다음"]
    assert titles(browse("/courses?month=2020-01")) == []


def test_seats_left_means_a_free_seat_in_an_open_offering(make: Make, browse: Browser) -> None:
    make.offering(make.course("자리 있음"), seats=1)
    full = make.offering(make.course("마감"), seats=1)
    make.enrolment(full)
    waited = make.offering(make.course("대기 있음"), seats=1)
    make.enrolment(waited, status=EnrolmentStatus.waiting)
    make.offering(make.course("예정"), enrol_from=clock.now() + timedelta(days=1))
    make.offering(make.course("준비 중"), status=OfferingStatus.draft)
    assert titles(browse("/courses?free=1")) == ["자리 있음"]


def test_drafts_and_retired_courses_are_not_listed(make: Make, browse: Browser) -> None:
    make.course("초안", status=CourseStatus.draft)
    make.course("종료", status=CourseStatus.retired)
    make.course("공개")
    assert titles(browse("/courses")) == ["공개"]


def test_sorted_by_the_next_date_unless_said_otherwise(make: Make, browse: Browser) -> None:
    late, soon, none = make.course("나"), make.course("다"), make.course("가")
    make.offering(late, starts_in=30)
    make.offering(soon, starts_in=10)
    assert titles(browse("/courses")) == ["다", "나", "가"]
    assert titles(browse("/courses?sort=title")) == ["가", "나", "다"]
    assert titles(browse("/courses?sort=code")) == ["나", "다", "가"]
    assert none.code > soon.code


def test_a_card_tells_the_next_date_and_the_seats_left(make: Make, browse: Browser) -> None:
    offering = make.offering(seats=3)
    make.enrolment(offering)
    card = browse("/courses").all("//li[contains(@class,'course-card')]")[0]
    words = " ".join("".join(card.itertext()).split())
    assert "2석" in words
    assert f"/offerings/{offering.code}" in card.xpath(".//a/@href")


def test_four_queries_a_page_however_many_courses(app: Gate, make: Make, browse: Browser) -> None:
    for _ in range(3):
        make.offering()
    browse("/courses")  # what is loaded once for all
    with counted(app) as few:
        app.test_client().get("/courses?sort=code", headers={"HX-Request": "true"})
    for _ in range(25):
        make.offering()
    with counted(app) as many:
        app.test_client().get("/courses?sort=code", headers={"HX-Request": "true"})
    selects = [[s for s in run if s.startswith("SELECT")] for run in (few, many)]
    assert len(selects[0]) == len(selects[1]) <= 4, "\n\n".join(selects[1])


def test_a_page_past_the_end_says_how_many_there_are(make: Make, browse: Browser) -> None:
    make.course("하나")
    assert "1" in browse("/courses?page=9").text


def test_a_course_page(make: Make, browse: Browser) -> None:
    needed = make.course("PLC 기초")
    course = make.course("PLC 응용", aims="회로를 읽는다\n프로그램을 짠다", audience="공무 담당자")
    with make._acting():
        found = db.session.merge(course)
        found.needs = [db.session.merge(needed)]
    offering = make.offering(course)
    page = browse(f"/courses/{course.code}")
    assert page.h1 == "PLC 응용"
    for words in ("회로를 읽는다", "프로그램을 짠다", "개념", "공무 담당자", "PLC 기초", "80"):
        assert words in page.text
    assert f"/offerings/{offering.code}" in page.links()
    assert f"/courses/{needed.code}" in page.links()


def test_a_draft_course_is_for_operators_only(make: Make, browse: Browser, sign_in: SignIn) -> None:
    course = make.course(status=CourseStatus.draft)
    browse(f"/courses/{course.code}", 404)
    sign_in(make.operator())
    browse(f"/courses/{course.code}")


@pytest.mark.parametrize("path", ["/courses/NO-SUCH", "/offerings/NO-SUCH", "/classrooms/NO-SUCH"])
def test_unknown_codes_are_pages_with_404(browse: Browser, path: str) -> None:
    browse(path, 404)


def test_an_offering_page_shows_rooms_instructors_and_the_box(make: Make, browse: Browser) -> None:
    offering, room = make.offering(), make.room("제2강의실")
    make.session(offering, room=room, instructors=[make.instructor("김가르침")], topic="개념")
    page = browse(f"/offerings/{offering.code}")
    for words in ("제2강의실", "김가르침", "개념", "09:00–18:00", offering.code):
        assert words in page.text
    assert f"/classrooms/{room.code}" in page.links()


def test_a_draft_offering_is_for_operators_only(
    make: Make, browse: Browser, sign_in: SignIn
) -> None:
    offering = make.offering(status=OfferingStatus.draft)
    browse(f"/offerings/{offering.code}", 404)
    sign_in(make.operator())
    browse(f"/offerings/{offering.code}")


@pytest.mark.parametrize("status", list(OfferingStatus))
def test_an_offering_page_in_every_status(
    make: Make, browse: Browser, sign_in: SignIn, status: OfferingStatus
) -> None:
    offering = make.offering(status=status, cancel_reason="신청 인원 미달")
    sign_in(make.operator())
    page = browse(f"/offerings/{offering.code}")
    assert ("신청 인원 미달" in page.text) is (status is OfferingStatus.cancelled)


def test_the_schedule_of_a_month(make: Make, browse: Browser) -> None:
    day = date(clock.today().year + 1, 3, 15)
    offering = make.offering(make.course("삼월 과정"), starts_on=day)
    make.session(offering)
    make.offering(make.course("사월 과정"), starts_on=day + timedelta(days=31))
    page = browse(f"/offerings?month={day:%Y-%m}")
    assert "삼월 과정" in page.text
    assert "사월 과정" not in page.text
    day_page = browse(f"/offerings?day={day.isoformat()}")
    assert "09:00–18:00" in day_page.text
    assert "삼월 과정" not in browse(f"/offerings?month={day:%Y-%m}&track=ZZ").text


def test_home_shows_what_is_open_and_what_is_on(make: Make, browse: Browser) -> None:
    offering = make.offering(make.course("열린 과정"), starts_in=3)
    make.session(offering, hours=(time(9), time(18)))
    page = browse("/")
    assert "열린 과정" in page.text
    assert f"/offerings?day={offering.starts_on.isoformat()}" in page.links()


def test_what_is_needed_beforehand_is_told_before_one_tries(
    make: Make, browse: Browser, sign_in: SignIn
) -> None:
    needed, course = make.course("PLC 기초"), make.course("PLC 응용")
    with make._acting():
        db.session.merge(course).needs = [db.session.merge(needed)]
    offering = make.offering(course)
    sign_in(make.user())
    page = browse(f"/offerings/{offering.code}")
    assert "PLC 기초" in page.text
    assert not page.all("//form[contains(@action,'/enrol')]")
