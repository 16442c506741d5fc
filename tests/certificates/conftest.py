"""An offering that is over and judged: who completed, and who did not."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

import pytest

from lms.accounts.models import User
from lms.attendance.records import Day
from lms.catalogue.models import Offering
from lms.catalogue.rule import ACADEMY_RULE
from lms.certificates import services
from lms.certificates.models import Certificate
from lms.completion.criteria import judge
from lms.completion.models import Judgement, Verdict
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment
from lms.jobs.queue import run_waiting
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


@dataclass
class Judged:
    """What a test needs to issue and to look at."""

    app: Gate
    acting: Acting
    operator: User
    offering: Offering
    completed: Sequence[Enrolment]
    failed: Enrolment

    def issue(self, enrolment_ids: Sequence[int] | None = None) -> list[int]:
        """Issue for the offering; ids of the new certificates."""
        with self.acting():
            offering = db.session.get_one(Offering, self.offering.id)
            issued = services.issue_for(
                actor=self.operator, offering=offering, enrolment_ids=enrolment_ids
            )
            return [one.id for one in issued]

    def print(self) -> None:
        """Do what the worker does."""
        run_waiting(self.app)

    def get(self, certificate_id: int) -> Certificate:
        """The row as it is now."""
        with self.acting():
            return db.session.get_one(Certificate, certificate_id, populate_existing=True)


@pytest.fixture
def judged(app: Gate, make: Make, acting: Acting) -> Judged:
    """Three who completed, in disorder of names, and one who did not."""
    offering = make.offering(starts_on=date(2026, 11, 18))
    firm = make.firm()
    completed = [
        make.enrolment(offering, make.user(name), firm_id=firm.id)
        for name in ("홍길동", "가나다", "남궁민수")
    ]
    failed = make.enrolment(offering, make.user("하위권"))
    with acting():
        for one in completed:
            db.session.add(judgement(one, Verdict.completed))
        db.session.add(judgement(failed, Verdict.not_completed))
    return Judged(app, acting, make.operator(), offering, completed, failed)


def judgement(enrolment: Enrolment, verdict: Verdict) -> Judgement:
    """A verdict with the sum of one day of eight hours."""
    minutes = 480 if verdict is Verdict.completed else 0
    day = Day(clock.today(), 480, minutes, absent=not minutes, incidents=0)
    return Judgement(
        enrolment_id=enrolment.id,
        verdict=verdict,
        evidence={"sum": judge(ACADEMY_RULE, [day]).to_json(), "sessions": []},
        judged_at=clock.now(),
    )
