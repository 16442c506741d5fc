"""The instructor's pages without JavaScript: each is read and its forms are sent."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from lms.accounts.models import User
from lms.attendance import queries
from lms.attendance.marks import Mark
from lms.core import clock
from lms.core.gate import Gate
from tests.attendance.conftest import Classroom, a_class, at
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


def token(browse: Browser, path: str) -> dict[str, str]:
    """The page's CSRF token, for what the page's script sends."""
    return {"csrf_token": browse(path).all("//main//input[@name='csrf_token']/@value")[0]}


def marks(classroom: Classroom, acting: Acting) -> dict[int, Mark]:
    with acting():
        return {one.enrolment_id: one.mark for one in queries.records_of(classroom.session)}


def test_the_day_shows_classes_with_room_and_headcount(
    classroom: Classroom, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(classroom.instructor)
    page = browse("/teach")
    assert "스마트공장의 이해" in page.text
    assert "09:00 – 18:00" in page.text
    assert "제1강의실" in page.text
    assert "3명 중 0명 확인" in page.text
    assert classroom.path in page.links()


def test_other_days_and_next_classes(
    classroom: Classroom, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(classroom.instructor)
    assert classroom.path not in browse("/teach?day=2026-11-24").links()
    before = browse("/teach?day=2026-11-20")
    assert classroom.path in before.links()  # among the next classes
    assert browse("/teach?day=nonsense").status == 200


def test_a_class_left_open_is_named_on_later_days(
    classroom: Classroom, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(classroom.instructor)
    with clock.frozen(at("10:00", at("00:00").date().replace(day=25))):
        assert classroom.path in browse("/teach").links()


def test_instructors_see_their_own_and_operators_all(
    classroom: Classroom, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.instructor("남의강사"))
    assert classroom.path not in browse("/teach").links()
    browse(classroom.path, 404)
    sign_in(make.operator())
    assert "이강사" in browse("/teach").text
    browse(classroom.path)
    sign_in(make.user("수강생"))
    browse("/teach", 403)


def test_saving_everybody_in_one_form(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    sign_in(classroom.instructor)
    first, second, third = (one.id for one in classroom.enrolments)
    page = browse(classroom.path).submit(
        classroom.path,
        **{f"mark-{first}": "present", f"mark-{second}": "late", f"arrived-{second}": "10:00",
           f"mark-{third}": "excused", f"reason-{third}": "민방위"},
    )  # fmt: skip
    assert page.status == 200
    assert "3명" in page.text
    assert marks(classroom, acting) == {
        first: Mark.present,
        second: Mark.late,
        third: Mark.excused,
    }
    again = browse(classroom.path).submit(classroom.path)
    assert "바뀐 것이 없습니다" in again.text


def test_all_present_keeps_the_exceptions(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    sign_in(classroom.instructor)
    first, second, third = (one.id for one in classroom.enrolments)
    browse(classroom.path).submit(classroom.path, **{f"mark-{second}": "absent", "all": "present"})
    assert marks(classroom, acting) == {
        first: Mark.present,
        second: Mark.absent,
        third: Mark.present,
    }


def test_a_missing_time_is_asked_for_and_what_was_typed_is_kept(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    sign_in(classroom.instructor)
    first, second, _ = (one.id for one in classroom.enrolments)
    with clock.frozen(at("19:00")):
        page = browse(classroom.path).submit(
            classroom.path, **{f"mark-{first}": "present", f"mark-{second}": "late"}
        )
    assert page.status == 422
    assert "나래: 도착한 시각을 적어 주십시오." in page.text
    assert page.all(f"//input[@id='mark-{first}-present'][@checked]")
    assert page.all(f"//input[@id='mark-{second}-late'][@checked]")
    assert marks(classroom, acting) == {}


def test_a_time_that_is_none_is_a_sentence(
    classroom: Classroom, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(classroom.instructor)
    first = classroom.enrolments[0].id
    page = browse(classroom.path).submit(
        classroom.path, **{f"mark-{first}": "late", f"arrived-{first}": "99:99"}
    )
    assert page.status == 422
    assert page.all(f"//input[@name='arrived-{first}'][@value='99:99']")


def test_one_tap_is_answered_in_json(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    sign_in(classroom.instructor)
    first = classroom.enrolments[0].id
    csrf = token(browse, classroom.path)
    fields = {f"mark-{first}": "late", f"was-{first}": "", f"arrived-{first}": "", **csrf}
    json = {"Accept": "application/json"}
    answer = browse.client.post(classroom.path, data=fields, headers=json)
    assert answer.status_code == 200
    kept = answer.json["saved"][str(first)]
    assert (kept["mark"], kept["arrived"]) == ("late", "09:20")
    conflict = browse.client.post(
        classroom.path, data={f"mark-{first}": "absent", f"was-{first}": "", **csrf}, headers=json
    )
    assert conflict.status_code == 409
    assert "가온" in conflict.json["detail"]
    undone = browse.client.post(
        classroom.path,
        data={f"mark-{first}": "unconfirmed", f"was-{first}": kept["was"], **csrf},
        headers=json,
    )
    assert undone.json["saved"][str(first)]["mark"] == ""
    assert marks(classroom, acting) == {first: Mark.unconfirmed}


def test_late_tapped_without_a_network_is_late_by_when_it_was_tapped(
    classroom: Classroom, sign_in: SignIn, browse: Browser
) -> None:
    sign_in(classroom.instructor)
    one = classroom.enrolments[0].id
    headers = {"Accept": "application/json"}
    with clock.frozen(at("10:50")):
        page = browse(classroom.path)
        token = page.all("//input[@name='csrf_token']/@value")[0]
        form = {"csrf_token": token, f"was-{one}": "", f"mark-{one}": "late"}
        for ago in ("x", "-5", "9" * 12):  # nonsense is now, and now is said once more
            client = browse.client.post(
                classroom.path, data={**form, f"ago-{one}": ago}, headers=headers
            )
            assert client.status_code in (200, 409)
    with clock.frozen(at("11:20")):
        was = browse(classroom.path).all(f"//input[@name='was-{one}']/@value")[0]
        assert was.startswith("late/10:50")
        sent = {**form, f"was-{one}": was, f"mark-{one}": "present"}
        assert browse.client.post(classroom.path, data=sent, headers=headers).status_code == 200
        sent = {**form, f"was-{one}": "present/////", f"ago-{one}": "3600"}
        answer = browse.client.post(classroom.path, data=sent, headers=headers)
        assert answer.json["saved"][str(one)]["arrived"] == "10:20"
        again = browse.client.post(
            classroom.path, data=sent, headers=headers
        )  # the answer was lost
        assert again.json == {"saved": {}}


def test_before_it_opens_the_list_can_be_seen_only(
    classroom: Classroom, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(classroom.instructor)
    with clock.frozen(at("08:00")):
        page = browse(classroom.path)
        assert "08:30" in page.text
        assert "가온" in page.text
        assert not page.all("//main//input[@type='radio']")


def test_locking_names_who_will_be_absent(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting, make: Make
) -> None:
    sign_in(classroom.instructor)
    first = classroom.enrolments[0].id
    browse(classroom.path).submit(classroom.path, **{f"mark-{first}": "present"})
    with clock.frozen(at("18:05")):
        page = browse(f"{classroom.path}/lock")
        assert "나래" in page.text
        assert "다솜" in page.text
        assert "1명" in page.text  # in the room
        done = page.submit(f"{classroom.path}/lock")
        assert "마감" in done.text
        assert not done.all("//main//input[@type='radio']")
        assert not done.all("//a[contains(@href, '/people/')]")
        sign_in(make.operator())
        locked = browse(classroom.path)
        assert len(locked.all("//a[contains(@href, '/people/')]")) == 3
    assert sorted(marks(classroom, acting).values()) == [Mark.absent, Mark.absent, Mark.present]


def test_an_operator_corrects_a_locked_record(
    classroom: Classroom, browse: Browser, sign_in: SignIn, acting: Acting, make: Make
) -> None:
    sign_in(classroom.instructor)
    first = classroom.enrolments[0].id
    with clock.frozen(at("18:05")):
        browse(f"{classroom.path}/lock").submit(f"{classroom.path}/lock")
        browse(f"{classroom.path}/people/{first}", 403)
        sign_in(make.operator())
        page = browse(f"{classroom.path}/people/{first}")
        unreasoned = page.submit(mark="present")
        assert unreasoned.status == 422
        assert unreasoned.all("//input[@value='present'][@checked]")
        untimed = page.submit(mark="left_early", reason="실제로는 조퇴")
        assert untimed.status == 422
        assert "떠난 시각을 적어 주십시오" in untimed.text
        stale = browse(f"{classroom.path}/people/{first}")
        done = page.submit(mark="left_early", left="15:00", reason="실제로는 조퇴")
        assert done.status == 200
        late = stale.submit(mark="present", reason="결석이 아님")  # saw the record as it was before
        assert (late.status, "다른 사람이 기록을 바꾸었습니다" in late.text) == (409, True)
        assert "300" in done.text  # minutes
        history = browse(f"{classroom.path}/people/{first}").text
        assert "실제로는 조퇴" in history
    assert marks(classroom, acting)[first] is Mark.left_early


def test_the_matrix_reads_without_colour(
    classroom: Classroom, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(classroom.instructor)
    first, second, _ = (one.id for one in classroom.enrolments)
    fields = {f"mark-{first}": "late", f"arrived-{first}": "15:00", f"mark-{second}": "present"}
    browse(classroom.path).submit(classroom.path, **fields)
    browse(f"/desk/offerings/{classroom.offering.code}/attendance", 403)
    sign_in(make.operator())
    page = browse(f"/desk/offerings/{classroom.offering.code}/attendance")
    cells = ["".join(cell.itertext()).split() for cell in page.all("//table//tr[td]/td[1]")]
    assert cells[0][0].startswith("△!")  # late, and under half of the day
    assert cells[1][0].startswith("○")
    assert cells[2][0].startswith("·")
    assert page.all("//table/caption")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database, at the end without BEGIN and COMMIT."""
    with statements() as sent:
        yield sent
    sent[:] = [one for one in sent if not one.upper().startswith(("BEGIN", "COMMIT", "PRAGMA"))]


def test_forty_people_are_saved_in_eight_statements(
    app: Gate, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    with clock.frozen(at("09:20")):
        classroom = a_class(make, [f"수강생{n}" for n in range(40)])
        sign_in(classroom.instructor)
        ids = [one.id for one in classroom.enrolments]
        csrf = token(browse, classroom.path)
        form = {**csrf, **{f"was-{one}": "" for one in ids}}
        with counted() as first:
            answer = browse.client.post(classroom.path, data={**form, "all": "present"})
        assert answer.status_code == 303
        assert len(first) <= 8, first
        was = {**csrf, **{f"was-{one}": "present/////" for one in ids}}
        late = {f"mark-{one}": "late" for one in ids[:20]}
        with counted() as second:
            answer = browse.client.post(classroom.path, data={**was, **late})
        assert answer.status_code == 303
        assert len(second) <= 8, second


def test_the_page_costs_the_same_for_three_and_for_forty(
    app: Gate, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    figures = []
    with clock.frozen(at("09:20")):
        for size in (3, 40):
            classroom = a_class(make, [f"수강생{n}" for n in range(size)])
            sign_in(classroom.instructor)
            with counted() as sent:
                browse(classroom.path)
            figures.append(len(sent))
    assert figures[0] == figures[1]
