"""Checking in and out by the code that is shown in the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, update

from lms.accounts.models import User
from lms.attendance import codes
from lms.attendance.marks import EventKind
from lms.attendance.models import AttendanceEvent, AttendanceRecord, Source, block_of
from lms.attendance.presence import Presence, Said, presence
from lms.attendance.queries import Known, find_known, on_now
from lms.attendance.saying import kept_of
from lms.attendance.services.writing import event_values
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.settings import settings
from lms.core.text import N_, gettext

KEPT = timedelta(minutes=10)
"""So long a scan is kept for somebody who has to sign in first."""

DOUBLE_TAP = timedelta(seconds=60)
"""The same again within this time is one tap too many, no news."""


REFUSALS = {
    "no-class": N_("None of your classes is on now that takes a code."),
    "wrong-code": N_(
        "This code does not belong to a class of yours that is on now. Please scan the code on the "
        "screen again."
    ),
    "expired": N_(
        "This code has expired; it changes every 30 seconds. Please scan the one that is on the "
        "screen now."
    ),
    "locked": N_("The roll call of this class is closed already. Please ask your instructor."),
    "not-seen": N_("Nothing says that you came to this class. Please tell your instructor."),
}


def _refused(code: str) -> Refused:
    return Refused(code, gettext(REFUSALS[code]))


@dataclass(frozen=True)
class Device:
    """Where a scan came from: fingerprints of the browser's cookie and name, and the address."""

    cookie: str = ""
    agent: str = ""
    address: str = ""


@dataclass(frozen=True)
class Scanned:
    """What a scan has come to; `news` is False when the record said so already."""

    session_id: int
    kind: EventKind
    news: bool


def key() -> bytes:
    """What the codes of this installation are made with."""
    return b"attendance codes:" + settings().secret_key.encode()


def code_of(session: ClassSession, way: EventKind, moment: datetime) -> str:
    """The code that is shown for a class session at a moment."""
    return codes.code_at(key(), codes.Shown(session.id, session.starts_at), way, moment)


def check_in(
    *,
    actor: User,
    typed: str,
    source: Source,
    device: Device,
    seen_at: datetime | None = None,
    for_a_while: bool = False,
) -> Scanned:
    """Take a code that somebody has read for themselves.

    Args:
        typed: the code, as scanned or typed.
        seen_at: when it was scanned, if the person had to sign in first; at most `KEPT` ago.
        for_a_while: with a code for leaving: the person comes back today.

    Raises:
        Refused: the code is of no class of theirs that is on now, or expired; the sheet is locked;
            somebody leaves who was never seen.
    """
    now = clock.now()
    moment = seen_at if seen_at and now - KEPT <= seen_at <= now else now
    session, way = _resolve(typed, on_now(actor, now, lock=True), moment)
    known = find_known(session, actor)
    if known is None or known.locked_at is not None:
        raise _refused("locked")
    found = presence(known.said)
    kind = _kind(way, found, for_a_while=for_a_while)
    if _said_already(kind, found, known, moment):
        return Scanned(session.id, kind, news=False)
    if kind in (EventKind.went, EventKind.away) and found.settled is not None:
        raise _refused("not-seen")
    _write(actor, session, known, _said(kind, moment), source, device)
    return Scanned(session.id, kind, news=True)


def _resolve(
    typed: str, on: list[ClassSession], moment: datetime
) -> tuple[ClassSession, EventKind]:
    if not on:
        raise _refused("no-class")
    shown = [codes.Shown(session.id, session.starts_at) for session in on]
    reading = codes.read(key(), typed, shown, moment)
    if reading is None:
        raise _refused("wrong-code")
    if reading.expired:
        raise _refused("expired")
    session = next(session for session in on if session.id == reading.session_id)
    return session, reading.way


def _kind(way: EventKind, found: Presence, *, for_a_while: bool) -> EventKind:
    if way is EventKind.went:
        return EventKind.away if for_a_while else EventKind.went
    return EventKind.back if found.is_out else EventKind.came


def _said_already(kind: EventKind, found: Presence, known: Known, moment: datetime) -> bool:
    if kind is EventKind.came and found.settled is None and found.left is None:
        return True
    last = known.events[-1] if known.events else None
    return last is not None and last.kind is kind and moment - last.at < DOUBLE_TAP


def _said(kind: EventKind, moment: datetime) -> Said:
    """Whole minutes count, in the person's favour when they come."""
    minute = moment.replace(second=0, microsecond=0)
    match kind:
        case EventKind.came:
            return Said(None, arrived_at=minute, kind=kind)
        case EventKind.back:
            return Said(None, away_until=minute, kind=kind)
        case EventKind.away:
            return Said(None, away_from=minute, kind=kind)
        case _:
            return Said(None, left_at=minute, kind=kind)


def _write(
    actor: User,
    session: ClassSession,
    known: Known,
    said: Said,
    source: Source,
    device: Device,
) -> None:
    values = event_values(actor, session, known.enrolment_id, said, source, "")
    values |= {"device": device.cookie, "agent": device.agent, "address": device.address}
    db.session.execute(insert(AttendanceEvent), [values])
    rule = session.offering.rule
    kept = kept_of(
        block_of(session),
        [*known.said, said],
        rule.grace,
        must_leave=rule.check_out,
        reason=known.record.reason if known.record else "",
    )
    if known.record is None:
        new = {"session_id": session.id, "enrolment_id": known.enrolment_id, **vars(kept)}
        db.session.execute(insert(AttendanceRecord), [new])
    else:
        db.session.execute(update(AttendanceRecord), [{"id": known.record.id, **vars(kept)}])
    audit.record(actor.id, "attendance.scan", session, kind=said.kind.value)
