"""What can be said about somebody's presence, and the sign it has on paper. Pure."""

from __future__ import annotations

from lms.core.status import Choice
from lms.core.text import N_


class Mark(Choice):
    """What an event says and what a record comes to."""

    present = "present", N_("Present")
    late = "late", N_("Late")
    left_early = "left_early", N_("Left early")
    absent = "absent", N_("Absent")
    excused = "excused", N_("Excused")
    unconfirmed = "unconfirmed", N_("Not confirmed")

    @property
    def sign(self) -> str:
        """The sign on the sheet; it can be told from the others without colour."""
        return SIGNS[self]


SIGNS = {
    Mark.present: "○",
    Mark.late: "△",
    Mark.left_early: "◎",
    Mark.absent: "×",
    Mark.excused: "□",
    Mark.unconfirmed: "?",
}

TIMED = frozenset({Mark.late, Mark.left_early})
"""Marks that say when somebody came or went."""

CHOICES = (Mark.present, Mark.late, Mark.left_early, Mark.absent, Mark.excused)
"""Marks that a roll call offers, in this order."""
