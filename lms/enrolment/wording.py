"""Obstacles in words: which rule it is, and what would help."""

from __future__ import annotations

from lms.core.text import N_, gettext, moment
from lms.enrolment.rules import Bar, Obstacle

ACTIONS = {
    "enrolment.enrolled": (N_("Got a seat"), "success"),
    "enrolment.waiting": (N_("Put on the waiting list"), "warning"),
    "enrolment.applied": (N_("Applied"), "info"),
    "enrolment.approve": (N_("Approved"), "success"),
    "enrolment.refuse": (N_("Not accepted"), "danger"),
    "enrolment.cancel": (N_("Cancelled"), "danger"),
    "enrolment.move_up": (N_("Moved up from the waiting list"), "success"),
}
"""What the history calls each action, and the tone of its mark."""


def reason(obstacle: Obstacle) -> str:
    """The rule that stands in the way, as a sentence."""
    facts = obstacle.facts
    match obstacle.bar:
        case Bar.already:
            return gettext("You have applied for this offering already.")
        case Bar.not_published:
            return gettext("This offering is still being prepared.")
        case Bar.not_open_yet:
            return gettext("Enrolment opens on %(moment)s.", moment=moment(facts["opens_at"]))
        case Bar.closed:
            return gettext("Enrolment closed on %(moment)s.", moment=moment(facts["closes_at"]))
        case Bar.begun:
            return gettext("This offering has already begun.")
        case Bar.called_off:
            return gettext("This offering has been called off.")
        case Bar.clash:
            return gettext(
                "You have another class at the same time: %(with)s.",
                **{"with": _list(facts["with"])},
            )
        case Bar.prerequisite:
            return gettext(
                "This course asks for %(courses)s to be completed first.",
                courses=_list(facts["courses"]),
            )


def way_out(obstacle: Obstacle) -> str:
    """What the person can do about it."""
    match obstacle.bar:
        case Bar.already:
            return gettext("See your enrolment under My classroom.")
        case Bar.not_published | Bar.not_open_yet:
            return gettext("Please come back then.")
        case Bar.closed | Bar.begun | Bar.called_off:
            return gettext("Please choose another offering of this course, or ask the academy.")
        case Bar.clash:
            return gettext("Cancel the other enrolment first, or choose another offering.")
        case Bar.prerequisite:
            return gettext(
                "Complete that course first. If you know the subject already, ask the academy."
            )


def sentence(obstacle: Obstacle) -> str:
    """Reason and way out together."""
    return f"{reason(obstacle)} {way_out(obstacle)}"


def _list(names: list[str]) -> str:
    return ", ".join(names)
