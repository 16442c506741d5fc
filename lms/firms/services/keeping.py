"""How long papers of registrations are kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.firms.models import RegistrationStatus, RegistrationStep
from lms.firms.queries import registrations_to_tidy
from lms.firms.services.papers import forget_paper

KEPT = timedelta(days=90)
"""So long after the decision certificates stay, and what was typed in vain."""


def tidy_registrations() -> None:
    """Remove certificates, and registrations that came to nothing, 90 days after the decision.

    What was approved stays without its certificate: it tells how the firm came here.
    """
    for registration in registrations_to_tidy(clock.now() - KEPT):
        key = registration.certificate_key
        audit.record(None, "registration.tidy", registration)
        registration.certificate_key = registration.certificate_name = ""
        if registration.status is not RegistrationStatus.approved:
            steps = RegistrationStep.registration_id == registration.id
            db.session.execute(delete(RegistrationStep).where(steps))
            db.session.flush()
            db.session.expire(registration, ["steps"])
            db.session.delete(registration)
        forget_paper(key)
