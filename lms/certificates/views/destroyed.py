"""The desk's record of what was destroyed when its keeping time was over (파기 대장)."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template

from lms.certificates import policy, queries
from lms.certificates.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_page
from lms.core.guard import permit
from lms.core.settings import settings

SOON = timedelta(days=30)


@doors.get("/desk/certificates/destroyed")
def destroyed() -> str:
    """What was destroyed, when and why; and how much comes next. It names nobody."""
    permit(policy.can_keep_register)
    return render_template(
        "certificates/destroyed.html",
        page=queries.destructions(asked_page()),
        years=settings().certificate_years,
        soon=queries.to_be_erased_by(clock.today() + SOON),
    )
