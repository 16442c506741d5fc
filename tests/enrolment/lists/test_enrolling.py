"""Asking for everybody in a list: invited, seated, waiting; all of them or nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import services
from lms.enrolment.lists.lines import Line
from lms.enrolment.models import Enrolment, EnrolmentStatus, ListStatus, Seat, UploadedList
from lms.firms.groups import Group
from lms.firms.models import Invitation, Membership, MembershipKind, Workplace
from lms.jobs.queue import run_waiting
from tests.counting import statements
from tests.enrolment.conftest import here

STATUS = EnrolmentStatus


def line(number: int, **values: str) -> Line:
    return Line(number, **{"name": "이신입", "email": f"new{number}@firm.example", **values})


class Office:
    """A firm in Cheonan with its training manager, a colleague, and an offering."""

    def __init__(self, app, make, acting) -> None:
        self.app, self.make, self.acting = app, make, acting
        self.firm = make.firm("천안정밀", region="44130")
        self.manager = make.user("박담당")
        make.member(self.manager, self.firm, MembershipKind.manager)
        self.colleague = make.user("김동료", email="kim@firm.example")
        make.member(self.colleague, self.firm)
        self.offering = make.offering(seats=3)

    def send(self, *lines: Line, offering=None, together: bool = False) -> UploadedList:
        with self.acting():
            return services.send_list(
                actor=here(self.manager),
                firm=here(self.firm),
                offering=here(offering or self.offering),
                lines=lines,
                together=together,
            )

    def look(self, uploaded: UploadedList, completed=None) -> services.Looked:
        with self.acting():
            return services.looked_through(here(uploaded), completed or {})

    def marks(self, uploaded: UploadedList) -> dict[int, list[str]]:
        looked = self.look(uploaded)
        return {one.line.number: [mark.sentence for mark in one.marks] for one in looked.lines}

    def ask(self, uploaded: UploadedList, completed=None) -> None:
        with self.acting():
            services.ask_for_list(
                actor=here(self.manager), uploaded=here(uploaded), completed=completed or {}
            )

    def work(self) -> None:
        with self.app.app_context():
            services.lists_to_enrol(clock.now())
            db.session.rollback()
        run_waiting(self.app)

    def states(self, offering=None) -> dict[str, str]:
        with self.acting():
            rows = db.session.scalars(
                select(Enrolment).where(Enrolment.offering_id == (offering or self.offering).id)
            )
            return {one.user.email: one.status.value for one in rows}

    def hold(self, count: int) -> None:
        with self.acting():
            seats = db.session.scalars(
                select(Seat)
                .where(Seat.offering_id == self.offering.id, Seat.enrolment_id.is_(None))
                .order_by(Seat.number)
            ).all()
            for seat in seats[:count]:
                seat.held_by_firm_id = self.firm.id
                seat.held_until = clock.now() + timedelta(days=3)


@pytest.fixture
def office(app, make, acting):
    return Office(app, make, acting)


def test_colleagues_are_enrolled_and_others_invited_in_one_step(office):
    uploaded = office.send(
        line(2, email="kim@firm.example", name="김동료"), line(3), line(4), line(5)
    )
    office.ask(uploaded)
    assert office.states() == {}  # the worker does it
    office.work()
    assert office.states() == {
        "kim@firm.example": "enrolled",
        "new3@firm.example": "enrolled",
        "new4@firm.example": "enrolled",
        "new5@firm.example": "waiting",
    }
    with office.acting():
        found = here(uploaded)
        assert (found.status, found.seated, found.waiting, found.invited) == (
            ListStatus.done, 3, 1, 3)  # fmt: skip
        assert found.lines == []
        rows = db.session.scalars(select(Enrolment)).all()
        assert {(one.firm_id, one.group) for one in rows} == {(office.firm.id, Group.chungcheong)}
        assert db.session.scalar(select(func.count(Invitation.id))) == 3
        assert db.session.scalar(select(func.count(Membership.id))) == 2


def test_reserved_seats_of_the_firm_are_used_first_even_while_others_wait(office):
    office.make.enrolment(office.offering)  # takes the seat that is not reserved
    office.make.enrolment(office.offering, status=STATUS.waiting)
    office.hold(2)
    uploaded = office.send(line(2), line(3), line(4))
    seats = office.look(uploaded).seats
    assert (seats.reserved, seats.free, seats.waiting) == (2, 0, 1)
    office.ask(uploaded)
    office.work()
    states = office.states()
    assert [states[f"new{n}@firm.example"] for n in (2, 3, 4)] == [
        "enrolled",
        "enrolled",
        "waiting",
    ]


def test_all_together_or_everybody_waits_and_the_reserved_seats_stay_reserved(office):
    office.hold(2)
    uploaded = office.send(*(line(n) for n in range(2, 7)), together=True)
    assert office.look(uploaded).seats.waiting == 5
    office.ask(uploaded)
    office.work()
    assert set(office.states().values()) == {"waiting"}
    with office.acting():
        held = select(func.count(Seat.id)).where(Seat.held_by_firm_id == office.firm.id)
        assert db.session.scalar(held) == 2


def test_a_workplace_elsewhere_decides_the_group_of_somebody_new(office):
    office.make.region("52110")
    with office.acting():
        db.session.add(
            Workplace(firm_id=office.firm.id, name="전주공장", number="0002", region_code="52110",
                      created_at=clock.now())
        )  # fmt: skip
    uploaded = office.send(line(2, workplace="전주 공장"), line(3, workplace="0002"), line(4))
    office.ask(uploaded)
    office.work()
    with office.acting():
        rows = db.session.scalars(select(Enrolment).order_by(Enrolment.id))
        assert [one.group for one in rows] == [
            Group.jeonbuk_built, Group.jeonbuk_built, Group.chungcheong]  # fmt: skip
        invited = db.session.scalars(select(Invitation).order_by(Invitation.id))
        assert [one.workplace.name if one.workplace else None for one in invited] == [
            "전주공장", "전주공장", None]  # fmt: skip


# --- what stands against a line -----------------------------------------------------------------------


def test_each_line_says_what_is_wrong_with_it(office):
    office.make.enrolment(office.offering, office.colleague)
    uploaded = office.send(
        line(2, email="kim@firm.example", name="김동료"),
        line(3, name=""),
        line(4, email="no address"),
        line(5, email="twice@firm.example"),
        line(6, email="twice@firm.example"),
        line(7, phone="12345"),
        line(8, workplace="달나라"),
        line(9, name="홍길동2"),
        line(10, department="부" * 60),
        line(11, position="800101-1234567"),
        line(12, email=""),
        line(13),
    )
    marks = office.marks(uploaded)
    assert marks.pop(13) == []
    assert all(len(found) == 1 for found in marks.values()), marks
    assert "6" in marks[5][0]
    assert "5" in marks[6][0]
    assert "1234567" not in marks[11][0]
    with pytest.raises(Refused):
        office.ask(uploaded)


def test_a_name_that_differs_from_the_colleagues_own_is_only_remarked(office):
    uploaded = office.send(line(2, email="kim@firm.example", name="김다른"))
    (found,) = office.look(uploaded).lines
    assert [(mark.column, mark.wrong) for mark in found.marks] == [("name", False)]


def test_nothing_tells_whether_a_stranger_has_an_account(office):
    """Neither name nor state of an account nor a course taken privately."""
    office.make.user("진짜이름", email="stranger@other.example")
    uploaded = office.send(line(2, email="stranger@other.example"), line(3))
    known, unknown = office.look(uploaded).lines
    assert (known.known, known.marks) == (unknown.known, unknown.marks)


def test_what_stands_against_a_stranger_is_not_told(office):
    stranger = office.make.user("진짜이름", email="stranger@other.example")
    office.make.enrolment(office.offering, stranger)
    uploaded = office.send(line(2, email="stranger@other.example"))
    (sentence,) = office.marks(uploaded)[2]
    assert "진짜이름" not in sentence
    other = office.make.offering(course=office.make.course("딴 과정"), starts_in=14)
    office.make.session(other)
    clashing = office.make.user("또", email="busy@other.example")
    office.make.enrolment(other, clashing)
    office.make.session(office.offering)
    assert office.marks(office.send(line(2, email="busy@other.example")))[2] == [sentence]


def test_of_somebody_invited_a_firm_hears_what_it_has_asked_for_itself(office):
    first = office.send(line(2))
    office.ask(first)
    office.work()
    (sentence,) = office.marks(office.send(line(2)))[2]
    assert "확정" in sentence


def test_people_who_joined_no_firm_yet_cannot_have_completed_what_a_course_asks_for(office):
    first, second = office.make.course("기초"), office.make.course("심화")
    with office.acting():
        here(second).needs = [here(first)]
    offering = office.make.offering(second)
    uploaded = office.send(
        line(2, email="kim@firm.example", name="김동료"), line(3), offering=offering
    )
    marks = office.marks(uploaded)
    assert all(len(found) == 1 and "기초" in found[0] for found in marks.values())
    looked = office.look(uploaded, {office.colleague.id: [first.id]})
    assert [one.is_wrong for one in looked.lines] == [False, True]


def test_a_list_is_read_with_a_fixed_number_of_queries(office):
    few = office.send(line(2), line(3, email="kim@firm.example"))
    many = office.send(*(line(n) for n in range(2, 102)), line(102, email="kim@firm.example"))
    counts = []
    for uploaded in (few, many):
        with office.acting():
            row = here(uploaded)
            with statements() as sent:
                services.looked_through(row, {})
            counts.append(len(sent))
    assert counts[0] == counts[1] <= 14


# --- between looking and enrolling -------------------------------------------------------------------


def test_what_has_changed_meanwhile_brings_the_list_back(office):
    uploaded = office.send(line(2, email="kim@firm.example", name="김동료"), line(3))
    office.ask(uploaded)
    office.make.enrolment(office.offering, office.colleague)
    office.work()
    with office.acting():
        found = here(uploaded)
        assert found.status is ListStatus.checking
        assert found.problem
        assert len(found.lines) == 2
        assert db.session.scalar(select(func.count(User.id))) == 2  # nobody new was invited
    assert list(office.states()) == ["kim@firm.example"]


def test_a_list_that_comes_back_after_it_was_looked_through_can_be_shortened(office):
    uploaded = office.send(line(2), line(3))
    office.ask(uploaded)
    with office.acting():
        assert services.check_portion(uploaded.id)
    office.make.enrolment(office.offering, office.make.user(email="new3@firm.example"))
    office.work()
    with office.acting():
        services.correct_list(
            actor=here(office.manager), uploaded=here(uploaded), changes={3: None}, together=False
        )
    office.ask(uploaded)
    office.work()
    assert office.states() == {"new3@firm.example": "enrolled", "new2@firm.example": "enrolled"}


def test_a_list_is_enrolled_once_however_often_it_is_handed_over(office):
    uploaded = office.send(line(2))
    office.ask(uploaded)
    for _ in range(2):
        office.app.extensions["jobs"].call_local(services.LIST_JOB, uploaded.id)
    assert len(office.states()) == 1
    with pytest.raises(Refused):
        office.ask(uploaded)


def test_lists_that_nobody_asks_for_are_forgotten_after_a_week(office, monkeypatch):
    uploaded = office.send(line(2))
    kept = office.send(line(3))
    with office.acting():
        here(uploaded).created_at = clock.now() - timedelta(days=7, seconds=1)
    with office.acting():
        services.clear_old_lists()
    with office.acting():
        assert (here(uploaded).status, here(uploaded).lines) == (ListStatus.dropped, [])
        assert here(kept).status is ListStatus.checking


def test_a_dropped_list_keeps_no_names(office):
    uploaded = office.send(line(2))
    with office.acting():
        services.drop_list(actor=here(office.manager), uploaded=here(uploaded))
    with office.acting():
        found = here(uploaded)
        assert (found.lines, found.file_name) == ([], "")
    with pytest.raises(Refused):
        office.ask(uploaded)
