"""What an offering looks like from outside: status and enrolment window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lms.catalogue.models import Offering, OfferingStatus, Stage

OPENS = datetime(2026, 11, 2, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 9, tzinfo=UTC)
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
WITHIN = datetime(2026, 11, 10, tzinfo=UTC)
AFTER = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "moment", "stage"),
    [
        (OfferingStatus.draft, BEFORE, Stage.preparing),
        (OfferingStatus.draft, WITHIN, Stage.preparing),
        (OfferingStatus.published, BEFORE, Stage.upcoming),
        (OfferingStatus.published, OPENS, Stage.open),
        (OfferingStatus.published, WITHIN, Stage.open),
        (OfferingStatus.published, CLOSES, Stage.closed),
        (OfferingStatus.published, AFTER, Stage.closed),
        (OfferingStatus.running, WITHIN, Stage.running),
        (OfferingStatus.running, AFTER, Stage.running),
        (OfferingStatus.finished, AFTER, Stage.finished),
        (OfferingStatus.cancelled, BEFORE, Stage.cancelled),
        (OfferingStatus.cancelled, WITHIN, Stage.cancelled),
    ],
)
def test_stage(status: OfferingStatus, moment: datetime, stage: Stage) -> None:
    offering = Offering(status=status, enrol_from=OPENS, enrol_until=CLOSES)
    assert offering.stage(moment) is stage
