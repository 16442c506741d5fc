"""What was done, in words for people. An action nobody has put into words shows its own name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.audit.models import AuditEntry
from lms.core.text import N_, gettext, moment

ACTIONS = {
    "account.sign_in": N_("Logged in"),
    "account.sign_up": N_("Signed up"),
    "account.sign_up_again": N_("Tried to sign up again"),
    "account.create": N_("Account made"),
    "account.confirm": N_("E-mail address confirmed"),
    "account.confirm_again": N_("Asked for the confirmation mail again"),
    "account.reset_request": N_("Asked for a new password"),
    "account.reset": N_("New password set by mail"),
    "account.password": N_("Password changed"),
    "account.profile": N_("Own details changed"),
    "account.consent": N_("Consent answered"),
    "account.activate": N_("Account opened"),
    "account.deactivate": N_("Account shut"),
    "role.grant": N_("Role given"),
    "role.end": N_("Role ended"),
    "membership.start": N_("Membership of a firm begun"),
    "membership.end": N_("Membership of a firm ended"),
    "firm.register": N_("Firm registered"),
    "firm.update": N_("Firm changed"),
    "notices.create": N_("Notice written"),
    "notices.update": N_("Notice changed"),
    "notices.publish": N_("Notice published"),
    "notices.withdraw": N_("Notice taken down"),
    "message.retry": N_("Message sent again"),
    "catalogue.create_course": N_("Course made"),
    "catalogue.update_course": N_("Course changed"),
    "catalogue.course_status": N_("Course listed or retired"),
    "catalogue.create_offering": N_("Offering made"),
    "catalogue.update_offering": N_("Offering changed"),
    "catalogue.publish_offering": N_("Offering published"),
    "catalogue.cancel_offering": N_("Offering called off"),
    "catalogue.advance_offering": N_("Offering moved on by date"),
    "catalogue.schedule_session": N_("Class session scheduled"),
    "catalogue.move_session": N_("Class session moved"),
    "catalogue.call_off_session": N_("Class session called off"),
    "catalogue.change_topic": N_("Topic of a class session changed"),
    "catalogue.assign_instructors": N_("Instructors assigned"),
    "classrooms.create_room": N_("Room made"),
    "classrooms.update_room": N_("Room changed"),
    "classrooms.book": N_("Room booked"),
    "classrooms.move": N_("Booking moved"),
    "classrooms.cancel": N_("Booking cancelled"),
    "enrolment.enrol": N_("Enrolled"),
    "enrolment.apply": N_("Applied"),
    "enrolment.wait": N_("Put on the waiting list"),
    "enrolment.move_up": N_("Moved up from the waiting list"),
    "enrolment.approve": N_("Application approved"),
    "enrolment.refuse": N_("Application refused"),
    "enrolment.cancel": N_("Enrolment cancelled"),
    "enrolment.set_seats": N_("Number of seats changed"),
    "attendance.open": N_("Roll call opened"),
    "attendance.mark": N_("Attendance marked"),
    "attendance.lock": N_("Roll call locked"),
    "attendance.correct": N_("Attendance corrected"),
    "completion.judge": N_("Completion judged"),
    "certificates.issue": N_("Certificate issued"),
    "certificates.produce": N_("Certificate's paper made"),
    "certificates.revoke": N_("Certificate revoked"),
    "certificates.try_again": N_("Certificate's paper tried again"),
}

AREAS = (
    ("account", N_("Accounts")),
    ("role", N_("Roles")),
    ("firm", N_("Firms")),
    ("membership", N_("Memberships of firms")),
    ("catalogue", N_("Courses and offerings")),
    ("classrooms", N_("Rooms")),
    ("enrolment", N_("Enrolments")),
    ("attendance", N_("Attendance")),
    ("completion", N_("Completion")),
    ("certificates", N_("Certificates")),
    ("notices", N_("Notices")),
    ("message", N_("Messages")),
)
"""What actions begin with, in words."""


def title(action: str) -> str:
    """The action in the reader's language."""
    return gettext(ACTIONS[action]) if action in ACTIONS else action


def details(entry: AuditEntry) -> list[str]:
    """What changed, one line for each fact: old → new."""
    return [f"{name}: {_shown(value)}" for name, value in entry.details.items()]


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_short(value[0])} → {_short(value[1])}"
    return _short(value)


def _short(value: Any) -> str:
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def told(entry: AuditEntry, names: Mapping[int, str]) -> dict[str, Any]:
    """An entry as ui.history wants it.

    Args:
        names: of people by id.
    """
    who = names.get(entry.actor_id or 0) or gettext("by the system")
    said = [who, *([entry.reason] if entry.reason else []), *details(entry)]
    return {
        "time": moment(entry.at),
        "title": title(entry.action),
        "detail": " · ".join(said),
        "tone": "neutral",
    }
