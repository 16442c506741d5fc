"""Reading the register, and what is put together from it."""

from __future__ import annotations

from lms.certificates.queries.entries import (
    LIVE,
    due_by_offering,
    find_by_file,
    find_by_number,
    find_queued,
    get_certificate,
    of_enrolments,
    of_user,
    of_year,
    queued,
    register,
    to_issue,
    versions_of,
    years,
)
from lms.certificates.queries.orders import (
    batches_of,
    find_order_to_make,
    get_batch,
    get_order,
    of_batch,
    orders_for,
    papers_of,
    waiting_orders,
)

__all__ = [
    "LIVE",
    "batches_of",
    "due_by_offering",
    "find_by_file",
    "find_by_number",
    "find_order_to_make",
    "find_queued",
    "get_batch",
    "get_certificate",
    "get_order",
    "of_batch",
    "of_enrolments",
    "of_user",
    "of_year",
    "orders_for",
    "papers_of",
    "queued",
    "register",
    "to_issue",
    "versions_of",
    "waiting_orders",
    "years",
]
