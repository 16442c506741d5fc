"""Jobs of the area: deliver one message.

Three steps with a commit between them, because nobody may hold the database while a mail server
thinks (on SQLite the whole site would wait): claim the row, talk to the server, note the outcome.
A worker killed in between leaves a claim that runs out; the sweeper hands the message over again.
If it was killed after the server had taken the mail and before that was noted, the mail goes out a
second time, with the same Message-ID. No message is ever lost.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from lms.core.db import commit
from lms.jobs.registry import job, sweep
from lms.notifications import queries, services
from lms.notifications.sending import send

log = structlog.get_logger()


@job(services.JOB, priority=10)
def deliver(message_id: int) -> None:
    """Send one message, unless it is sent, not due, or in other hands."""
    message = services.claim(message_id)
    commit()
    if message is None:
        return
    fate = send(message)
    if fate.problem:
        log.warning("mail.failed", message=message_id, tries=message.tries, problem=fate.problem)
        services.settle_problem(message_id, fate.problem, final=fate.final)
    else:
        services.settle_sent(message_id)


@sweep(services.JOB)
def waiting(due: datetime) -> list[int]:
    """Messages that were due before a moment and are still queued."""
    return queries.overdue(due)
