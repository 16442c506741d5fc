"""Excused absences: apply with a document, decide; accepted days are excused on the sheets."""

from __future__ import annotations

from datetime import date

from lms.accounts.models import User
from lms.attendance.excuse_kinds import ExcuseKind, over_limit
from lms.attendance.marks import Mark
from lms.attendance.models import (
    AttendanceCorrected,
    Excuse,
    ExcuseDecided,
    ExcuseStatus,
    Source,
)
from lms.attendance.queries import (
    Sheet,
    accepted_excuses,
    excuse_kinds,
    excuses_of,
    held_sessions,
)
from lms.attendance.saying import MarkInput
from lms.attendance.services.writing import changes, write
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.clock import to_seoul
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.storage import storage
from lms.core.text import gettext, plain_name
from lms.enrolment.models import Enrolment, EnrolmentStatus

LARGEST = 8 * 1024 * 1024
"""Bytes of a document."""

SUFFIXES = frozenset({"pdf", "jpg", "jpeg", "png", "webp", "heic", "hwp", "hwpx", "docx"})


def apply_for_excuse(
    *,
    actor: User,
    enrolment: Enrolment,
    kind: str,
    from_on: date,
    until_on: date,
    reason: str,
    file_name: str = "",
    content: bytes = b"",
) -> Excuse:
    """Ask that days be excused.

    Raises:
        Refused: not enrolled (any more).
        Invalid: no class on these days, more days than the kind allows, asked for already, or the
            document is missing or not taken; names the field.
    """
    db.session.refresh(enrolment, with_for_update={"of": Enrolment})  # one application at a time
    if enrolment.status is not EnrolmentStatus.enrolled:
        raise Refused("not-enrolled", gettext("Only people who are enrolled can ask for this."))
    found = _chosen(kind)
    _check_days(enrolment, found, from_on, until_on)
    name = plain_name(file_name)
    _check_document(found, name, content)
    excuse = Excuse(
        enrolment_id=enrolment.id,
        kind=found.code,
        kind_ko=found.ko,
        kind_en=found.en,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        file_key=storage().put(content) if content else "",
        file_name=name if content else "",
        status=ExcuseStatus.asked,
        asked_at=clock.now(),
    )
    db.session.add(excuse)
    audit.record(actor.id, "attendance.ask_excuse", excuse, kind=kind, enrolment=enrolment.id)
    return excuse


def _chosen(code: str) -> ExcuseKind:
    found = excuse_kinds().get(code)
    if found is None:
        raise Invalid({"kind": gettext("Please choose a reason from the list.")})
    return found


def _check_days(enrolment: Enrolment, kind: ExcuseKind, from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise Invalid({"until_on": gettext("The last day must not come before the first day.")})
    all_days = {_day(sheet.session) for sheet in held_sessions([enrolment.offering_id])}
    days = {day for day in all_days if from_on <= day <= until_on}
    if not days:
        raise Invalid({"from_on": gettext("There is no class of this course on these days.")})
    live = [
        one
        for one in excuses_of(enrolment)
        if one.status in (ExcuseStatus.asked, ExcuseStatus.accepted)
    ]
    if any(one.from_on <= until_on and from_on <= one.until_on for one in live):
        raise Invalid({"from_on": gettext("You have asked for one of these days already.")})
    same = [one for one in live if one.kind == kind.code]
    used = sum(one.from_on <= day <= one.until_on for one in same for day in all_days)
    if sentence := over_limit(kind, len(days), used, len(all_days)):
        raise Invalid({"until_on": sentence})


def _check_document(kind: ExcuseKind, name: str, content: bytes) -> None:
    if not content:
        if kind.document:
            raise Invalid({"file": gettext("Please attach a document for this reason.")})
        return
    if len(content) > LARGEST:
        sentence = gettext("The file may be at most 8 MB. Please make it smaller first.")
        raise Invalid({"file": sentence})
    if name.rsplit(".", 1)[-1].lower() not in SUFFIXES:
        sentence = gettext("Please attach a PDF, a picture or a Hangul or Word document.")
        raise Invalid({"file": sentence})


def withdraw_excuse(*, actor: User, excuse: Excuse) -> None:
    """Take an application back before it is decided. Twice is once.

    Raises:
        Refused: it was decided already.
    """
    db.session.refresh(excuse, with_for_update={"of": Excuse})  # somebody may be deciding it
    if excuse.status is ExcuseStatus.withdrawn:
        return
    _check_asked(excuse)
    excuse.status = ExcuseStatus.withdrawn
    audit.record(actor.id, "attendance.withdraw_excuse", excuse)


def decide_excuse(*, actor: User, excuse: Excuse, accept: bool, decision: str = "") -> None:
    """Accept or refuse an application. Accepted, the days that have begun are excused at once.

    Args:
        decision: the reason; needed to refuse.

    Raises:
        Refused: decided already, or somebody decides their own.
        Invalid: refused without a reason.
    """
    db.session.refresh(excuse, with_for_update={"of": Excuse})
    _check_asked(excuse)
    if excuse.enrolment.user_id == actor.id:
        raise Refused("own", gettext("Somebody else has to decide about your own application."))
    if not accept and not decision.strip():
        raise Invalid({"decision": gettext("Please say why it is refused.")})
    excuse.status = ExcuseStatus.accepted if accept else ExcuseStatus.refused
    excuse.decided_by_id, excuse.decided_at, excuse.decision = actor.id, clock.now(), decision
    audit.record(actor.id, "attendance.decide_excuse", excuse, accepted=accept, reason=decision)
    db.session.flush()
    if accept:
        _excuse_what_began(actor, excuse)
    announce(ExcuseDecided(excuse.id))


def _check_asked(excuse: Excuse) -> None:
    if excuse.status is not ExcuseStatus.asked:
        raise Refused("decided", gettext("This application was decided already."))


def _excuse_what_began(actor: User, excuse: Excuse) -> None:
    """The sheets that are open or locked; those to come ask `excused_on` when they are locked."""
    for sheet in held_sessions([excuse.enrolment.offering_id]):
        if _within(excuse, sheet) and sheet.session.starts_at <= clock.now():
            said = {excuse.enrolment_id: MarkInput(Mark.excused, reason=_words(excuse))}
            found = changes(sheet.session, said, after_lock=True)
            write(actor, sheet.session, found, Source.excuse)
            if found and sheet.locked:
                db.session.flush()
                announce(AttendanceCorrected(sheet.session.id, excuse.enrolment_id))


def excused_on(session: ClassSession) -> dict[int, MarkInput]:
    """By enrolment id: who is excused on the day of a class session by an accepted application."""
    day = _day(session)
    return {
        one.enrolment_id: MarkInput(Mark.excused, reason=_words(one))
        for one in accepted_excuses(session.offering_id)
        if one.from_on <= day <= one.until_on
    }


def _within(excuse: Excuse, sheet: Sheet) -> bool:
    return excuse.from_on <= _day(sheet.session) <= excuse.until_on


def _words(excuse: Excuse) -> str:
    return excuse.kind_label


def _day(session: ClassSession) -> date:
    return to_seoul(session.starts_at).date()
