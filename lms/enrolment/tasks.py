"""What the worker does for enrolment."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from lms.core.db import commit, rollback
from lms.core.errors import Refused
from lms.enrolment import services
from lms.jobs.registry import job, routine, sweep

log = structlog.get_logger()


@routine("enrolment.serve_due")
def serve_due() -> None:
    """Each minute: offers, kept seats and holds whose time is over; then their lines."""
    services.serve_due()


@routine("enrolment.alert_under_minimum")
def alert_under_minimum() -> None:
    """Each minute: offerings that begin soon with too few people are told to the desk, once."""
    services.alert_under_minimum()


@job(services.LIST_JOB)
def enrol_list(list_id: int) -> None:
    """A firm's list: look through it, a commit after each portion, then all or nobody in one step."""
    while services.check_portion(list_id):
        commit()
    commit()
    try:
        services.enrol_list(list_id)
        commit()
    except Refused as refusal:
        rollback()
        services.send_back(list_id, refusal.sentence)
    except Exception:
        rollback()
        log.exception("enrolment.list_not_enrolled", list=list_id)
        services.note_failure(list_id)


@sweep(services.LIST_JOB)
def lists_before(due: datetime) -> list[int]:
    """Lists that wait; after each failure twice as long."""
    found = services.lists_to_enrol(due)
    return [one for one, tries, at in found if at + _patience(tries) <= due]


def _patience(tries: int) -> timedelta:
    return timedelta(minutes=2**tries if tries else 0)


@routine("enrolment.clear_old_lists")
def clear_old_lists() -> None:
    """Each minute: lists that nobody has asked for within a week are forgotten."""
    services.clear_old_lists()
