"""Tables of the area, and the events that are announced."""

from lms.attendance.models.asking import (
    Correction,
    CorrectionStatus,
    Excuse,
    ExcuseKindRow,
    ExcuseStatus,
)
from lms.attendance.models.events import (
    AttendanceCorrected,
    ExcuseDecided,
    RollCallLocked,
    RollCallOverdue,
)
from lms.attendance.models.notes import Refusal, RefusedScan, TypedSheet
from lms.attendance.models.sheets import (
    SCANS,
    AttendanceEvent,
    AttendanceRecord,
    RollCall,
    Source,
    block_of,
)

__all__ = [
    "SCANS",
    "AttendanceCorrected",
    "AttendanceEvent",
    "AttendanceRecord",
    "Correction",
    "CorrectionStatus",
    "Excuse",
    "ExcuseDecided",
    "ExcuseKindRow",
    "ExcuseStatus",
    "Refusal",
    "RefusedScan",
    "RollCall",
    "RollCallLocked",
    "RollCallOverdue",
    "Source",
    "TypedSheet",
    "block_of",
]
