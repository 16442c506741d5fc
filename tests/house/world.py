"""One of everything, so that every address of the site leads to something."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from werkzeug.routing import Rule

from lms.accounts.models import User
from lms.attendance.marks import Mark
from lms.attendance.models import (
    Correction,
    CorrectionStatus,
    Excuse,
    ExcuseStatus,
    TypedSheet,
)
from lms.calendars.models import CalendarFeed, CalendarImport, FeedKind
from lms.calendars.queries import hash_of
from lms.calendars.reading import Time
from lms.certificates.facts import CertificateFacts
from lms.certificates.models import (
    Batch,
    Certificate,
    CertificateStatus,
    Order,
    OrderKind,
    ReissueRequest,
    Share,
)
from lms.classrooms.models import (
    AcademyDay,
    Booking,
    BookingFile,
    BookingKind,
    Closure,
    ClosureKind,
    Equipment,
    Occurrence,
    OccurrenceStatus,
    RoomPhoto,
)
from lms.core import clock
from lms.core.db import db
from lms.core.storage import storage
from lms.enrolment.models import Enrolment, UploadedList
from lms.firms.models import (
    Firm,
    MembershipKind,
    Registration,
    RegistrationStatus,
    RegistrationStep,
    Workplace,
)
from lms.notices.models import Notice
from lms.notifications.models import Message
from lms.room_requests.models import RequestStatus, RequestStep, RoomRequest, StepReason
from tests.make import Make

FACTS = CertificateFacts(
    number="제2026-0001호",
    code="ABCD-EFGH-JKMN-PQRS",
    verify_url="http://127.0.0.1:8000/verify?number=2026-0001&code=ABCD-EFGH-JKMN-PQRS",
    name="김교육",
    course="스마트공장의 이해",
    offering="2026년 제1차",
    from_on=date(2026, 11, 18),
    to_on=date(2026, 11, 20),
    hours=24,
    completed_on=date(2026, 11, 20),
    issued_on=date(2026, 11, 22),
    academy="스마트팩토리 아카데미",
    issuer="스마트팩토리 아카데미 원장",
)
SECRET = "a-secret-address"


@dataclass
class World:
    """People by role, and the value of each argument that an address may have."""

    people: dict[str, User | None] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def path(self, rule: Rule) -> str:
        """The address of a rule, filled in.

        Raises:
            KeyError: the world has nothing for one of its arguments; add it below.
        """
        address = rule.rule
        for argument in rule.arguments:
            key = self._key(rule.rule, argument)
            converter = f"<int:{argument}>" if f"<int:{argument}>" in address else f"<{argument}>"
            address = address.replace(converter, str(self.values[key]))
        return address

    def _key(self, address: str, argument: str) -> str:
        if argument in ("code", "id"):
            before = address.split(f"<{argument}>")[0].split(f"<int:{argument}>")[0]
            return before.rstrip("/").rsplit("/", 1)[-1]
        return argument


def build(make: Make, acting: Any) -> World:
    """Make one of everything."""
    world = World()
    firm = make.firm()
    trainee, manager = make.user("김교육"), make.user("박담당")
    member = make.member(trainee, firm)
    make.member(manager, firm, MembershipKind.manager)
    teacher, stranger = make.instructor("이강사"), make.instructor("최강사")
    operator = make.operator()
    room, course = make.room(), make.course()
    offering = make.offering(course, starts_in=0)
    session = make.session(offering, room=room, instructors=[teacher])
    booking = make.booking(room, clock.today() + timedelta(days=30), owner_id=trainee.id)
    enrolment = make.enrolment(offering, trainee, firm_id=firm.id)
    invitation = make.invitation(firm, make.user("정초대"), manager)
    with acting():
        notice = Notice(title="안내", body="내용", published_at=clock.now())
        message = _message(trainee)
        db.session.add_all([notice, message])
        calendar = _calendar_file(operator.id)
        db.session.add_all([_feed(room.id), calendar])
        rooms = _around_rooms(room.id)
        db.session.add_all(rooms.values())
        file = BookingFile(
            booking_id=booking.id,
            name="배치도.pdf",
            key=storage().put(b"%PDF"),
            size=4,
            added_at=clock.now(),
        )
        db.session.add(file)
        certificate = _certificate(enrolment)
        batch = Batch(offering_id=offering.id, issued_by=operator.id, created_at=clock.now())
        order = Order(
            kind=OrderKind.archive,
            firm_id=firm.id,
            ordered_by=manager.id,
            created_at=clock.now(),
        )
        excuse, correction = _excuse(enrolment), _correction(session.id, enrolment.id, operator)
        typed = _typed_sheet(offering.id, operator.id)
        db.session.add(typed)
        db.session.add_all([certificate, batch, order, excuse, correction])
        db.session.flush()
        share = Share(certificate_id=certificate.id, token_hash="0" * 64, shared_by=trainee.id,
                      created_at=clock.now(), until=clock.today())  # fmt: skip
        asked = ReissueRequest(
            certificate_id=certificate.id,
            asked_by=trainee.id,
            asked_at=clock.now(),
            reason="이름이 바뀌었습니다.",
        )
        db.session.add_all([share, asked])
        request = _room_request(room.id, manager.id, firm.id)
        people = _people(offering.id, firm.id, manager.id)
        db.session.add(people)
        workplace = Workplace(
            firm_id=firm.id, name="군산공장", region_code="52110", created_at=clock.now()
        )
        joins = _registration(stranger.id, firm)
        db.session.add_all([request, workplace, joins])
    world.people = {
        "anonymous": None,
        "trainee": trainee,
        "manager": manager,
        "teacher": teacher,
        "other teacher": stranger,
        "operator": operator,
    }
    world.values = {
        "courses": course.code,
        "offerings": offering.code,
        "classrooms": room.code,
        "door": room.code,
        "rooms": room.code,
        **{name: row.id for name, row in rooms.items()},
        "request_id": request.id,
        "time_id": request.booking.occurrences[0].id,
        "document_id": request.booking.files[0].id,
        "session_id": session.id,
        "booking_id": booking.id,
        "occurrence_id": booking.occurrences[0].id,
        "file_id": file.id,
        "enrolment_id": enrolment.id,
        "user_id": trainee.id,
        "firm_id": firm.id,
        "membership_id": member.id,
        "workplace_id": workplace.id,
        "registration_id": joins.id,
        "digits": "9998100015",
        "invitation_id": invitation.id,
        "notice_id": notice.id,
        "message_id": message.id,
        "certificate_id": certificate.id,
        "batch_id": batch.id,
        "order_id": order.id,
        "share_id": share.id,
        "offering_id": offering.id,
        "reissue_id": asked.id,
        "kind": "archive",
        "certificates": certificate.id,
        "role": "instructor",
        "token": "not-a-token",
        "secret": SECRET,
        "scanned": "ABC123",
        "excuse_id": excuse.id,
        "kind_code": "illness",
        "sheet_id": typed.id,
        "correction_id": correction.id,
        "feed": "learning",
        "import_id": calendar.id,
        "list_id": people.id,
        "language": "en",
        "filename": "css/academy.css",
    }
    return world


def _around_rooms(room_id: int) -> dict[str, Any]:
    """A picture, a piece, a closure and a day, by the arguments that name them."""
    key = storage().put(b"a picture")
    picture = {"file_key": key, "small_key": key, "width": 4, "height": 3, "shows": "창가 자리"}
    tomorrow = clock.now() + timedelta(days=1)
    hours = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(hours=1)}
    return {
        "photo_id": RoomPhoto(room_id=room_id, position=1, created_at=clock.now(), **picture),
        "equipment_id": Equipment(code="SCAN-1", name="3D 스캐너"),
        "closure_id": Closure(
            room_id=room_id,
            reason="점검",
            kind=ClosureKind.maintenance,
            created_at=clock.now(),
            **hours,
        ),
        "day_id": AcademyDay(day=tomorrow.date(), name="개원기념일", is_off=True),
    }


def _room_request(room_id: int, asker_id: int, firm_id: int) -> RoomRequest:
    now = clock.now()
    start = now + timedelta(days=5)
    end = start + timedelta(hours=2)
    occurrence = Occurrence(
        room_id=room_id,
        starts_at=start,
        ends_at=end,
        blocked_from=start,
        blocked_until=end,
        status=OccurrenceStatus.provisional,
    )
    booking = Booking(
        kind=BookingKind.request,
        title="분임조 발표",
        owner_id=asker_id,
        firm_id=firm_id,
        created_at=now,
        occurrences=[occurrence],
        files=[BookingFile(name="plan.pdf", key=storage().put(b"plan"), size=4, added_at=now)],
    )
    step = RequestStep(at=now, status=RequestStatus.applied, reason=StepReason.asked)
    return RoomRequest(
        booking=booking,
        asker_id=asker_id,
        status=RequestStatus.applied,
        phone="01012345678",
        rules_version="2026-11-22 ko",
        rules_hash="0" * 64,
        privacy_version="2026-11-22 ko",
        privacy_hash="0" * 64,
        agreed_at=now,
        asked_at=now,
        steps=[step],
    )


def _registration(asked_by_id: int, firm: Firm) -> Registration:
    """Somebody asks to join a firm."""
    return Registration(
        asked_by_id=asked_by_id,
        business_number=firm.business_number,
        joins=True,
        firm_id=firm.id,
        wanted=MembershipKind.employee,
        certificate_key=storage().shelf("registrations").put(b"%PDF-1.4"),
        certificate_name="사업자등록증.pdf",
        asked_at=clock.now(),
        steps=[RegistrationStep(at=clock.now(), status=RegistrationStatus.waiting)],
    )


def _excuse(enrolment: Enrolment) -> Excuse:
    return Excuse(
        enrolment_id=enrolment.id,
        kind="illness",
        from_on=clock.today(),
        until_on=clock.today(),
        reason="병원 진료",
        file_key=storage().put(b"%PDF-1.4"),
        file_name="진료확인서.pdf",
        status=ExcuseStatus.asked,
        asked_at=clock.now(),
    )


def _typed_sheet(offering_id: int, operator_id: int) -> TypedSheet:
    return TypedSheet(
        offering_id=offering_id,
        uploaded_by_id=operator_id,
        uploaded_at=clock.now(),
        file_name="출석부.xlsx",
        cells=[],
    )


def _correction(session_id: int, enrolment_id: int, operator: User) -> Correction:
    return Correction(
        session_id=session_id,
        enrolment_id=enrolment_id,
        mark=Mark.present,
        reason="출석부 확인",
        was="absent/////",
        status=CorrectionStatus.asked,
        asked_by_id=operator.id,
        asked_at=clock.now(),
    )


def _message(user: User) -> Message:
    return Message(
        user_id=user.id,
        address=user.email,
        template="enrolment/enrolled",
        facts={"name": user.name, "locale": "ko"},
        created_at=clock.now(),
        not_before=clock.now(),
    )


def _feed(room_id: int) -> CalendarFeed:
    return CalendarFeed(
        kind=FeedKind.room,
        room_id=room_id,
        secret_hash=hash_of(SECRET),
        created_at=clock.now(),
    )


def _calendar_file(user_id: int) -> CalendarImport:
    start = clock.now() + timedelta(days=3)
    one = Time("uid", start, start, start + timedelta(hours=1), "회의", "어딘가")
    return CalendarImport(
        filename="일정.ics",
        user_id=user_id,
        created_at=clock.now(),
        times=[one.to_json()],
        broken=[],
        past=0,
    )


def _people(offering_id: int, firm_id: int, manager_id: int) -> UploadedList:
    return UploadedList(
        offering_id=offering_id,
        firm_id=firm_id,
        actor_id=manager_id,
        lines=[{"number": 2, "name": "이신입", "email": "new@firm.example", "phone": "12"}],
        total=1,
        created_at=clock.now(),
    )


def _certificate(enrolment: Enrolment) -> Certificate:
    return Certificate(
        enrolment_id=enrolment.id,
        holder_id=enrolment.user_id,
        offering_id=enrolment.offering_id,
        year=2026,
        serial=1,
        number=FACTS.number,
        code=FACTS.code,
        facts=FACTS.to_json(),
        issued_on=clock.today(),
        status=CertificateStatus.queued,
        created_at=clock.now(),
    )
