"""What can be said about somebody's presence, and the sign it has on paper. Pure."""

from __future__ import annotations

from lms.core.status import Choice
from lms.core.text import N_


class Mark(Choice):
    """What a person says with one word, and what a record comes to."""

    present = "present", N_("Present")
    late = "late", N_("Late")
    left_early = "left_early", N_("Left early")
    away = "away", N_("Away for a while")
    absent = "absent", N_("Absent")
    excused = "excused", N_("Excused")
    unconfirmed = "unconfirmed", N_("Not confirmed")

    @property
    def sign(self) -> str:
        """The sign on the sheet; it can be told from the others without colour."""
        return SIGNS[self]


class EventKind(Choice):
    """What an event is: something that happened at a moment, or a word about the whole session."""

    came = "in", N_("Came in")
    went = "out", N_("Left")
    away = "away", N_("Went out for a while")
    back = "back", N_("Came back")
    mark = "mark", N_("Marked")
    correction = "correction", N_("Corrected")


SIGNS = {
    Mark.present: "○",
    Mark.late: "△",
    Mark.left_early: "◎",
    Mark.away: "◇",
    Mark.absent: "×",
    Mark.excused: "□",
    Mark.unconfirmed: "?",
}

TIMED = frozenset({Mark.late, Mark.left_early, Mark.away})
"""Marks that say when somebody came, went, or was away."""

CHOICES = (Mark.present, Mark.late, Mark.left_early, Mark.away, Mark.absent, Mark.excused)
"""Marks that a roll call offers, in this order."""
