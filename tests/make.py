"""Things for tests. Each call inserts straight into the tables and commits.

Services are what is tested; their preconditions are made here without them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.accounts.models import Role, RoleGrant, User
from lms.catalogue.models import (
    ClassSession,
    Course,
    CourseStatus,
    Level,
    Offering,
    OfferingStatus,
    SyllabusUnit,
    TeachingAssignment,
    Tier,
    Track,
)
from lms.classrooms.models import Booking, BookingKind, Occurrence, Room, RoomHours
from lms.core import clock
from lms.core.db import db
from lms.core.searching import search_text
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm, FirmStatus, Invitation, Membership, MembershipKind, Region

NINE, NOON, ONE, SIX = time(9), time(12), time(13), time(18)


class Make:
    """A factory for each kind of thing; what is not given gets a sound value."""

    def __init__(self, acting: Callable[[], AbstractContextManager[None]]) -> None:
        self._acting = acting
        self._count = itertools.count(1)

    def user(self, name: str = "홍길동", *, roles: Sequence[Role] = (), **values: Any) -> User:
        """A confirmed person, with roles."""
        n = next(self._count)
        defaults = {
            "email": f"person{n}@example.org",
            "phone": f"0101234{n:04d}",
            "password_hash": "!",
            "session_key": f"session{n:08d}",
            "confirmed_at": clock.now(),
            "created_at": clock.now(),
            "search_text": search_text(name),
        }
        with self._acting():
            user = User(name=name, **{**defaults, **values})
            db.session.add(user)
            db.session.flush()
            for role in roles:
                db.session.add(RoleGrant(user_id=user.id, role=role, granted_at=clock.now()))
            db.session.flush()
            db.session.refresh(user, ["grants"])
        return user

    def operator(self, name: str = "운영자", **values: Any) -> User:
        """A person who may run the desk."""
        return self.user(name, roles=[Role.operator], **values)

    def instructor(self, name: str = "강사", **values: Any) -> User:
        """A person who may teach."""
        return self.user(name, roles=[Role.instructor], **values)

    def region(
        self, code: str = "52110", province: str = "전북특별자치도", name: str = "전주시"
    ) -> Region:
        """A region; the same one when it is there already."""
        with self._acting():
            region = db.session.get(Region, code) or Region(code=code, province=province, name=name)
            db.session.add(region)
        return region

    def firm(self, name: str = "한빛정밀", *, region: str = "52110", **values: Any) -> Firm:
        """An approved firm with a smart factory."""
        self.region(region)
        n = next(self._count)
        defaults = {
            "business_number": f"{n:010d}",
            "level": FactoryLevel.js1,
            "status": FirmStatus.approved,
            "created_at": clock.now(),
        }
        with self._acting():
            firm = Firm(name=name, region_code=region, **{**defaults, **values})
            db.session.add(firm)
        return firm

    def member(
        self, user: User, firm: Firm, kind: MembershipKind = MembershipKind.employee
    ) -> Membership:
        """A live membership."""
        with self._acting():
            member = Membership(user_id=user.id, firm_id=firm.id, kind=kind, started_at=clock.now())
            db.session.add(member)
        return member

    def invitation(self, firm: Firm, user: User, by: User, **values: Any) -> Invitation:
        """An open invitation of a person, by a manager of the firm."""
        defaults = {
            "email": user.email,
            "name": user.name,
            "kind": MembershipKind.employee,
            "created_at": clock.now(),
            "expires_at": clock.now() + timedelta(days=7),
        }
        with self._acting():
            invitation = Invitation(
                firm_id=firm.id, user_id=user.id, invited_by_id=by.id, **{**defaults, **values}
            )
            db.session.add(invitation)
        return invitation

    def room(self, name: str = "제1강의실", **values: Any) -> Room:
        """A room for thirty people on the first floor, open from 7 to 22 on each day of the week."""
        n = next(self._count)
        open_daily = [RoomHours(weekday=n, opens_at=420, closes_at=1320) for n in range(7)]
        defaults = {"code": f"{100 + n}", "floor": 1, "capacity": 30, "hours": open_daily}
        with self._acting():
            room = Room(name=name, **{**defaults, **values})
            db.session.add(room)
        return room

    def track(self, code: str = "OS", name_ko: str = "공장운영시스템") -> Track:
        """A track; the same one when it is there already."""
        with self._acting():
            track = db.session.query(Track).filter_by(code=code).one_or_none()
            track = track or Track(code=code, name_ko=name_ko, name_en=code, position=1)
            db.session.add(track)
        return track

    def course(self, title_ko: str = "스마트공장의 이해", **values: Any) -> Course:
        """A listed course of eight hours on one day, with one unit."""
        track = values.pop("track", None) or self.track()
        n = next(self._count)
        defaults = {
            "code": f"SFA-{track.code}-{100 + n}",
            "title_en": "Understanding the Smart Factory",
            "track_id": track.id,
            "level": Level.basic,
            "tier": Tier.practitioner,
            "hours": 8,
            "days": 1,
            "capacity": 20,
            "status": CourseStatus.listed,
            "search_text": search_text(title_ko),
        }
        with self._acting():
            course = Course(title_ko=title_ko, **{**defaults, **values})
            course.units = [SyllabusUnit(position=1, title="개념", hours=course.hours)]
            db.session.add(course)
            db.session.flush()
            db.session.refresh(course, ["track"])
        return course

    def offering(
        self, course: Course | None = None, *, seats: int = 20, starts_in: int = 14, **values: Any
    ) -> Offering:
        """A published offering, open for enrolment now, `starts_in` days from today."""
        course = course or self.course()
        starts_on = values.pop("starts_on", clock.today() + timedelta(days=starts_in))
        run = values.pop("run", next(self._count))
        morning = clock.at(starts_on, NINE)
        defaults = {
            "code": f"{course.code}-{starts_on.year}-{run:02d}",
            "year": starts_on.year,
            "run": run,
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=course.days - 1),
            "enrol_from": min(clock.now(), morning) - timedelta(days=7),
            "enrol_until": morning - timedelta(days=2),
            "cancel_until": morning - timedelta(days=1),
            "status": OfferingStatus.published,
        }
        with self._acting():
            offering = Offering(course_id=course.id, **{**defaults, **values})
            offering.rule = course.rule
            db.session.add(offering)
            db.session.flush()
            for number in range(1, seats + 1):
                db.session.add(Seat(offering_id=offering.id, number=number))
            db.session.flush()
            db.session.refresh(offering, ["course"])
        return offering

    def session(
        self,
        offering: Offering,
        *,
        room: Room | None = None,
        day: date | None = None,
        hours: tuple[time, time] = (NINE, SIX),
        pause: tuple[time, time] | None = (NOON, ONE),
        instructors: Sequence[User] = (),
        **values: Any,
    ) -> ClassSession:
        """A class session with its room booked: 09:00–18:00 with lunch, unless said otherwise."""
        room = room or self.room()
        day = day or offering.starts_on
        start, end = clock.at(day, hours[0]), clock.at(day, hours[1])
        with self._acting():
            booking = Booking(kind=BookingKind.class_, title=offering.code, created_at=clock.now())
            occurrence = _occurrence(booking, room, start, end)
            db.session.add_all([booking, occurrence])
            db.session.flush()
            session = ClassSession(
                offering_id=offering.id,
                occurrence_id=occurrence.id,
                starts_at=start,
                ends_at=end,
                break_from=clock.at(day, pause[0]) if pause else None,
                break_until=clock.at(day, pause[1]) if pause else None,
                **values,
            )
            session.teaching = [TeachingAssignment(user_id=user.id) for user in instructors]
            db.session.add(session)
        return session

    def booking(
        self, room: Room, day: date, hours: tuple[time, time] = (NINE, NOON), **values: Any
    ) -> Booking:
        """The academy's own use of a room, confirmed: 09:00–12:00, unless said otherwise."""
        defaults = {"kind": BookingKind.internal, "title": "운영 회의", "created_at": clock.now()}
        with self._acting():
            booking = Booking(**{**defaults, **values})
            start, end = clock.at(day, hours[0]), clock.at(day, hours[1])
            db.session.add_all([booking, _occurrence(booking, room, start, end)])
        return booking

    def enrolment(
        self,
        offering: Offering,
        user: User | None = None,
        status: EnrolmentStatus = EnrolmentStatus.enrolled,
        **values: Any,
    ) -> Enrolment:
        """An enrolment; an enrolled one takes the first free seat."""
        user = user or self.user()
        with self._acting():
            enrolment = Enrolment(
                offering_id=offering.id,
                user_id=user.id,
                status=status,
                **{"applied_at": clock.now(), **values},
            )
            db.session.add(enrolment)
            db.session.flush()
            if status is EnrolmentStatus.enrolled:
                free = db.session.query(Seat).filter_by(offering_id=offering.id, enrolment_id=None)
                free.order_by(Seat.number).first().enrolment_id = enrolment.id
        return enrolment


def _occurrence(booking: Booking, room: Room, start: datetime, end: datetime) -> Occurrence:
    return Occurrence(
        booking=booking,
        room_id=room.id,
        starts_at=start,
        ends_at=end,
        blocked_from=start - timedelta(minutes=room.buffer_before),
        blocked_until=end + timedelta(minutes=room.buffer_after),
    )
