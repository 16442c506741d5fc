"""The verbs of attendance, and its only writers. Events are added; records follow from them."""

from lms.attendance.services.closing import close_overdue
from lms.attendance.services.corrections import (
    closes_at,
    correct,
    decide_correction,
    is_closed,
)
from lms.attendance.services.excuse_kinds import set_excuse_kind
from lms.attendance.services.excuses import (
    apply_for_excuse,
    decide_excuse,
    excused_on,
    withdraw_excuse,
)
from lms.attendance.services.refusals import forget_old_refusals, note_refusal
from lms.attendance.services.roll_calls import (
    LOCKS_BEFORE,
    OPENS_BEFORE,
    lock,
    locks_at,
    mark,
    open_roll_call,
    opens_at,
    stay_with_the_marks,
)
from lms.attendance.services.scanning import Device, Scanned, check_in, code_of, key
from lms.attendance.services.typed_sheets import (
    drop_sheet,
    enter_sheet,
    forget_old_sheets,
    lines_of,
    upload_sheet,
)

__all__ = [
    "LOCKS_BEFORE",
    "OPENS_BEFORE",
    "Device",
    "Scanned",
    "apply_for_excuse",
    "check_in",
    "close_overdue",
    "closes_at",
    "code_of",
    "correct",
    "decide_correction",
    "decide_excuse",
    "drop_sheet",
    "enter_sheet",
    "excused_on",
    "forget_old_refusals",
    "forget_old_sheets",
    "is_closed",
    "key",
    "lines_of",
    "lock",
    "locks_at",
    "mark",
    "note_refusal",
    "open_roll_call",
    "opens_at",
    "set_excuse_kind",
    "stay_with_the_marks",
    "upload_sheet",
    "withdraw_excuse",
]
