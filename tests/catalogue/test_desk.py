"""The desk for courses, offerings and classes, as an operator uses it in a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from lms.accounts.models import User
from lms.catalogue.models import OfferingStatus
from lms.catalogue.queries import get_course, get_offering
from lms.core import clock
from lms.core.gate import Gate
from lms.enrolment.queries import seat_count
from tests.make import Make
from tests.pages import Browser, Page

SignIn = Callable[[User], User]


@pytest.fixture(autouse=True)
def operator(make: Make, sign_in: SignIn) -> User:
    """Every test here is an operator's."""
    return sign_in(make.operator())


def errors(page: Page) -> str:
    found = page.all("//*[contains(@class,'error-summary')]")
    return " ".join("".join(each.itertext()) for each in found)


def test_saving_a_course_unchanged_changes_nothing(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    robots = make.track("AU", "제조자동화")
    needed = make.course("기초")
    course = make.course("응용", track=robots, aims="하나\n둘", rule_threshold=90)
    with app.app_context():
        from_before = get_course(course.code, operator)
        before = (from_before.track.code, from_before.aims, from_before.rule)
    page = browse(f"/desk/courses/{course.code}/edit").submit("/edit", needs=[needed.code])
    assert page.status == 200
    page = browse(f"/desk/courses/{course.code}/edit").submit("/edit")
    assert page.status == 200
    with app.app_context():
        after = get_course(course.code, operator)
        assert (after.track.code, after.aims, after.rule) == before
        assert [each.code for each in after.needs] == [needed.code]
        assert [unit.title for unit in after.units] == ["개념"]


def test_a_needed_course_that_is_no_longer_taught_stays_needed(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    needed, course = make.course("기초"), make.course("응용")
    browse(f"/desk/courses/{course.code}/edit").submit("/edit", needs=[needed.code])
    browse(f"/desk/courses/{needed.code}/edit").submit("/status")
    page = browse(f"/desk/courses/{course.code}/edit").submit("/edit", summary="새 요약")
    assert page.status == 200
    with app.app_context():
        after = get_course(course.code, operator)
        assert [each.code for each in after.needs] == [needed.code]
        assert after.summary == "새 요약"


def test_a_course_gets_no_status_that_does_not_exist(make: Make, browse: Browser) -> None:
    course = make.course()
    page = browse(f"/desk/courses/{course.code}/edit")
    assert page.submit("/status", status="rubbish").status == 404
    assert course.code in browse("/courses").body


def new_course(browse: Browser, **fields: object) -> Page:
    values = {
        "code": "SFA-OS-901",
        "title_ko": "새 과정",
        "hours": "8",
        "days": "1",
        "capacity": "16",
        "units-0-title": "단원",
        "units-0-hours": "8",
    }
    return browse("/desk/courses/new").submit("/new", **{**values, **fields})


def test_a_new_course(app: Gate, make: Make, browse: Browser, operator: User) -> None:
    make.track()
    assert new_course(browse).h1 == "새 과정"
    with app.app_context():
        course = get_course("SFA-OS-901", operator)
        assert (course.rule.threshold, course.status.value) == (80, "draft")
        assert [unit.title for unit in course.units] == ["단원"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "sfa 1"}, "SFA-OS-201"),
        ({"title_ko": ""}, "입력해"),
        ({"hours": "0"}, "1"),
        ({"hours": "x"}, ""),
        ({"units-0-hours": "7"}, "7시간"),
        ({"units-0-hours": ""}, "시간"),
        ({"units-0-title": ""}, "단원 이름"),
        ({"rule_threshold": "101"}, "100"),
        ({"track": "ZZ"}, ""),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    make: Make, browse: Browser, fields: dict[str, str], sentence: str
) -> None:
    make.track()
    page = new_course(browse, summary="짧은 소개", **fields)
    assert page.status == 422
    assert sentence in errors(page)
    assert errors(page).strip()
    assert "짧은 소개" in page.body


def test_more_rows_without_losing_what_was_typed(make: Make, browse: Browser) -> None:
    make.track()
    page = new_course(browse, more="1")
    assert page.status == 200
    rows = page.all("//input[starts-with(@name,'units-') and contains(@name,'-title')]")
    assert len(rows) == 6
    assert "새 과정" in page.body


def test_a_code_that_is_taken_is_refused_on_the_form(make: Make, browse: Browser) -> None:
    course = make.course()
    page = new_course(browse, code=course.code)
    assert page.status == 409
    assert course.code in page.text
    assert "새 과정" in page.body


def test_listing_and_retiring(app: Gate, make: Make, browse: Browser, operator: User) -> None:
    make.track()
    page = new_course(browse)
    assert page.submit("/status").status == 200
    assert "SFA-OS-901" in browse("/desk/courses?status=listed").text
    browse("/desk/courses/SFA-OS-901/edit").submit("/status")
    assert "SFA-OS-901" in browse("/desk/courses?status=retired").text


def test_from_course_to_published_offering(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    course, room, teacher = make.course(days=2, hours=16), make.room(), make.instructor("김강사")
    page = browse(f"/desk/offerings/new?course={course.code}").submit(seats="12", minimum="3")
    assert page.status == 200
    code = page.path.rsplit("/", 1)[1]
    assert not page.all("//form[contains(@action,'/publish')]"), "nothing to publish yet"
    page = browse(f"/desk/offerings/{code}/sessions/new").submit(
        room=room.code, instructor=str(teacher.id), every_day="y"
    )
    assert page.status == 200
    page = page.submit("/publish")
    assert page.status == 200
    with app.app_context():
        offering = get_offering(code)
        assert offering.status is OfferingStatus.published
        assert seat_count(offering).total == 12
        days = [clock.to_seoul(s.starts_at).date() for s in offering.sessions]
        assert days == [offering.starts_on, offering.ends_on]
        assert {a.user.name for s in offering.sessions for a in s.teaching} == {"김강사"}
    assert "김강사" in browse(f"/offerings/{code}").text


def test_wrong_dates_of_an_offering(make: Make, browse: Browser) -> None:
    course = make.course()
    form = browse(f"/desk/offerings/new?course={course.code}")
    page = form.submit(starts_on="2027-05-04", ends_on="2027-05-03", minimum="99")
    assert page.status == 422
    assert "종료일" in errors(page)
    assert "정원" in errors(page)
    page = form.submit(enrol_from="so bald", starts_on="")
    assert page.status == 422
    assert "so bald" in page.body


def test_fewer_seats_than_people_are_refused(make: Make, browse: Browser) -> None:
    offering = make.offering(seats=3)
    for _ in range(3):
        make.enrolment(offering)
    page = browse(f"/desk/offerings/{offering.code}/edit").submit(seats="2")
    assert page.status == 409
    assert "3" in page.text


def test_more_seats_than_the_room_holds_are_refused(make: Make, browse: Browser) -> None:
    offering = make.offering(seats=5)
    make.session(offering, room=make.room("작은 방", capacity=8))
    page = browse(f"/desk/offerings/{offering.code}/edit").submit(seats="9")
    assert page.status == 409
    assert "작은 방" in page.text


def test_a_taken_room_offers_what_is_free_and_one_press_fills_it_in(
    app: Gate, make: Make, browse: Browser, operator: User
) -> None:
    room, other = make.room("제1강의실"), make.room("제2강의실")
    make.session(make.offering(), room=room)
    offering = make.offering(status=OfferingStatus.draft)
    page = browse(f"/desk/offerings/{offering.code}/sessions/new")
    page = page.submit(room=room.code, topic="안전 교육", starts="10:00", ends="16:00")
    assert page.status == 409
    assert "제1강의실" in page.text
    offers = page.all("//button[@name='fill']/@value")
    assert offers[0].startswith(f"{other.code}|")
    page = page.submit("/new", fill=offers[0])
    assert page.status == 200
    assert page.all("//select[@name='room']/option[@selected]/@value") == [other.code]
    assert "안전 교육" in page.body
    assert page.submit("/new").status == 200
    with app.app_context():
        session = get_offering(offering.code, operator).sessions[0]
        assert session.occurrence.room.code == other.code
        assert session.topic == "안전 교육"
        assert (session.starts_at, session.ends_at) == (
            clock.at(offering.starts_on, time(10)),
            clock.at(offering.starts_on, time(16)),
        )


def test_another_hour_moves_the_break_along(make: Make, browse: Browser) -> None:
    room = make.room()
    make.session(make.offering(), room=room, hours=(time(9), time(11)), pause=None)
    offering = make.offering(status=OfferingStatus.draft)
    page = browse(f"/desk/offerings/{offering.code}/sessions/new").submit(
        room=room.code, starts="09:00", ends="13:00", break_from="11:00", break_until="12:00"
    )
    start = clock.at(offering.starts_on, time(11)).isoformat()
    end = clock.at(offering.starts_on, time(15)).isoformat()
    page = page.submit("/new", fill=f"{room.code}|{start}|{end}")
    shown = {n: page.all(f"//input[@name='{n}']/@value")[0] for n in ("starts", "break_from")}
    assert shown == {"starts": "11:00", "break_from": "13:00"}


def test_nonsense_instead_of_an_alternative_does_no_harm(make: Make, browse: Browser) -> None:
    make.room()
    offering = make.offering()
    page = browse(f"/desk/offerings/{offering.code}/sessions/new").submit(fill="x|y")
    assert page.status == 200


def test_changing_a_class(app: Gate, make: Make, browse: Browser, operator: User) -> None:
    offering, other = make.offering(), make.room("다른 방")
    old, new = make.instructor("전강사"), make.instructor("후강사")
    session = make.session(offering, instructors=[old])
    page = browse(f"/desk/sessions/{session.id}/edit").submit(
        room=other.code, instructor=str(new.id), assistants=[str(old.id)], topic="바뀐 주제"
    )
    assert page.status == 200
    for words in ("다른 방", "후강사", "바뀐 주제"):
        assert words in page.text


def test_moving_a_class_onto_its_trainees_other_class_asks_first(
    make: Make, browse: Browser
) -> None:
    here, there = make.offering(make.course(days=2)), make.offering(make.course("품질관리"))
    trainee = make.user("김겹침")
    for offering in (here, there):
        make.enrolment(offering, trainee)
    make.session(there)
    session = make.session(here, day=here.starts_on + timedelta(days=1))
    form = browse(f"/desk/sessions/{session.id}/edit")
    asked = form.submit(day=here.starts_on.isoformat())
    assert asked.status == 409
    assert "김겹침" in asked.text
    assert "품질관리" in asked.text
    assert asked.submit(despite_clashes="y").status == 200


def test_calling_a_class_off_needs_a_reason(make: Make, browse: Browser) -> None:
    offering = make.offering(make.course(days=2))
    session = make.session(offering)
    make.session(offering, day=offering.starts_on + timedelta(days=1))
    form = browse(f"/desk/sessions/{session.id}/call-off")
    assert form.submit(reason=" ").status == 422
    page = form.submit(reason="장비 고장")
    assert page.status == 200
    assert "휴강" in page.text


def test_calling_an_offering_off(app: Gate, make: Make, browse: Browser) -> None:
    offering = make.offering()
    make.session(offering)
    form = browse(f"/desk/offerings/{offering.code}/cancel")
    assert form.submit(reason="").status == 422
    assert "신청 인원 미달" in form.submit(reason="신청 인원 미달").text
    assert form.submit(reason="한 번 더").status == 200, "a double post does not act twice"
    with app.app_context():
        assert get_offering(offering.code).cancel_reason == "신청 인원 미달"


@pytest.mark.parametrize(
    "path",
    [
        "/desk/courses",
        "/desk/courses?q=%E3%85%85&status=listed&track=OS&page=2",
        "/desk/offerings",
        "/desk/offerings?q=x&status=running&month=2027-01&course=NO&page=3",
        "/desk/offerings/new",
    ],
)
def test_lists_open_when_empty_and_when_filled(make: Make, browse: Browser, path: str) -> None:
    browse(path)
    make.session(make.offering())
    browse(path)


@pytest.mark.parametrize("status", list(OfferingStatus))
def test_the_hub_in_every_status(make: Make, browse: Browser, status: OfferingStatus) -> None:
    offering = make.offering(status=status, note="준비물: 안전화")
    make.session(offering)
    page = browse(f"/desk/offerings/{offering.code}")
    assert "준비물: 안전화" in page.text
    over = status in (OfferingStatus.finished, OfferingStatus.cancelled)
    assert (f"/desk/offerings/{offering.code}/edit" not in page.links()) is over


def test_trainees_stay_outside(make: Make, browse: Browser, sign_in: SignIn) -> None:
    offering = make.offering()
    sign_in(make.user())
    for path in ("courses", "offerings", f"offerings/{offering.code}", "rooms"):
        browse(f"/desk/{path}", 403)


def test_only_what_lies_within_the_offering_is_offered(make: Make, browse: Browser) -> None:
    room = make.room()
    make.session(make.offering(), room=room)
    offering = make.offering(status=OfferingStatus.draft)
    page = browse(f"/desk/offerings/{offering.code}/sessions/new").submit(room=room.code)
    assert page.status == 409
    assert not page.all("//button[@name='fill']")
    assert "비는 날이 없습니다" in page.text
