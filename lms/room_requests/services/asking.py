"""Asking for a room."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms import queries as rooms
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, OccurrenceStatus
from lms.classrooms.preview import Line
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.legal import legal_text
from lms.core.text import gettext
from lms.firms.models import Firm
from lms.room_requests.events import RequestStepped
from lms.room_requests.models import RequestStatus, RequestStep, RoomRequest, StepReason
from lms.room_requests.queries import rivals_of
from lms.room_requests.services.deciding import approve
from lms.room_requests.services.limiting import check_limits
from lms.room_requests.services.wanted import Wanted
from lms.room_requests.wording import time_in_words

RULES, PRIVACY = "room-use", "room-privacy"
"""Texts of templates/site/legal/ that an asker agrees to."""


def ask(*, actor: User, wanted: Wanted) -> RoomRequest:
    """Ask for a room: it is held provisionally, or is the asker's at once if it needs no approval
    and nobody else has asked for the same.

    By asking, the asker agrees to the use rules and to the use of personal data; which texts, is kept.

    Raises:
        Refused: a time that can't be had, or more than a person or a firm may ask for in a month.
    """
    if not wanted.times:
        raise Refused("no-time", gettext("There is no time left to book."))
    _stand_in_line(actor, wanted)
    check_times(wanted)
    check_limits(actor, wanted)
    booking = classrooms.book_series(
        actor=actor,
        kind=BookingKind.request,
        owner=actor,
        details=wanted.details,
        placements=wanted.times,
        rule=wanted.rule,
        equipment_ids=wanted.equipment_ids,
        status=OccurrenceStatus.provisional,
    )
    request = _request(actor, booking.id, wanted.phone)
    db.session.add(request)
    db.session.flush()
    audit.record(actor.id, "room_requests.ask", request, times=len(wanted.times))
    at_once = not wanted.needs_approval and not rivals_of(request)
    _first_step(actor, request, quietly=at_once)
    if at_once:
        approve(actor=None, request=request, reason=StepReason.at_once)
    return request


def preview(wanted: Wanted) -> list[Line]:
    """What would become of each time, before anything is saved.

    Who stands in the way is nobody's business: only the times are said.
    """
    lines = rooms.previewed(
        wanted.times,
        operator=False,
        for_sure=False,
        people=wanted.details.people,
        layout=wanted.details.layout,
        equipment_ids=wanted.equipment_ids,
    )
    return [_without_names(line) for line in lines]


def _without_names(line: Line) -> Line:
    said = {
        one.words: " ".join(filter(None, (time_in_words(one.starts_at, one.ends_at), one.piece)))
        for one in line.taken
    }
    return replace(line, reasons=tuple(said.get(reason, reason) for reason in line.reasons))


def check_times(wanted: Wanted) -> None:
    """May each of the times be had, by the room's rules and by what stands there?

    Raises:
        Refused: no, with the first reason and the nearest time that is allowed.
    """
    for line in preview(wanted):
        if line.is_possible:
            continue
        when = time_in_words(line.placement.starts_at, line.placement.ends_at)
        sentence = f"{when}: {' '.join(line.reasons)}"
        if line.nearest:
            near = gettext("Nearest possible: %(time)s.", time=time_in_words(*line.nearest))
            sentence = f"{sentence} {near}"
        raise Refused("not-possible", sentence)


def _stand_in_line(actor: User, wanted: Wanted) -> None:
    """Two requests of one person or one firm at once must not both pass the limits."""
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update(key_share=True))
    if wanted.details.firm_id is not None:
        firm = select(Firm.id).where(Firm.id == wanted.details.firm_id)
        db.session.execute(firm.with_for_update(key_share=True))


def _request(actor: User, booking_id: int, phone: str) -> RoomRequest:
    rules, privacy = (legal_text(name, actor.locale) for name in (RULES, PRIVACY))
    now = clock.now()
    return RoomRequest(
        booking_id=booking_id,
        asker_id=actor.id,
        status=RequestStatus.applied,
        phone=phone,
        rules_version=f"{rules.version} {rules.language}",
        rules_hash=rules.digest,
        privacy_version=f"{privacy.version} {privacy.language}",
        privacy_hash=privacy.digest,
        agreed_at=now,
        asked_at=now,
    )


def _first_step(actor: User, request: RoomRequest, *, quietly: bool) -> None:
    step = RequestStep(
        request_id=request.id,
        at=clock.now(),
        actor_id=actor.id,
        status=RequestStatus.applied,
        reason=StepReason.asked,
        message=request.booking.purpose,
    )
    db.session.add(step)
    db.session.flush()
    if not quietly:
        announce(RequestStepped(step.id))
