"""The verbs of completion: judging by the rule, and what people add to a verdict."""

from lms.completion.services.judging import (
    after_call_off,
    after_correction,
    after_lock,
    judge,
    judge_if_complete,
    judge_one,
    keep_what_is_judged,
)
from lms.completion.services.reviewing import judge_now, lift_override, note_result, override

__all__ = [
    "after_call_off",
    "after_correction",
    "after_lock",
    "judge",
    "judge_if_complete",
    "judge_now",
    "judge_one",
    "keep_what_is_judged",
    "lift_override",
    "note_result",
    "override",
]
