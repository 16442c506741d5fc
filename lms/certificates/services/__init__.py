"""The register's verbs: issue, make the paper, revoke, reissue, and in the end destroy."""

from __future__ import annotations

from lms.certificates.services.asking import ask_reissue, refuse_reissue
from lms.certificates.services.confirming import confirm_attendance, confirm_teaching
from lms.certificates.services.downloads import note_download
from lms.certificates.services.ending import next_facts, reissue, revoke
from lms.certificates.services.erasing import (
    FILE_JOB,
    ORDER_FILE_JOB,
    drop_orders,
    erase_due,
    settle_dropped,
    settle_gone,
)
from lms.certificates.services.issuing import JOB, issue_for
from lms.certificates.services.orders import (
    ORDER_JOB,
    order,
    settle_order,
    settle_order_problem,
)
from lms.certificates.services.papers import settle_made, settle_problem, try_again
from lms.certificates.services.sharing import end_share, share, token_hash

__all__ = [
    "FILE_JOB",
    "JOB",
    "ORDER_FILE_JOB",
    "ORDER_JOB",
    "ask_reissue",
    "confirm_attendance",
    "confirm_teaching",
    "drop_orders",
    "end_share",
    "erase_due",
    "issue_for",
    "next_facts",
    "note_download",
    "order",
    "refuse_reissue",
    "reissue",
    "revoke",
    "settle_dropped",
    "settle_gone",
    "settle_made",
    "settle_order",
    "settle_order_problem",
    "settle_problem",
    "share",
    "token_hash",
    "try_again",
]
