"""Jobs of the area: making papers, and destroying them when their time is over.

Three steps with a commit between them, because nobody may hold the database while a page is laid
out (on SQLite the whole site would wait): read the facts, make and keep the file, note the outcome.
A worker killed in between leaves a queued row; the sweeper hands it over again. When two workers are
at one paper, the first to come back settles it and the other's file is destroyed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from lms.certificates import queries, services
from lms.certificates.keys import keys_of
from lms.certificates.ordered import ordered_entries, ordered_page, put_in_order
from lms.certificates.press import printed, signed, warm_up
from lms.core.db import commit
from lms.core.settings import settings
from lms.core.storage import storage
from lms.jobs.registry import job, preparation, routine, sweep

log = structlog.get_logger()

preparation("certificates.warm_up")(warm_up)


@job(services.JOB)
def produce(certificate_id: int) -> None:
    """Make the paper of one certificate, unless it is made."""
    waiting = queries.find_queued(certificate_id)
    commit()
    if waiting is None:
        return
    series, facts = waiting
    try:
        keys = keys_of(settings().signing)
        content = printed(facts, series.value, keys.seal)
        if keys.signing is not None:
            content = signed(content, keys.signing, keys.timestamp_url)
        key = storage().put(content)
    except Exception as error:  # whatever it is, the row says so and waits
        log.exception("certificates.not_made", certificate=certificate_id)
        services.settle_problem(certificate_id, str(error) or type(error).__name__)
    else:
        key_id = keys.signing.id if keys.signing else None
        made = services.settle_made(certificate_id, key=key, size=len(content), key_id=key_id)
        _drop_unless(made, key)


@job(services.ORDER_JOB)
def put_together(order_id: int) -> None:
    """Make what was ordered, once the papers that belong in it are made."""
    order = queries.find_order_to_make(order_id)
    entries = ordered_entries(order) if order else []
    page = ordered_page(order) if order else ""
    commit()
    if order is None:
        return
    try:
        content = put_in_order(order, entries, page)
        key = storage().put(content)
    except Exception as error:
        log.exception("certificates.order_not_made", order=order_id)
        services.settle_order_problem(order_id, str(error) or type(error).__name__)
    else:
        size, papers = len(content), len(entries)
        _drop_unless(services.settle_order(order_id, key=key, size=size, papers=papers), key)


def _drop_unless(settled: bool, key: str) -> None:
    """Destroy a file that came second, unless it is the same as the first."""
    if not settled and not queries.is_in_use(key):
        storage().remove(key)


@sweep(services.ORDER_JOB)
def orders_before(due: datetime) -> list[int]:
    """Orders that wait; after each failure twice as long."""
    return [
        one.id
        for one in queries.waiting_orders(due)
        if one.created_at + _patience(one.tries) <= due
    ]


@sweep(services.JOB)
def queued_before(due: datetime) -> list[int]:
    """Papers that wait; after each failure twice as long, counted from the issue."""
    return [one.id for one in queries.queued() if one.created_at + _patience(one.tries) <= due]


@routine("certificates.erase_due")
def erase_due() -> None:
    """Each minute: papers and orders that are no longer kept."""
    services.erase_due()
    services.drop_orders()


@job(services.FILE_JOB)
def remove_file(destruction_id: int) -> None:
    """Destroy the file of a paper whose person is forgotten."""
    key = queries.find_file_to_remove(destruction_id)
    commit()
    if key is not None:
        storage().remove(key)
        services.settle_gone(destruction_id)


@sweep(services.FILE_JOB)
def files_before(due: datetime) -> list[int]:
    """Files that are still to go."""
    return list(queries.files_to_remove(due))


@job(services.ORDER_FILE_JOB)
def remove_order_file(order_id: int) -> None:
    """Destroy the file of a dropped order, unless a newer one has the same."""
    key = queries.find_order_file_to_remove(order_id)
    commit()
    if key is not None:
        storage().remove(key)
    services.settle_dropped(order_id)


@sweep(services.ORDER_FILE_JOB)
def order_files_before(due: datetime) -> list[int]:
    """Files of dropped orders that are still to go."""
    return list(queries.order_files_to_remove(due))


def _patience(tries: int) -> timedelta:
    return timedelta(minutes=2**tries if tries else 0)
