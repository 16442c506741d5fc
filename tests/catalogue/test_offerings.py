"""An offering's life: numbered, published, run, finished, called off; and courses written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.catalogue import services
from lms.catalogue.models import Course, CourseStatus, Level, Offering, OfferingStatus, Tier, Track
from lms.catalogue.queries import get_course, get_offering
from lms.catalogue.rule import Basis, CompletionRule
from lms.catalogue.services import CourseValues, OfferingValues, UnitValues
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound, Refused
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]
FIRST = date(2027, 3, 8)


def create(actor: User, course: Course, *, year: int | None = None, **changes: Any) -> Offering:
    values = {
        "starts_on": FIRST,
        "ends_on": FIRST + timedelta(days=1),
        "enrol_from": clock.at(FIRST - timedelta(days=30), time(9)),
        "enrol_until": clock.at(FIRST - timedelta(days=7), time(18)),
        "cancel_until": clock.at(FIRST - timedelta(days=3), time(18)),
    }
    return services.create_offering(
        actor=actor,
        course=get_course(course.code, actor),
        values=OfferingValues(**{**values, **changes}),
        year=year,
    )


def test_runs_are_numbered_by_course_and_year(make: Make, acting: Acting) -> None:
    operator, course, other = make.operator(), make.course(), make.course()
    with acting():
        codes = [create(operator, course, note=note).code for note in ("가", "나")]
        codes.append(create(operator, other).code)
        codes.append(create(operator, course, year=2028).code)
    assert codes == [
        f"{course.code}-2027-01",
        f"{course.code}-2027-02",
        f"{other.code}-2027-01",
        f"{course.code}-2028-01",
    ]


def test_a_form_sent_twice_makes_one_offering(make: Make, acting: Acting) -> None:
    operator, course = make.operator(), make.course()
    codes = set()
    for _ in range(2):
        with acting():
            codes.add(create(operator, course).code)
    assert codes == {f"{course.code}-2027-01"}


def test_a_code_that_another_course_had_before_is_refused(make: Make, acting: Acting) -> None:
    operator, course = make.operator(), make.course()
    with acting():
        create(operator, course)
        db.session.get_one(Course, course.id).code = "SFA-OS-999"
    heir = make.course(code=course.code)
    with pytest.raises(Refused) as caught, acting():
        create(operator, heir)
    assert caught.value.code == "code-taken"


def test_a_new_offering_copies_the_rule_of_its_course(make: Make, acting: Acting) -> None:
    rule = CompletionRule(Basis.days, 90, 5, 2, False)
    course = make.course(
        rule_basis=rule.basis, rule_threshold=90, rule_grace=5, rule_penalty=2, rule_half_day=False
    )
    with acting():
        offering = create(make.operator(), course)
        assert offering.rule == rule
        assert offering.status is OfferingStatus.draft


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": FIRST - timedelta(days=1)}, "dates"),
        ({"enrol_until": clock.at(FIRST - timedelta(days=31), time(9))}, "window"),
        ({"enrol_until": clock.at(FIRST + timedelta(days=9), time(9))}, "window"),
        ({"cancel_until": clock.at(FIRST + timedelta(days=9), time(9))}, "cancel-until"),
    ],
)
def test_dates_that_contradict_each_other(
    make: Make, acting: Acting, changes: dict[str, Any], code: str
) -> None:
    operator, course = make.operator(), make.course()
    with pytest.raises(Refused) as refused, acting():
        create(operator, course, **changes)
    assert refused.value.code == code


def publish(acting: Acting, operator: User, offering: Offering) -> None:
    with acting():
        services.publish_offering(actor=operator, offering=get_offering(offering.code, operator))


def test_publishing_needs_a_listed_course_a_class_and_seats(make: Make, acting: Acting) -> None:
    operator = make.operator()
    unlisted = make.offering(make.course(status=CourseStatus.draft), status=OfferingStatus.draft)
    make.session(unlisted)
    empty = make.offering(status=OfferingStatus.draft)
    seatless = make.offering(status=OfferingStatus.draft, seats=0)
    make.session(seatless)
    for offering, code in (
        (unlisted, "course-unlisted"),
        (empty, "no-sessions"),
        (seatless, "no-seats"),
    ):
        with pytest.raises(Refused) as refused:
            publish(acting, operator, offering)
        assert refused.value.code == code
        with acting():
            assert get_offering(offering.code, operator).status is OfferingStatus.draft


def test_publishing_shows_it(make: Make, acting: Acting) -> None:
    offering = make.offering(status=OfferingStatus.draft)
    make.session(offering)
    with pytest.raises(NotFound), acting():
        get_offering(offering.code)
    publish(acting, make.operator(), offering)
    with acting():
        assert get_offering(offering.code).status is OfferingStatus.published


def test_the_rule_is_frozen_once_published(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    with pytest.raises(Refused) as refused, acting():
        update(operator, offering, rule=CompletionRule(threshold=50))
    assert refused.value.code == "rule-frozen"


def update(
    operator: User, offering: Offering, *, rule: CompletionRule | None = None, **changes: Any
) -> None:
    row = get_offering(offering.code, operator)
    values = {each.name: getattr(row, each.name) for each in fields(OfferingValues)}
    services.update_offering(
        actor=operator, offering=row, values=OfferingValues(**{**values, **changes}), rule=rule
    )


def test_an_update_notes_what_changed(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    with acting():
        update(operator, offering, minimum=7)
    with acting():
        entry = db.session.scalars(
            select(AuditEntry).filter_by(action="catalogue.update_offering")
        ).one()
        assert entry.details == {"minimum": ["0", "7"]}


def test_dates_may_not_leave_a_class_outside(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    make.session(offering)
    later = offering.starts_on + timedelta(days=3)
    with pytest.raises(Refused) as refused, acting():
        update(operator, offering, starts_on=later, ends_on=later)
    assert refused.value.code == "sessions-outside"


def test_calling_off_frees_the_rooms(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    make.session(offering)
    with acting():
        services.cancel_offering(
            actor=operator, offering=get_offering(offering.code), reason="신청 인원 미달"
        )
    with acting():
        row = get_offering(offering.code)
        assert (row.status, row.cancel_reason) == (OfferingStatus.cancelled, "신청 인원 미달")
        assert row.live_sessions == []
        statuses = db.session.scalars(select(Occurrence.status)).all()
        assert statuses == [OccurrenceStatus.cancelled]


@pytest.mark.parametrize("status", [OfferingStatus.running, OfferingStatus.finished])
def test_what_has_begun_is_not_called_off(
    make: Make, acting: Acting, status: OfferingStatus
) -> None:
    offering = make.offering(status=status)
    with pytest.raises(Refused), acting():
        services.cancel_offering(
            actor=make.operator(), offering=get_offering(offering.code), reason="x"
        )


@pytest.mark.parametrize(
    ("day", "hour", "status"),
    [
        (0, 8, OfferingStatus.published),
        (0, 9, OfferingStatus.running),
        (0, 20, OfferingStatus.running),
        (1, 17, OfferingStatus.running),
        (1, 18, OfferingStatus.finished),
        (30, 0, OfferingStatus.finished),
    ],
)
def test_time_moves_offerings_on(
    make: Make, acting: Acting, day: int, hour: int, status: OfferingStatus
) -> None:
    offering = make.offering(make.course(days=2))
    room = make.room()
    for shift in (0, 1):
        make.session(offering, room=room, day=offering.starts_on + timedelta(days=shift))
    moment = clock.at(offering.starts_on + timedelta(days=day), time(hour))
    with clock.frozen(moment), acting():
        services.advance_offerings()
    with acting():
        assert get_offering(offering.code).status is status


def test_a_called_off_class_and_a_draft_do_not_count(make: Make, acting: Acting) -> None:
    off, draft = make.offering(), make.offering(status=OfferingStatus.draft)
    make.session(off, called_off_at=clock.now())
    make.session(draft)
    with clock.frozen(clock.at(off.ends_on + timedelta(days=1), time(9))), acting():
        assert services.advance_offerings() == 0


def values(track: Track, **changes: Any) -> CourseValues:
    plain = CourseValues(
        code="SFA-OS-201",
        title_ko="협동로봇 운용 실습",
        track=track,
        level=Level.practical,
        tier=Tier.practitioner,
        hours=16,
        days=2,
        capacity=16,
        units=[UnitValues("안전", 4), UnitValues("티칭", 12, "직접 교시")],
    )
    return replace(plain, **changes)


def test_a_course_is_written_with_its_syllabus(make: Make, acting: Acting) -> None:
    operator, track = make.operator(), make.track()
    with acting():
        services.create_course(actor=operator, values=values(db.session.merge(track)))
    with acting():
        course = get_course("SFA-OS-201", operator)
        assert [(u.position, u.title, u.hours) for u in course.units] == [
            (1, "안전", 4),
            (2, "티칭", 12),
        ]
        fewer = values(course.track, units=[UnitValues("전체", 16)])
        services.update_course(actor=operator, course=course, values=fewer)
    with acting():
        course = get_course("SFA-OS-201", operator)
        assert [(u.position, u.title) for u in course.units] == [(1, "전체")]


def test_a_code_is_given_once(make: Make, acting: Acting) -> None:
    operator, course = make.operator(), make.course()
    with pytest.raises(Refused) as refused, acting():
        track = db.session.merge(course.track)
        services.create_course(actor=operator, values=values(track, code=course.code))
    assert refused.value.code == "code-taken"


def test_prerequisites_never_form_a_ring(make: Make, acting: Acting) -> None:
    operator = make.operator()
    codes = [make.course().code for _ in range(3)]

    def need(code: str, needed: str) -> None:
        course = get_course(code, operator)
        plain = values(course.track, code=code, needs=[get_course(needed, operator)])
        services.update_course(actor=operator, course=course, values=plain)

    with acting():
        need(codes[0], codes[1])
        need(codes[1], codes[2])
    for needed in codes:
        with pytest.raises(Refused) as refused, acting():
            need(codes[2], needed)
        assert refused.value.code == "prerequisite-ring"
