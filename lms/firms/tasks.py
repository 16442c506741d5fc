"""What the worker does for firms."""

from __future__ import annotations

from datetime import datetime

from lms.firms import queries, services
from lms.firms.services.inviting import JOB
from lms.jobs.registry import job, sweep


@job(JOB, priority=5)
def write_invitation(invitation_id: int) -> None:
    """Write the mail about an invitation, unless it is written or no longer open."""
    services.write(invitation_id)


@sweep(JOB)
def invitations_to_write(due: datetime) -> list[int]:
    """Invitations whose first mail or reminder was due before a moment."""
    return queries.mails_due(due)
