"""Demo invitations: a firm's manager has invited three people, and one of them has declined."""

from __future__ import annotations

from datetime import date, time, timedelta

from lms.accounts.models import User
from lms.core import clock
from lms.demo.story import Story
from lms.demo.tables import rows
from lms.firms import queries, services
from lms.firms.models import Firm, Invitation

Row = dict[str, str]


def plan_invitations(story: Story, manager: User, today: date) -> None:
    """Put the invitations of the last days into the story."""
    membership = queries.find_membership(manager)
    if membership is None:
        raise LookupError(manager.email)
    for row in rows("invitations"):
        plan_one(story, manager, membership.firm, row, today - timedelta(days=int(row["days_ago"])))


def plan_one(story: Story, manager: User, firm: Firm, row: Row, invited_on: date) -> None:
    """Invite, write the mail at once, and let the person answer on the same day."""

    def invite() -> None:
        invitation = services.invite(
            actor=manager,
            firm=firm,
            email=row["email"],
            name=row["name"],
            department=row["department"],
            position=row["position"],
        )
        services.write(invitation.id)
        if row["declined"]:
            story.at(clock.at(invited_on, time(16, 20)), lambda: _decline(invitation))

    story.at(clock.at(invited_on, time(11, 5)), invite)


def _decline(invitation: Invitation) -> None:
    services.decline(invitation=invitation)
