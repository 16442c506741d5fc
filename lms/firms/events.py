"""What can happen to invitations; what follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationDue:
    """It is time to write to somebody who is invited; `again`: a reminder, or the firm asked for it."""

    invitation_id: int
    again: bool


@dataclass(frozen=True)
class InvitationAccepted:
    """Somebody who was invited belongs to the firm now."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationEnded:
    """An invitation was declined or withdrawn, or nobody answered it in time."""

    invitation_id: int
