"""The desk's list of requests for a reissue. Granting one is reissuing; here one can be refused."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.audit import services as audit
from lms.certificates import policy, queries, services
from lms.certificates.forms import RefuseReissueForm
from lms.certificates.models import ReissueRequest
from lms.certificates.views.blueprint import doors
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/certificates/requests")
def requests() -> str:
    """What waits for an answer."""
    person = permit(policy.can_keep_register)
    waiting = queries.open_requests()
    audit.saw(person.id, "certificates.requests", [one.asked_by for one in waiting])
    return render_template("certificates/requests.html", requests=waiting)


@doors.get("/desk/certificates/requests/<int:reissue_id>")
def refuse_page(reissue_id: int) -> str:
    """Tell the holder why the paper stays as it is."""
    permit(policy.can_keep_register)
    return _page(queries.get_request(reissue_id), RefuseReissueForm())


@doors.post("/desk/certificates/requests/<int:reissue_id>")
def refuse(reissue_id: int) -> ResponseReturnValue:
    """Refuse it."""
    person = permit(policy.can_keep_register)
    found, form = queries.get_request(reissue_id), RefuseReissueForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    services.refuse_reissue(actor=person, request=found, answer=form.answer.data or "")
    flash(gettext("The holder is told by e-mail."), "success")
    return redirect(url_for("certificates.requests"), 303)


def _page(found: ReissueRequest, form: RefuseReissueForm) -> str:
    person = permit(policy.can_keep_register)
    audit.saw(person.id, "certificates.requests", [found.asked_by])
    return render_template("certificates/refuse.html", request_=found, form=form)
