"""What the desk's doors share: loading behind the guard, the way back, breadcrumbs."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.guard import permit
from lms.core.text import gettext, span
from lms.enrolment import policy, queries
from lms.enrolment.models import Enrolment

Crumb = tuple[str, str | None]


def load_offering(code: str) -> tuple[User, Offering]:
    person: User = permit(policy.can_run_desk)
    return person, queries.get_offering_to_enrol(code, drafts=True)


def load_enrolment(enrolment_id: int) -> tuple[User, Enrolment]:
    person: User = permit(policy.can_run_desk)
    return person, queries.get_enrolment(enrolment_id)


def list_url(offering: Offering) -> str:
    return url_for("enrolment.desk_offering_enrolments", code=offering.code)


def back(enrolment: Enrolment) -> ResponseReturnValue:
    return redirect(list_url(enrolment.offering), 303)


def desk_crumbs(*last: Crumb) -> list[Crumb]:
    return [(gettext("Operations"), url_for("site.desk")), *last]


def offering_crumbs(offering: Offering, *last: Crumb) -> list[Crumb]:
    return desk_crumbs(
        (gettext("Offerings"), url_for("catalogue.desk_offerings")),
        (offering.code, url_for("catalogue.desk_offering", code=offering.code)),
        *last,
    )


def enrolment_crumbs(enrolment: Enrolment, *last: Crumb) -> list[Crumb]:
    offering = enrolment.offering
    return offering_crumbs(offering, (gettext("Enrolments"), list_url(offering)), *last)


def places(everybody: Sequence[Enrolment]) -> dict[int, int]:
    """Places in line, from a list that is in the order of the line."""
    waiting = [one for one in everybody if one.waits]
    return {one.id: place for place, one in enumerate(waiting, start=1)}


def run_choices(offering: Offering) -> list[tuple[str, str]]:
    """Other runs of the course that one can move to, in words, for a form."""
    runs = queries.other_runs(offering, most=20)
    counts = queries.seat_counts([one.id for one in runs])
    return [(one.code, _run_label(one, counts[one.id].free)) for one in runs]


def _run_label(offering: Offering, free: int) -> str:
    dates = span(offering.starts_on, offering.ends_on)
    return gettext(
        "Run %(run)s: %(dates)s, %(free)s seats free", run=offering.run, dates=dates, free=free
    )
