"""The desk: one decision about several people of an offering."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from lms.catalogue.models import Offering
from lms.completion.queries import completed_course_ids
from lms.core.errors import Refused
from lms.core.text import gettext, span
from lms.enrolment import queries, services
from lms.enrolment.forms import BulkForm
from lms.enrolment.models import Enrolment
from lms.enrolment.services import Verb
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import list_url, load_offering


def bulk_form(offering: Offering, everybody: Sequence[Enrolment]) -> BulkForm:
    """The form below the list, with its choices."""
    form = BulkForm()
    form.chosen.choices = [(one.id, one.user.name) for one in everybody]
    form.verb.choices = Verb.options()
    runs = queries.other_runs(offering, most=20)
    labels = [(one.code, f"{one.run_label} {span(one.starts_on, one.ends_on)}") for one in runs]
    form.target.choices = [("", gettext("–")), *labels]
    return form


@doors.post("/desk/offerings/<code>/enrolments/bulk")
def bulk(code: str) -> ResponseReturnValue:
    """Approve, refuse, move, write to or cancel those who are ticked; all of them or nobody."""
    person, offering = load_offering(code)
    everybody = queries.of_offering(offering)
    form = bulk_form(offering, everybody)
    if not form.validate_on_submit():
        raise Refused("form", gettext("Please tick people and choose what to do with them."))
    chosen = [one for one in everybody if one.id in set(form.chosen.data or ())]
    verb = Verb(form.verb.data)
    services.decide(
        actor=person,
        offering=offering,
        enrolments=chosen,
        verb=verb,
        text=form.text.data or "",
        target=queries.get_offering_to_enrol(form.target.data) if form.target.data else None,
        completed=_completed(chosen) if verb is Verb.move else None,
    )
    flash(gettext("Done for %(count)s people.", count=len(chosen)), "success")
    return redirect(list_url(offering), 303)


def _completed(chosen: Sequence[Enrolment]) -> dict[int, frozenset[int]]:
    return {one.user_id: completed_course_ids(one.user_id) for one in chosen}
