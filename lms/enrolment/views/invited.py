"""People who are invited and have not answered, as the pages of their firm show them."""

from __future__ import annotations

from lms.catalogue.models import Offering
from lms.core.text import gettext
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.firm import asked_for
from lms.firms.models import Firm
from lms.firms.queries import Person, open_invitations


def key(one: Person) -> str:
    """What a form sends for one of a firm's people.

    Of somebody invited it is no number of an account: a low one would tell that the account is old.
    """
    return f"invited-{one.invitation.id}" if one.invitation else str(one.user_id)


def shown(one: Person) -> str:
    """The name that the firm may see, and whether the person is only invited."""
    return gettext("%(name)s (invited)", name=one.name) if one.invitation else one.name


def invited_to(firm: Firm, offering: Offering) -> list[tuple[str, Enrolment]]:
    """Who is asked for in an offering and has not answered the firm, by the name the firm typed."""
    found = open_invitations(firm)
    asked = asked_for(found)
    return [
        (invitation.name, one)
        for invitation in found
        for one in asked.get(invitation.id, ())
        if one.offering_id == offering.id
    ]
