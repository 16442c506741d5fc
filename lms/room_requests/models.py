"""Requests, the steps they went through, and who came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.classrooms.models import Booking, Occurrence
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class RequestStatus(Choice):
    """Where a request stands."""

    applied = "applied", N_("Requested")
    reviewing = "reviewing", N_("Being examined")
    needs_more = "needs_more", N_("More is needed")
    approved = "approved", N_("Approved")
    refused = "refused", N_("Refused")
    cancelled = "cancelled", N_("Cancelled by the asker")
    approval_withdrawn = "approval_withdrawn", N_("Approval withdrawn")
    used = "used", N_("Used")
    no_show = "no_show", N_("No-show")


_ENDS = frozenset({RequestStatus.approved, RequestStatus.refused, RequestStatus.cancelled})

REQUEST_MOVES: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.applied: _ENDS | {RequestStatus.reviewing, RequestStatus.needs_more},
    RequestStatus.reviewing: _ENDS | {RequestStatus.needs_more},
    RequestStatus.needs_more: _ENDS | {RequestStatus.reviewing},
    RequestStatus.approved: frozenset(
        {
            RequestStatus.cancelled,
            RequestStatus.approval_withdrawn,
            RequestStatus.used,
            RequestStatus.no_show,
        }
    ),
    RequestStatus.refused: frozenset(),
    RequestStatus.cancelled: frozenset(),
    RequestStatus.approval_withdrawn: frozenset(),
    RequestStatus.used: frozenset(),
    RequestStatus.no_show: frozenset({RequestStatus.used}),
}
"""A no-show may be put right: somebody was there and had forgotten to check in."""

OPEN = frozenset({RequestStatus.applied, RequestStatus.reviewing, RequestStatus.needs_more})
"""The academy has not decided yet; the request holds its room provisionally."""

COUNTED = OPEN | {RequestStatus.approved, RequestStatus.used, RequestStatus.no_show}
"""What counts against the limits: whatever holds a room or held it to the end."""


class StepReason(Choice):
    """Why a request moved. What else there is to say stands in the step's message."""

    asked = "asked", N_("The asker's wish")
    granted = "granted", N_("The room is free and the purpose fits")
    at_once = "at_once", N_("This room needs no approval")
    look = "look", N_("The academy looks at it")
    documents = "documents", N_("A document or a detail is missing")
    taken = "taken", N_("Another request was approved for this time")
    academy_first = "academy_first", N_("The academy needs the room itself")
    closed = "closed", N_("The room is closed at this time")
    purpose = "purpose", N_("The purpose does not fit the use rules")
    rules = "rules", N_("The use rules were not kept")
    too_late = "too_late", N_("The time began before a decision")
    over = "over", N_("The time is over")
    nobody_came = "nobody_came", N_("Nobody checked in")
    correction = "correction", N_("A correction")
    other = "other", N_("Another reason")


class RoomRequest(Base):
    """Somebody asks for a room. Its room, times, purpose and firm are those of the booking.

    What was agreed to is kept by version and checksum of the text (`rules_*`, `privacy_*`).
    """

    __tablename__ = "room_requests"
    __table_args__ = (Index("ix_room_requests_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), unique=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[RequestStatus] = mapped_column(choice(RequestStatus))
    phone: Mapped[str] = mapped_column(String(20))
    rules_version: Mapped[str] = mapped_column(String(20))
    rules_hash: Mapped[str] = mapped_column(String(64))
    privacy_version: Mapped[str] = mapped_column(String(20))
    privacy_hash: Mapped[str] = mapped_column(String(64))
    agreed_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship()
    asker: Mapped[User] = relationship()
    steps: Mapped[list[RequestStep]] = relationship(
        back_populates="request", order_by="RequestStep.id"
    )

    @property
    def is_open(self) -> bool:
        """Not decided yet?"""
        return self.status in OPEN


class RequestStep(Base):
    """One step of a request: what it became, by whom (nobody: the system), why, in which words.

    Only ever added (triggers, migration 0004). The status may be the same as before, when times were
    lost and the rest goes on. `lost`: ids of the occurrences that the request lost by this step.
    """

    __tablename__ = "room_request_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("room_requests.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[RequestStatus] = mapped_column(choice(RequestStatus))
    reason: Mapped[StepReason] = mapped_column(choice(StepReason))
    message: Mapped[str] = mapped_column(Text, default="")
    lost: Mapped[list[int]] = mapped_column(JSON, default=list)

    request: Mapped[RoomRequest] = relationship(back_populates="steps")
    actor: Mapped[User | None] = relationship()


class RoomUse(Base):
    """What came of one time of an approved request: somebody checked in, or it was released."""

    __tablename__ = "room_uses"
    __table_args__ = (
        CheckConstraint("(checked_in_at IS NULL) <> (released_at IS NULL)", name="one_of_two"),
    )

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("room_requests.id"), index=True)
    checked_in_at: Mapped[datetime | None]
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]

    occurrence: Mapped[Occurrence] = relationship()
    request: Mapped[RoomRequest] = relationship()
