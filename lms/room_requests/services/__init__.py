"""The verbs of requests for rooms, and the only writers of their tables."""

from lms.room_requests.services.asking import PRIVACY, RULES, ask, check_times, preview
from lms.room_requests.services.deciding import (
    approve,
    ask_for_more,
    put_right,
    refuse,
    take_up,
    withdraw_approval,
)
from lms.room_requests.services.limiting import check_limits
from lms.room_requests.services.losing import cancelled_elsewhere, pushed_out
from lms.room_requests.services.own import (
    answer,
    cancel,
    cancel_time,
    check_cancel,
    check_cancel_time,
    check_in,
)
from lms.room_requests.services.settling import settle
from lms.room_requests.services.wanted import Wanted

__all__ = [
    "PRIVACY",
    "RULES",
    "Wanted",
    "answer",
    "approve",
    "ask",
    "ask_for_more",
    "cancel",
    "cancel_time",
    "cancelled_elsewhere",
    "check_cancel",
    "check_cancel_time",
    "check_in",
    "check_limits",
    "check_times",
    "preview",
    "pushed_out",
    "put_right",
    "refuse",
    "settle",
    "take_up",
    "withdraw_approval",
]
