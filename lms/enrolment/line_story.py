"""Why each person on the waiting list has not moved, in a sentence for the desk. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lms.catalogue.models import OfferingStatus, Stage
from lms.core.text import gettext
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import PoolCount
from lms.enrolment.rules import line_moves


def stories(
    everybody: Sequence[Enrolment], pools: Sequence[PoolCount], stage: Stage
) -> dict[int, str]:
    """By enrolment id: what each who waits is waiting for.

    Args:
        everybody: enrolments in the order of the line, with their parties.
    """
    waiting = [one for one in everybody if one.waits]
    sizes = Counter(one.party_id for one in waiting if one.party and one.party.together)
    return {one.id: _story(one, pools, stage, sizes[one.party_id]) for one in waiting}


def can_be_moved(stories_told: dict[int, str], pools: Sequence[PoolCount], stage: Stage) -> bool:
    """Is there something for the desk to move by hand?"""
    free = any(one.free for one in pools)
    return bool(stories_told) and free and stage is Stage.closed


def _story(enrolment: Enrolment, pools: Sequence[PoolCount], stage: Stage, party_size: int) -> str:
    free = sum(one.free for one in pools if one.pool in (None, enrolment.group))
    if stage.value not in (OfferingStatus.published, "upcoming", "open", "closed"):
        return gettext("The offering has begun or ended, so nobody moves up any more.")
    if not free:
        told = gettext("No seat is free for this group.")
    elif party_size > free:
        told = gettext(
            "The group of %(size)s wants to come together; %(free)s seats are free.",
            size=party_size,
            free=free,
        )
    elif not line_moves(stage):
        return gettext("Enrolment has closed: the line moves only by hand.")
    else:
        told = gettext("Next to be served.")
    if enrolment.priority:
        told += " " + gettext("Stands behind the others: the same course within a year.")
    return told
