"""What an operator says about an offering, and what in it would contradict itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.catalogue.models import CheckIn, Selection
from lms.core import clock
from lms.core.errors import Refused
from lms.core.text import gettext


@dataclass(frozen=True)
class OfferingValues:
    """An offering's dates and settings. Days are days in Seoul; moments are aware UTC.

    Attributes:
        minimum: people below which it may be called off.
    """

    starts_on: date
    ends_on: date
    enrol_from: datetime
    enrol_until: datetime
    cancel_until: datetime
    minimum: int = 0
    selection: Selection = Selection.first_come
    note: str = ""
    check_in: CheckIn = CheckIn.both

    def check(self) -> None:
        """Do the dates agree?

        Raises:
            Refused: no; says which of them do not.
        """
        if self.ends_on < self.starts_on:
            raise Refused("dates", gettext("The last day must not come before the first day."))
        if self.enrol_until <= self.enrol_from:
            raise Refused("window", gettext("Enrolment must close after it opens."))
        end = clock.day_bounds(self.ends_on)[1]
        if self.enrol_until > end:
            raise Refused("window", gettext("Enrolment must close before the offering is over."))
        if self.cancel_until > end:
            sentence = gettext("The last moment to cancel must come before the offering is over.")
            raise Refused("cancel-until", sentence)
