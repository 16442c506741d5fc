"""Who did what: every write, and every look at personal data."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from lms.accounts.policy import can_operate
from lms.accounts.queries import find_by_email, names_of
from lms.audit import queries, wording
from lms.audit.words import AREAS
from lms.core.asked import asked_day, asked_page, asked_text
from lms.core.guard import permit
from lms.core.text import gettext
from lms.site.views.blueprint import doors

PLACES = {
    "enrolments": "/desk/enrolments/{id}",
    "users": "/desk/people/{id}",
    "firms": "/desk/firms/{id}",
    "messages": "/desk/messages/{id}",
    "notices": "/desk/notices/{id}",
    "certificates": "/desk/certificates/{id}",
}
"""Where a row that was written to can be looked at."""


@doors.get("/desk/history")
def desk_history() -> str:
    """Writes, the newest first; by area, by who did it, by day."""
    permit(can_operate)
    chosen = _filters()
    page = queries.entries(page=asked_page(), **chosen)
    return _page("site/history.html", page, places=PLACES, wording=wording, areas=_areas())


@doors.get("/desk/history/access")
def desk_access() -> str:
    """Looks at personal data, the newest first (안전성 확보조치 기준 제8조)."""
    permit(can_operate)
    chosen = _filters()
    page = queries.accesses(page=asked_page(), **chosen)
    return _page("site/access.html", page)


def _page(template: str, page: Any, **more: Any) -> str:
    return render_template(
        template,
        page=page,
        names=names_of(entry.actor_id for entry in page.items),
        q=asked_text(longest=254),
        on=str(asked_day("on") or ""),
        area=asked_text("area", 40),
        breadcrumbs=[(gettext("Operations"), url_for("site.desk")), (gettext("History"), None)],
        **more,
    )


def _filters() -> dict[str, Any]:
    """What the address asks for; a person nobody knows finds nothing."""
    email = asked_text(longest=254)
    person = find_by_email(email) if email else None
    return {
        "area": asked_text("area", 40),
        "actor_id": person.id if person else 0 if email else None,
        "on": asked_day("on"),
    }


def _areas() -> list[tuple[str, str]]:
    return [(area, gettext(label)) for area, label in AREAS]
