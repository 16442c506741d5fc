"""The register's verbs: issue, make the paper, revoke, reissue."""

from __future__ import annotations

from lms.certificates.services.ending import next_facts, reissue, revoke
from lms.certificates.services.issuing import JOB, issue_for
from lms.certificates.services.orders import (
    ORDER_JOB,
    order,
    settle_order,
    settle_order_problem,
)
from lms.certificates.services.papers import settle_made, settle_problem, try_again

__all__ = [
    "JOB",
    "ORDER_JOB",
    "issue_for",
    "next_facts",
    "order",
    "reissue",
    "revoke",
    "settle_made",
    "settle_order",
    "settle_order_problem",
    "settle_problem",
    "try_again",
]
