"""Writing what was said: events are added, records follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, update

from lms.accounts.models import User
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import AttendanceEvent, AttendanceRecord, Source, block_of
from lms.attendance.presence import Said
from lms.attendance.queries import Seated, people, records_of, said_in
from lms.attendance.saying import (
    Kept,
    MarkInput,
    event_of,
    kept_of,
    outcome,
    problem,
    state_of,
    with_present_moment,
)
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext


@dataclass(frozen=True)
class Change:
    """One event about to be written, and what the record comes to."""

    seated: Seated
    said: MarkInput
    kept: Kept


def changes(
    session: ClassSession, marks: Mapping[int, MarkInput], *, after_lock: bool = False
) -> list[Change]:
    """What the marks, by enrolment id, would change.

    Args:
        after_lock: it is a correction; without it a locked sheet refuses.

    Raises:
        Refused: somebody else has changed a mark meanwhile, or left the offering.
        Invalid: a time or a reason is missing or wrong; one sentence for each enrolment id.
    """
    if not marks:
        return []
    seated = {one.enrolment.id: one for one in people(session)}
    if not after_lock:
        check_open(seated.values())
    if gone := set(marks) - set(seated):
        raise Refused(
            "gone",
            gettext("%(count)s people on your list are no longer enrolled. Please reload it.",
                    count=len(gone)),
        )  # fmt: skip
    found = _outcomes(session, {one: (seated[one], said) for one, said in marks.items()})
    changed = [one for one in found if state_of(one.kept) != state_of(one.seated.record)]
    _check_unseen(changed)
    return changed


def _outcomes(session: ClassSession, marks: Mapping[int, tuple[Seated, MarkInput]]) -> list[Change]:
    """What each mark comes to, but for those that send back what the record shows."""
    block, grace = block_of(session), session.offering.rule_grace
    problems: dict[str, str] = {}
    found = []
    for enrolment_id, (one, said) in marks.items():
        if state_of(said) == state_of(one.record):
            continue
        timely = with_present_moment(said, block, clock.now() - said.ago)
        if sentence := problem(timely, block):
            problems[str(enrolment_id)] = f"{one.enrolment.user.name}: {sentence}"
        else:
            found.append(Change(one, timely, outcome(timely, block, grace)))
    if problems:
        raise Invalid(problems)
    return found


def check_open(seated: Iterable[Seated]) -> None:
    """Refuse if the sheet was locked, perhaps while this transaction waited."""
    if any(one.locked_at for one in seated):
        raise Refused("locked", gettext("This roll call is locked. An operator can correct it."))


def _check_unseen(found: Sequence[Change]) -> None:
    conflicts = [
        change.seated.enrolment.user.name
        for change in found
        if change.said.was is not None and change.said.was != state_of(change.seated.record)
    ]
    if conflicts:
        raise Refused(
            "changed",
            gettext("Somebody else has changed this meanwhile: %(names)s. Please reload the page.",
                    names=", ".join(conflicts)),
        )  # fmt: skip


def write(
    actor: User | None,
    session: ClassSession,
    found: Sequence[Change],
    source: Source,
    reason: str = "",
    *,
    kind: EventKind = EventKind.mark,
) -> None:
    """Add the events and bring the records up to date: at most three statements.

    Args:
        actor: None where the time has decided.
    """
    if not found:
        return
    events = [
        event_values(
            actor,
            session,
            change.seated.enrolment.id,
            event_of(change.said, kind),
            source,
            reason or change.said.reason,
        )
        for change in found
    ]
    db.session.execute(insert(AttendanceEvent), events)
    _keep(session, found)


def _keep(session: ClassSession, found: Sequence[Change]) -> None:
    """Bring the records up to date."""
    new = [
        {"session_id": session.id, "enrolment_id": one.seated.enrolment.id, **vars(one.kept)}
        for one in found
        if one.seated.record is None
    ]
    if new:
        db.session.execute(insert(AttendanceRecord), new)
    known = [
        {"id": one.seated.record.id, **vars(one.kept)}
        for one in found
        if one.seated.record is not None
    ]
    if known:
        db.session.execute(update(AttendanceRecord), known)


def event_values(
    actor: User | None,
    session: ClassSession,
    enrolment_id: int,
    said: Said,
    source: Source,
    reason: str,
) -> dict[str, object]:
    """The columns of an event."""
    return {
        "session_id": session.id,
        "enrolment_id": enrolment_id,
        "kind": said.kind,
        "mark": said.mark,
        "arrived_at": said.arrived_at,
        "left_at": said.left_at,
        "away_from": said.away_from,
        "away_until": said.away_until,
        "reason": reason[:500],
        "source": source,
        "actor_id": actor.id if actor else None,
        "at": clock.now(),
    }


def recount(session: ClassSession) -> None:
    """Compute every record of a class session anew: its end or break may have been moved."""
    block, rule = block_of(session), session.offering.rule
    events: dict[int, list[Said]] = defaultdict(list)
    for enrolment_id, said in said_in(session):
        events[enrolment_id].append(said)
    for one in records_of(session):
        kept = kept_of(
            block,
            events[one.enrolment_id],
            rule.grace,
            must_leave=rule.check_out,
            reason=one.reason if one.mark is Mark.excused else "",
        )
        for name, value in vars(kept).items():
            if getattr(one, name) != value:
                setattr(one, name, value)
