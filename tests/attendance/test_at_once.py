"""Two people at the same moment: the second sees what the first has done, and nothing is lost."""

from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from sqlalchemy import select

from lms.attendance import queries, services
from lms.attendance.marks import Mark
from lms.attendance.models import Excuse, ExcuseStatus, RollCall, TypedSheet
from lms.attendance.saying import MarkInput
from lms.audit.models import AuditEntry
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, NotFound, Refused
from lms.enrolment.models import Enrolment
from tests.attendance.conftest import DAY, Acting, Classroom, at
from tests.make import Make

Overlapping = Callable[[Callable[[], object], Callable[[], object]], list[type[Exception]]]


@pytest.fixture
def overlapping(acting: Acting) -> Iterator[Overlapping]:
    """Two transactions: the second begins when the first has done all but its commit."""

    def run(first: Callable[[], object], second: Callable[[], object]) -> list[type[Exception]]:
        done, problems = Event(), []

        def begin() -> None:
            with acting():
                first()
                done.set()
                Event().wait(0.3)

        def follow() -> None:
            done.wait(10)
            try:
                with acting():
                    second()
            except Exception as problem:
                problems.append(type(problem))

        threads = [Thread(target=begin), Thread(target=follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return problems

    return run


def session_of(classroom: Classroom) -> ClassSession:
    return db.session.get_one(ClassSession, classroom.session.id)


def test_two_instructors_begin_the_roll_call(
    classroom: Classroom, acting: Acting, overlapping: Overlapping
) -> None:
    def mark(person: int) -> Callable[[], object]:
        said = {classroom.enrolments[person].id: MarkInput(Mark.present)}
        return lambda: services.mark(
            actor=classroom.instructor, session=session_of(classroom), marks=said
        )

    assert overlapping(mark(0), mark(1)) == []
    with acting():
        assert len(queries.records_of(session_of(classroom))) == 2


def test_locked_while_it_closes_by_itself(
    classroom: Classroom, acting: Acting, overlapping: Overlapping
) -> None:
    for moment in ("2026-11-30", "2026-12-01"):  # reminded, and a moment before it closes
        with clock.frozen(at("00:00", type(DAY).fromisoformat(moment))):
            if moment == "2026-11-30":
                with acting():
                    services.close_overdue()
                continue
            assert (
                overlapping(
                    lambda: services.lock(
                        actor=classroom.instructor, session=session_of(classroom)
                    ),
                    services.close_overdue,
                )
                == []
            )
    with acting():
        assert db.session.scalars(select(RollCall)).one().locked_by_id == classroom.instructor.id
        said = set(db.session.scalars(select(AuditEntry.action)))
        assert "attendance.lock" in said
        assert "attendance.close" not in said


def apply(classroom: Classroom) -> Excuse:
    enrolment = db.session.get_one(Enrolment, classroom.enrolments[0].id)
    return services.apply_for_excuse(
        actor=enrolment.user, enrolment=enrolment, kind="other",
        from_on=DAY, until_on=DAY, reason="가족 행사",
    )  # fmt: skip


def test_one_day_is_asked_for_once_and_not_withdrawn_once_decided(
    classroom: Classroom, acting: Acting, overlapping: Overlapping
) -> None:
    assert overlapping(lambda: apply(classroom), lambda: apply(classroom)) == [Invalid]

    def excuse() -> Excuse:
        return db.session.scalars(select(Excuse)).one()

    assert overlapping(
        lambda: services.decide_excuse(actor=classroom.instructor, excuse=excuse(), accept=True),
        lambda: services.withdraw_excuse(actor=excuse().enrolment.user, excuse=excuse()),
    ) == [Refused]
    with acting():
        assert excuse().status is ExcuseStatus.accepted


def test_a_typed_sheet_is_dropped_while_somebody_enters_it(
    classroom: Classroom, acting: Acting, overlapping: Overlapping, make: Make
) -> None:
    operator = make.operator()
    with acting():
        db.session.add(
            TypedSheet(
                offering_id=classroom.offering.id, uploaded_by_id=operator.id,
                uploaded_at=clock.now(), file_name="출석부.xlsx", cells=[],
            )
        )  # fmt: skip

    def typed() -> TypedSheet:
        return db.session.scalars(select(TypedSheet)).one()

    def enter() -> object:
        return services.enter_sheet(actor=operator, typed=queries.get_typed_sheet(1))

    assert overlapping(lambda: services.drop_sheet(actor=operator, typed=typed()), enter) == [
        NotFound
    ]
