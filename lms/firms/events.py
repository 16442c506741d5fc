"""What can happen to firms and their people; what follows stands in lms/reactions.py."""

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


@dataclass(frozen=True)
class MembershipEnded:
    """Somebody doesn't belong to a firm any more; `moved`: because another membership began."""

    membership_id: int
    by_id: int
    reason: str
    moved: bool


@dataclass(frozen=True)
class MembershipKindChanged:
    """Somebody became a training manager, or is one no longer."""

    membership_id: int
    by_id: int


@dataclass(frozen=True)
class RegistrationStepped:
    """A firm's registration, or a request to join a firm, has taken a step."""

    step_id: int


@dataclass(frozen=True)
class InvitationsLapsed:
    """Invitations of a firm that ended without an answer, by the names the firm had typed."""

    firm_id: int
    names: tuple[str, ...]
