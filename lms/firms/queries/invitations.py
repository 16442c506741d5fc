"""Reading invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.firms.models import Firm, Invitation, Membership
from lms.firms.queries.memberships import members


@dataclass(frozen=True)
class Person:
    """One of a firm's people as its manager may see them: a member, or invited and not yet one.

    Attributes:
        name: of a member, the person's own; of somebody invited, what the firm typed.
    """

    user_id: int
    name: str
    membership: Membership | None
    invitation: Invitation | None


def is_open() -> ColumnElement[bool]:
    """SQL: can this invitation still be answered now?"""
    return and_(Invitation.answered_at.is_(None), Invitation.expires_at > clock.now())


def open_invitations(firm: Firm) -> Sequence[Invitation]:
    """Invitations of a firm that wait for an answer, by the name the firm typed."""
    statement = (
        select(Invitation)
        .where(Invitation.firm_id == firm.id, is_open())
        .order_by(Invitation.name, Invitation.id)
    )
    return db.session.scalars(statement).all()


def find_open_invitation(firm: Firm, user: User) -> Invitation | None:
    """The firm's invitation of a person that nobody has answered yet, or None."""
    statement = select(Invitation).where(
        Invitation.firm_id == firm.id,
        Invitation.user_id == user.id,
        Invitation.answered_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none()


def people_of(firm: Firm) -> list[Person]:
    """Members of a firm (managers first, by name), then who is invited. Two queries."""
    present = [Person(one.user_id, one.user.name, one, None) for one in members(firm)]
    ids = {person.user_id for person in present}
    invited = [Person(one.user_id, one.name, None, one) for one in open_invitations(firm)]
    return present + [person for person in invited if person.user_id not in ids]


def ended_invitations(firm: Firm) -> Sequence[Invitation]:
    """Invitations that came to nothing and whose names are still kept, the latest first."""
    statement = (
        select(Invitation)
        .where(
            Invitation.firm_id == firm.id,
            Invitation.answer.in_(("declined", "withdrawn", "lapsed")),
            Invitation.erased_at.is_(None),
        )
        .order_by(Invitation.answered_at.desc(), Invitation.id.desc())
    )
    return db.session.scalars(statement).all()


def invitations_to(user: User) -> Sequence[Invitation]:
    """Open invitations that a person can answer, with their firms."""
    statement = (
        select(Invitation)
        .where(Invitation.user_id == user.id, is_open())
        .options(joinedload(Invitation.firm))
        .order_by(Invitation.id)
    )
    return db.session.scalars(statement).all()


def find_invitation(invitation_id: int) -> Invitation | None:
    """One invitation with its firm and its account, or None."""
    return db.session.get(
        Invitation,
        invitation_id,
        options=[joinedload(Invitation.firm), joinedload(Invitation.user)],
    )


def get_invitation(invitation_id: int, firm: Firm) -> Invitation:
    """One invitation of a firm.

    Raises:
        NotFound: the firm has none with that id.
    """
    invitation = find_invitation(invitation_id)
    if invitation is None or invitation.firm_id != firm.id:
        raise NotFound
    return invitation


def mails_due(due: datetime) -> list[int]:
    """Ids of open invitations whose mail was due before a moment."""
    statement = select(Invitation.id).where(Invitation.mail_due_at <= due, is_open())
    return list(db.session.scalars(statement.order_by(Invitation.id)))
