"""People for whom a firm asks: what they are to the firm, and how they stand before an offering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import db
from lms.enrolment.models import LIVE, Enrolment
from lms.enrolment.queries.standing import Standing, standings
from lms.firms.groups import group_of
from lms.firms.models import Firm, Invitation, Membership
from lms.firms.queries import open_invitations


@dataclass(frozen=True)
class Candidate:
    """Somebody with an account, as a firm's candidate for an offering.

    Attributes:
        facts: how the person stands; of somebody who is no member, as one of the firm's people.
        is_member: of the firm, now.
        invitation: the firm's open one, if the person is invited.
        asked: the firm itself has asked for the person in this offering, so it knows of that.
    """

    user: User
    facts: Standing
    is_member: bool
    invitation: Invitation | None
    asked: bool


def candidates(offering: Offering, firm: Firm, users: Collection[User]) -> dict[int, Candidate]:
    """Everybody by id. Four queries."""
    ids = [user.id for user in users]
    if not ids:
        return {}
    facts = standings(offering, ids)
    here = Membership.firm_id == firm.id, Membership.ended_at.is_(None)
    members = set(db.session.scalars(select(Membership.user_id).where(*here)))
    invited = {one.user_id: one for one in open_invitations(firm)}
    asked = _asked_for(offering, firm)
    return {
        user.id: Candidate(
            user,
            facts[user.id]
            if user.id in members
            else for_firm(facts[user.id], firm, region_of(firm, invited.get(user.id))),
            user.id in members,
            invited.get(user.id),
            user.id in asked,
        )
        for user in users
    }


def _asked_for(offering: Offering, firm: Firm) -> set[int]:
    """Whose live enrolments in an offering were made for a firm."""
    statement = select(Enrolment.user_id).where(
        Enrolment.offering_id == offering.id,
        Enrolment.firm_id == firm.id,
        Enrolment.status.in_(LIVE),
    )
    return set(db.session.scalars(statement))


def for_firm(facts: Standing, firm: Firm, region_code: str) -> Standing:
    """A standing as one of a firm's people who works in a region."""
    group = group_of(region_code, firm.level)
    return replace(facts, firm_id=firm.id, region_code=region_code, group=group)


def region_of(firm: Firm, invitation: Invitation | None) -> str:
    """Where somebody who is invited will work: the workplace that was named, else the head office."""
    if invitation is None or invitation.workplace is None:
        return firm.region_code
    return invitation.workplace.region_code


def users_by_email(emails: Collection[str]) -> dict[str, User]:
    """Accounts by their addresses. One query."""
    statement = select(User).where(User.email.in_(emails))
    return {user.email: user for user in db.session.scalars(statement)}
