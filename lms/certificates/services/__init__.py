"""The register's verbs: issue, make the paper, revoke, reissue."""

from __future__ import annotations

from lms.certificates.services.asking import ask_reissue, refuse_reissue
from lms.certificates.services.confirming import confirm_attendance, confirm_teaching
from lms.certificates.services.downloads import note_download
from lms.certificates.services.ending import next_facts, reissue, revoke
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
    "JOB",
    "ORDER_JOB",
    "ask_reissue",
    "confirm_attendance",
    "confirm_teaching",
    "end_share",
    "issue_for",
    "next_facts",
    "note_download",
    "order",
    "refuse_reissue",
    "reissue",
    "revoke",
    "settle_made",
    "settle_order",
    "settle_order_problem",
    "settle_problem",
    "share",
    "token_hash",
    "try_again",
]
