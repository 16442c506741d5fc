"""Taking a roll call, on both databases: events stay, records follow, what is locked stands."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceEvent, AttendanceRecord, RollCall, Source, block_of
from lms.attendance.records import record
from lms.attendance.saying import MarkInput, state_of
from lms.catalogue.models import ClassSession
from lms.catalogue.services import move_session
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, NotFound, Refused
from tests.attendance.conftest import Classroom, a_class, at
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


def session_of(classroom: Classroom) -> ClassSession:
    return db.session.get_one(ClassSession, classroom.session.id)


def say(classroom: Classroom, *marks: MarkInput) -> None:
    """One mark for each person in order."""
    wanted = {one.id: said for one, said in zip(classroom.enrolments, marks, strict=False)}
    services.mark(actor=classroom.instructor, session=session_of(classroom), marks=wanted)


def records(classroom: Classroom) -> list[tuple[Mark, int]]:
    """Mark and minutes of each person in order; nobody asked is left out."""
    kept = {one.enrolment_id: one for one in queries.records_of(session_of(classroom))}
    return [(kept[e.id].mark, kept[e.id].minutes) for e in classroom.enrolments if e.id in kept]


def test_marks_become_records(classroom: Classroom, acting: Acting) -> None:
    with acting():
        say(
            classroom,
            MarkInput(Mark.present),
            MarkInput(Mark.late, arrived_at=at("10:00")),
            MarkInput(Mark.excused, reason="예비군"),
        )
    with acting():
        assert records(classroom) == [(Mark.present, 480), (Mark.late, 420), (Mark.excused, 480)]


def test_late_without_a_time_means_now(classroom: Classroom, acting: Acting) -> None:
    with acting():
        say(classroom, MarkInput(Mark.late))
    with acting():
        assert records(classroom) == [(Mark.late, 460)]


def test_events_are_added_and_the_same_again_is_none(classroom: Classroom, acting: Acting) -> None:
    for mark in (Mark.absent, Mark.absent, Mark.present):
        with acting():
            say(classroom, MarkInput(mark))
    with acting():
        events = queries.events_of(session_of(classroom), classroom.enrolments[0].id)
        assert [event.mark for event in events] == [Mark.absent, Mark.present]
        assert {event.source for event in events} == {Source.roll_call}
        assert {event.actor_id for event in events} == {classroom.instructor.id}


def test_a_record_can_be_computed_again_from_its_events(
    classroom: Classroom, acting: Acting
) -> None:
    for mark in (MarkInput(Mark.absent), MarkInput(Mark.late, arrived_at=at("11:00"))):
        with acting():
            say(classroom, mark)
    with acting():
        session = session_of(classroom)
        events = queries.events_of(session, classroom.enrolments[0].id)
        said = [event.said for event in events]
        kept = queries.records_of(session)[0]
        assert record(block_of(session), said, session.offering.rule_grace) == kept.result


@pytest.mark.parametrize("change", ["UPDATE attendance_events SET mark = 'present'",
                                    "DELETE FROM attendance_events"])  # fmt: skip
def test_the_database_keeps_events(classroom: Classroom, acting: Acting, change: str) -> None:
    with acting():
        say(classroom, MarkInput(Mark.absent))
    with pytest.raises(DBAPIError, match="append-only"), acting():
        db.session.execute(text(change))


WRONG = [
    MarkInput(Mark.excused),  # no reason
    MarkInput(Mark.late, arrived_at=at("08:00")),
    MarkInput(Mark.late, arrived_at=at("18:30")),
    MarkInput(Mark.late, left_at=at("12:00")),  # late needs the arrival
    MarkInput(Mark.left_early, arrived_at=at("12:00")),
    MarkInput(Mark.late, arrived_at=at("15:00"), left_at=at("14:00")),
]


@pytest.mark.parametrize("said", WRONG)
def test_wrong_marks_name_the_person_and_change_nothing(
    classroom: Classroom, acting: Acting, said: MarkInput
) -> None:
    with pytest.raises(Invalid) as problem, acting():
        say(classroom, MarkInput(Mark.present), said)
    assert "나래" in problem.value.sentence
    with acting():
        assert records(classroom) == []


def test_late_without_a_time_after_the_class_is_refused(
    classroom: Classroom, acting: Acting
) -> None:
    with clock.frozen(at("19:00")), pytest.raises(Invalid, match="가온"), acting():
        say(classroom, MarkInput(Mark.late))


def test_it_opens_half_an_hour_before(classroom: Classroom, acting: Acting) -> None:
    with clock.frozen(at("08:29")), pytest.raises(Refused) as refusal, acting():
        say(classroom, MarkInput(Mark.present))
    assert refusal.value.code == "too-early"
    with clock.frozen(at("08:30")), acting():
        say(classroom, MarkInput(Mark.present))


def test_a_called_off_class_has_no_roll_call(classroom: Classroom, acting: Acting) -> None:
    with acting():
        session_of(classroom).called_off_at = clock.now()
    with pytest.raises(Refused), acting():
        say(classroom, MarkInput(Mark.present))
    with pytest.raises(NotFound), acting():
        queries.get_sheet(classroom.session.id, classroom.instructor)


def test_somebody_elses_change_is_not_overwritten(classroom: Classroom, acting: Acting) -> None:
    with acting():
        say(classroom, MarkInput(Mark.absent))
    with pytest.raises(Refused) as refusal, acting():
        say(classroom, MarkInput(Mark.present, was=""))
    assert refusal.value.code == "changed"
    assert "가온" in refusal.value.sentence
    with acting():
        before = state_of(queries.records_of(session_of(classroom))[0])
        say(classroom, MarkInput(Mark.present, was=before))
    with acting():
        assert records(classroom) == [(Mark.present, 480)]


def test_whoever_left_the_offering_is_refused(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    other = make.enrolment(make.offering())
    with pytest.raises(Refused) as refusal, acting():
        services.mark(
            actor=classroom.instructor,
            session=session_of(classroom),
            marks={other.id: MarkInput(Mark.present)},
        )
    assert refusal.value.code == "gone"


# --- locking and correcting --------------------------------------------------------------------


def lock(classroom: Classroom, unsettled: list[int] | None = None) -> None:
    services.lock(actor=classroom.instructor, session=session_of(classroom), unsettled=unsettled)


def test_locking_makes_the_rest_absent_and_stands(classroom: Classroom, acting: Acting) -> None:
    with acting():
        say(classroom, MarkInput(Mark.present))
    told = [one.id for one in classroom.enrolments[1:]]
    with clock.frozen(at("18:00")):
        with acting():
            lock(classroom, told)
        with acting():
            assert records(classroom) == [(Mark.present, 480), (Mark.absent, 0), (Mark.absent, 0)]
        with pytest.raises(Refused) as refusal, acting():
            say(classroom, MarkInput(Mark.absent))
        assert refusal.value.code == "locked"
        with pytest.raises(Refused), acting():
            lock(classroom)
    with acting():
        roll_call = db.session.scalars(select(RollCall)).one()
        assert roll_call.locked_by_id == classroom.instructor.id
        assert roll_call.locked_at == at("18:00")


def test_locking_waits_for_the_end_of_the_class(classroom: Classroom, acting: Acting) -> None:
    with clock.frozen(at("17:29")), pytest.raises(Refused) as refusal, acting():
        lock(classroom)
    assert refusal.value.code == "too-early"
    assert "17:30" in refusal.value.sentence


def test_a_list_that_changed_meanwhile_is_not_locked(classroom: Classroom, acting: Acting) -> None:
    told = [one.id for one in classroom.enrolments]
    with clock.frozen(at("18:00")):
        with acting():
            say(classroom, MarkInput(Mark.present))
        with pytest.raises(Refused) as refusal, acting():
            lock(classroom, told)
    assert refusal.value.code == "changed"


def test_a_correction_needs_a_lock_and_a_reason(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    operator = make.operator()

    def correct(reason: str, mark: Mark = Mark.present) -> None:
        services.correct(
            actor=operator,
            session=session_of(classroom),
            enrolment_id=classroom.enrolments[0].id,
            said=MarkInput(mark),
            reason=reason,
        )

    with pytest.raises(Refused), acting():
        correct("기록 오류")
    with clock.frozen(at("18:00")), acting():
        lock(classroom)
    with pytest.raises(Invalid), acting():
        correct("  ")
    with pytest.raises(Refused) as refusal, acting():
        correct("그대로", Mark.absent)
    assert refusal.value.code == "same"
    with acting():
        correct("출석했으나 누락됨")
    with acting():
        assert records(classroom)[0] == (Mark.present, 480)
        events = queries.events_of(session_of(classroom), classroom.enrolments[0].id)
        assert [event.source for event in events] == [Source.roll_call, Source.correction]
        assert events[-1].reason == "출석했으나 누락됨"


def test_progress_is_credited_of_what_has_passed(
    classroom: Classroom, acting: Acting, make: Make
) -> None:
    tomorrow = make.session(classroom.offering, day=at("09:00").date().replace(day=24))
    with acting():
        say(classroom, MarkInput(Mark.late, arrived_at=at("15:00")))
    with acting():
        enrolment = db.session.merge(classroom.enrolments[0])
        found = queries.progress([enrolment])[enrolment.id]
        assert (found.credited, found.elapsed, found.total) == (0, 480, 960)  # under half: absent
        lines = queries.of_enrolment(enrolment)
        assert [line.mark for line in lines] == [Mark.late, None]
        assert lines[1].session.id == tomorrow.id
        assert db.session.scalars(select(AttendanceRecord)).one().minutes == 180
        assert db.session.scalars(select(AttendanceEvent)).one().mark is Mark.late


def test_a_class_with_marks_begins_as_planned_and_counts_its_new_end(
    make: Make, acting: Acting
) -> None:
    with clock.frozen(at("08:40")):
        classroom = a_class(make, ["가온"])
        operator = make.operator()
        with acting():
            say(classroom, MarkInput(Mark.present))
        with pytest.raises(Refused, match="휴강"), acting():
            _move(operator, session_of(classroom), "10:00", "18:00")
        with acting():
            _move(operator, session_of(classroom), "09:00", "17:00")
    with clock.frozen(at("17:00")), acting():
        services.lock(actor=operator, session=session_of(classroom))
    with acting():
        assert records(classroom) == [(Mark.present, 420)]


def _move(operator: User, session: ClassSession, start: str, end: str) -> None:
    move_session(
        actor=operator,
        session=session,
        room=session.occurrence.room,
        starts_at=at(start),
        ends_at=at(end),
        break_from=session.break_from,
        break_until=session.break_until,
    )
