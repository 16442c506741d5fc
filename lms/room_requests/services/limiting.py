"""Holding requests to the limits of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.accounts.models import User
from lms.classrooms.preview import Placement
from lms.core import clock
from lms.core.errors import Refused
from lms.core.settings import settings
from lms.room_requests.limits import Limits, Overrun, Use, overruns
from lms.room_requests.queries import uses_of_firm, uses_of_person
from lms.room_requests.queries.counting import use
from lms.room_requests.services.wanted import Wanted
from lms.room_requests.wording import overrun_in_words


def check_limits(actor: User, wanted: Wanted) -> None:
    """Is there enough left of the month for the person, and for the firm it is for?

    Raises:
        Refused: no, with the limit and what is left of it.
    """
    found = [overrun_in_words(one, of_firm=False) for one in _over_person(actor, wanted)]
    if wanted.details.firm_id is not None:
        over = _over_firm(wanted.details.firm_id, wanted)
        found += [overrun_in_words(one, of_firm=True) for one in over]
    if found:
        raise Refused("limit", found[0])


def _over_person(actor: User, wanted: Wanted) -> list[Overrun]:
    limits = settings().room_limits
    used = uses_of_person(actor.id, *_months(wanted.times))
    return overruns(Limits(limits.person_times, limits.person_hours), used, _uses(wanted))


def _over_firm(firm_id: int, wanted: Wanted) -> list[Overrun]:
    limits = settings().room_limits
    used = uses_of_firm(firm_id, *_months(wanted.times))
    return overruns(Limits(limits.firm_times, limits.firm_hours), used, _uses(wanted))


def _uses(wanted: Wanted) -> list[Use]:
    return [use(one.starts_at, one.ends_at) for one in wanted.times]


def _months(times: Sequence[Placement]) -> tuple[datetime, datetime]:
    """From the first moment of the first month to the last moment of the last."""
    first = clock.to_seoul(min(one.starts_at for one in times)).date().replace(day=1)
    last = clock.to_seoul(max(one.starts_at for one in times)).date().replace(day=1)
    following = (last + timedelta(days=32)).replace(day=1)
    return clock.day_bounds(first)[0], clock.day_bounds(following)[0]
