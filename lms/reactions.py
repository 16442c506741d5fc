"""THE table: event → what follows, at once and in the same transaction.

Read it as: when this has happened, these are done, in this order.
"""

from __future__ import annotations

from lms.accounts import letters as account_letters
from lms.accounts.events import (
    InvitedAsked,
    PasswordChanged,
    ResetRequested,
    SignedUp,
    SignedUpAgain,
)
from lms.attendance import services as attendance
from lms.attendance.models import (
    AttendanceCorrected,
    ExcuseDecided,
    RollCallLocked,
    RollCallOverdue,
)
from lms.catalogue.events import (
    OfferingCancelled,
    OfferingPublished,
    SessionCalledOff,
    SessionMoved,
    SessionsScheduled,
)
from lms.certificates import letters as certificate_letters
from lms.certificates.events import CertificateIssued, CertificateRevoked, ReissueRefused
from lms.classrooms import booking_letters
from lms.classrooms import letters as room_letters
from lms.classrooms.events import (
    BookingCancelled,
    BookingMoved,
    ClosureLifted,
    DayTakenOff,
    RequestPushedOut,
    RoomClosed,
)
from lms.completion import letters as completion_letters
from lms.completion import no_shows, warning_letters, warnings
from lms.completion import services as completion
from lms.completion.models import AttendanceWarned, Judged
from lms.core.events import Reactions
from lms.enrolment import (
    class_clashes,
    class_letters,
    firm_letters,
    free_seats,
    invitation_letters,
)
from lms.enrolment import letters as enrolment_letters
from lms.enrolment import services as enrolment
from lms.enrolment.events import (
    Applied,
    Enrolled,
    EnrolmentCancelled,
    EnrolmentRefused,
    HoldEnded,
    InterestMet,
    MinimumMissed,
    NoteWritten,
    OfferLapsed,
    PutOnWaitingList,
    Replaced,
    SeatOffered,
)
from lms.firms import membership_letters, registration_letters
from lms.firms import services as firms
from lms.firms.events import (
    InvitationAccepted,
    InvitationDue,
    InvitationEnded,
    InvitationsLapsed,
    MembershipEnded,
    MembershipKindChanged,
    RegistrationStepped,
)
from lms.room_requests import letters as room_request_letters
from lms.room_requests import services as room_requests
from lms.room_requests.events import RequestStepped

REACTIONS: Reactions = {
    SignedUp: [account_letters.confirm_address],
    SignedUpAgain: [account_letters.already_here],
    ResetRequested: [account_letters.reset_link],
    PasswordChanged: [account_letters.password_changed],
    InvitedAsked: [firms.repeat_to],
    InvitationDue: [invitation_letters.due],
    InvitationAccepted: [invitation_letters.accepted],
    InvitationEnded: [enrolment.end_asked_for, invitation_letters.declined],
    InvitationsLapsed: [invitation_letters.lapsed],
    MembershipEnded: [membership_letters.ended],
    MembershipKindChanged: [membership_letters.kind_changed],
    RegistrationStepped: [registration_letters.stepped],
    RoomClosed: [room_letters.room_closed],
    DayTakenOff: [room_letters.day_taken_off],
    ClosureLifted: [room_letters.closure_lifted],
    BookingMoved: [booking_letters.moved],
    BookingCancelled: [room_requests.cancelled_elsewhere, booking_letters.cancelled],
    RequestPushedOut: [room_requests.pushed_out],
    RequestStepped: [room_request_letters.stepped],
    OfferingPublished: [free_seats.require_seats, enrolment.tell_interested],
    OfferingCancelled: [enrolment.call_off],
    SessionsScheduled: [free_seats.fit_the_room, class_clashes.ask_first],
    SessionMoved: [
        free_seats.fit_the_room,
        attendance.stay_with_the_marks,
        class_clashes.ask_first,
        class_letters.moved,
    ],
    SessionCalledOff: [class_letters.called_off, completion.after_call_off],
    Enrolled: [enrolment_letters.enrolled],
    PutOnWaitingList: [enrolment_letters.put_on_waiting_list],
    Applied: [enrolment_letters.applied],
    EnrolmentCancelled: [completion.keep_what_is_judged, enrolment_letters.cancelled],
    EnrolmentRefused: [enrolment_letters.refused],
    SeatOffered: [enrolment_letters.offered],
    OfferLapsed: [enrolment_letters.lapsed],
    HoldEnded: [firm_letters.hold_ended],
    Replaced: [enrolment_letters.replaced],
    NoteWritten: [enrolment_letters.note],
    InterestMet: [enrolment_letters.interest_met],
    MinimumMissed: [enrolment_letters.minimum_missed],
    RollCallLocked: [completion.after_lock, warnings.after_lock, warning_letters.absent_today],
    RollCallOverdue: [warning_letters.overdue],
    AttendanceCorrected: [completion.after_correction, warnings.after_correction],
    AttendanceWarned: [warning_letters.warned],
    ExcuseDecided: [warning_letters.excuse_decided],
    Judged: [completion_letters.judged, no_shows.note_no_shows],
    CertificateIssued: [certificate_letters.issued],
    CertificateRevoked: [certificate_letters.revoked],
    ReissueRefused: [certificate_letters.reissue_refused],
}
