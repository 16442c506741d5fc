"""Forms about belonging to a firm: where one works in it, leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField

from lms.core.forms import Form, line
from lms.core.text import gettext, lazy_gettext
from lms.firms.models import Membership, Workplace


def _id_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class ColleagueForm(Form):
    """Where in the firm somebody works."""

    department = line(lazy_gettext("Department"), longest=50, required=False)
    position = line(lazy_gettext("Position"), longest=50, required=False)
    workplace = SelectField(
        lazy_gettext("Workplace"),
        coerce=_id_or_none,
        description=lazy_gettext(
            "Its region decides which seats the person can have. What was applied for before stays."
        ),
    )

    def __init__(self, places: Sequence[Workplace], member: Membership) -> None:
        super().__init__(
            data={
                "department": member.department,
                "position": member.position,
                "workplace": member.workplace_id,
            }
        )
        head_office = f"{gettext('Head office')} ({member.firm.region.full_name})"
        named = [(place.id, f"{place.name} ({place.region.full_name})") for place in places]
        self.workplace.choices = [("", head_office), *named]


class EndForm(Form):
    """Why somebody no longer belongs to the firm; the person reads it."""

    reason = line(
        lazy_gettext("Reason"),
        longest=200,
        description=lazy_gettext("The person reads it in the e-mail. For example: has left."),
    )


class LeaveForm(Form):
    """Leaving; nobody has to say why."""

    reason = line(lazy_gettext("Reason (optional)"), longest=200, required=False)
