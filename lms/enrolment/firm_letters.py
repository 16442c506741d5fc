"""What a firm's training managers are told by e-mail about the firm's seats."""

from __future__ import annotations

from lms.catalogue.models import Offering
from lms.core.db import db
from lms.core.text import N_
from lms.enrolment.events import HoldEnded
from lms.firms.models import MembershipKind
from lms.firms.queries import get_firm, members
from lms.notifications import services as notifications


def hold_ended(event: HoldEnded) -> None:
    """Seats that were not named in time are free again."""
    offering = db.session.get_one(Offering, event.offering_id)
    course = offering.course
    for member in members(get_firm(event.firm_id)):
        if member.kind is not MembershipKind.manager:
            continue
        korean = member.user.locale == "ko" or not course.title_en
        notifications.write(
            to=member.user,
            template="enrolment/hold_ended",
            course=course.title_ko if korean else course.title_en,
            run=offering.run,
            starts_on=offering.starts_on,
            ends_on=offering.ends_on,
            count=event.seats,
            action_url=f"/firm/offerings/{offering.code}",
            action_label=N_("See our seats"),
        )
