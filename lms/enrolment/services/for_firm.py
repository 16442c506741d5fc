"""What speaks against a firm's candidates, told to the firm.

Of its own people the firm hears which rule it is, but not which course somebody takes privately. Of
somebody who is only invited it hears nothing but that a list can't do it, and what it has asked for
itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lms.catalogue.models import Offering
from lms.core.text import day, gettext
from lms.enrolment import rules, wording
from lms.enrolment.queries.candidates import Candidate
from lms.enrolment.rules import Bar, Obstacle
from lms.enrolment.services.applying import request_of

OF_THE_OFFERING = frozenset(
    {Bar.not_published, Bar.not_open_yet, Bar.closed, Bar.begun, Bar.called_off}
)
"""What is the same for everybody, but for those whose deadline was put off."""


def obstacles_for(
    candidate: Candidate, offering: Offering, completed: Collection[int]
) -> list[Obstacle]:
    """What stands in the way of one candidate. Of somebody who is no member it is not looked at what
    was completed: only what the firm may know can help."""
    known = completed if candidate.is_member else ()
    return rules.obstacles(request_of(offering, candidate.facts, known))


def sentences_for(is_member: bool, asked: bool, found: Sequence[Obstacle]) -> list[str]:
    """The same in words for the firm.

    Args:
        asked: the firm itself has asked for the person in this offering already.
    """
    told = [
        _of_colleague(one) if is_member or (asked and one.bar is Bar.already) else _of_anybody(one)
        for one in found
    ]
    return list(dict.fromkeys(told))


def _of_colleague(obstacle: Obstacle) -> str:
    facts = obstacle.facts
    match obstacle.bar:
        case Bar.already:
            return gettext("Is in this offering already: %(state)s.", state=facts["status"].label)
        case Bar.clash:
            return gettext("Has another class at the same time.")
        case Bar.no_show:
            return gettext(
                "Did not come to a class and can enrol again after %(day)s.",
                day=day(facts["until"]),
            )
        case Bar.prerequisite:
            return gettext("Must complete %(courses)s first.", courses=", ".join(facts["courses"]))
        case Bar.audience:
            return _audience(obstacle)
        case _:
            return wording.sentence(obstacle)


def _of_anybody(obstacle: Obstacle) -> str:
    match obstacle.bar:
        case Bar.prerequisite:
            return gettext(
                "This course asks for %(courses)s to be completed first. Please invite the person;"
                " after joining, what was completed counts.",
                courses=", ".join(obstacle.facts["courses"]),
            )
        case Bar.audience:
            return _audience(obstacle)
        case bar if bar in OF_THE_OFFERING:
            return wording.sentence(obstacle)
        case _:
            return gettext(
                "A seat can't be asked for here by a list. Please let the person enrol, or call the"
                " academy."
            )


def _audience(obstacle: Obstacle) -> str:
    return gettext(
        "This offering is for: %(groups)s. This person's group is: %(group)s.",
        groups=", ".join(group.label for group in obstacle.facts["groups"]),
        group=obstacle.facts["group"].label,
    )
