"""Obstacles in words: which rule it is, and what would help."""

from __future__ import annotations

from lms.core.text import N_, day, gettext, moment
from lms.enrolment.rules import Bar, Obstacle

ACTIONS = {
    "enrolment.enrolled": (N_("Got a seat"), "success"),
    "enrolment.waiting": (N_("Put on the waiting list"), "warning"),
    "enrolment.applied": (N_("Applied"), "info"),
    "enrolment.approve": (N_("Approved"), "success"),
    "enrolment.refuse": (N_("Not accepted"), "danger"),
    "enrolment.cancel": (N_("Cancelled"), "danger"),
    "enrolment.move_up": (N_("Moved up from the waiting list"), "success"),
    "enrolment.offer": (N_("Offered a seat"), "info"),
    "enrolment.accept": (N_("Accepted the seat"), "success"),
    "enrolment.decline": (N_("Declined the seat"), "danger"),
    "enrolment.lapse": (N_("Did not answer in time"), "danger"),
    "enrolment.transfer": (N_("Moved to another run"), "info"),
    "enrolment.substitute": (N_("Replaced by a colleague"), "info"),
    "enrolment.bar": (N_("Barred after a no-show"), "warning"),
    "enrolment.lift_bar": (N_("Bar after a no-show lifted"), "info"),
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
        case Bar.audience:
            return gettext(
                "This offering is for: %(groups)s. You belong to: %(group)s.",
                groups=_list([group.label for group in facts["groups"]]),
                group=facts["group"].label,
            )
        case Bar.no_show:
            return gettext(
                "You had a seat in a course and did not come, so you can enrol again after %(day)s.",
                day=day(facts["until"]),
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
        case Bar.audience:
            return gettext(
                "Choose an offering that is open to your group. "
                "If your firm's region or level is wrong here, please tell the academy."
            )
        case Bar.no_show:
            return gettext("If something stopped you from coming, please call the academy.")


def sentence(obstacle: Obstacle) -> str:
    """Reason and way out together."""
    return f"{reason(obstacle)} {way_out(obstacle)}"


def _list(names: list[str]) -> str:
    return ", ".join(names)


def behind() -> str:
    """Told of somebody who stands behind the others in line."""
    return gettext("Took this course within a year, so stands behind the others in line.")
