"""What the worker does for firms."""

from __future__ import annotations

from datetime import datetime

from lms.firms import queries, services
from lms.firms.services.inviting import JOB
from lms.jobs.registry import job, routine, sweep


@job(JOB, priority=5)
def write_invitation(invitation_id: int) -> None:
    """Write the mail about an invitation, unless it is written or no longer open."""
    services.write(invitation_id)


@sweep(JOB)
def invitations_to_write(due: datetime) -> list[int]:
    """Invitations whose first mail or reminder was due before a moment."""
    return queries.mails_due(due)


@routine("firms.lapse_invitations")
def lapse_invitations() -> None:
    """Each minute: invitations whose time to answer is over."""
    services.lapse_due()


@routine("firms.erase_invitations")
def erase_invitations() -> None:
    """Each minute: what firms typed of people whose invitation ended a week ago."""
    services.erase_ended()


@routine("firms.turn_registrations")
def turn_registrations() -> None:
    """Each minute: whoever asked in the moment in which the firm came here asks to join it."""
    services.turn_late_registrations()


@routine("firms.tidy_registrations")
def tidy_registrations() -> None:
    """Each minute: certificates, and registrations that came to nothing, 90 days after."""
    services.tidy_registrations()
