"""The desk's list of certificates that have lost their ground."""

from __future__ import annotations

from flask import render_template

from lms.certificates import policy, queries
from lms.certificates.forms import RevokeForm
from lms.certificates.models import Certificate, EndKind
from lms.certificates.views.blueprint import doors
from lms.certificates.views.seen import saw
from lms.completion.criteria import Outcome
from lms.completion.models import Judgement
from lms.completion.wording import in_words
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/certificates/unfounded")
def unfounded() -> str:
    """Each with why, and the way to revoke it."""
    person = permit(policy.can_keep_register)
    found = queries.unfounded()
    saw(person.id, "certificates.unfounded", [certificate for certificate, _ in found])
    rows = [(certificate, judgement, why(judgement)) for certificate, judgement in found]
    return render_template("certificates/unfounded.html", rows=rows)


def why(judgement: Judgement) -> str:
    """What the verdict rests on: what the person who decided wrote, or the sum."""
    return judgement.decided_because or in_words(Outcome.from_json(judgement.evidence["sum"]))


def fill_in_why(form: RevokeForm, certificate: Certificate) -> str:
    """Fill a fresh form for revoking with the lost ground, if it is lost.

    Returns:
        What was lost, in words; "" while the certificate stands.
    """
    judgement = queries.find_lost_ground(certificate)
    if judgement is None:
        return ""
    form.kind.data = EndKind.not_completed.value
    form.reason.data = gettext("No longer completed: %(why)s", why=why(judgement))
    return why(judgement)
