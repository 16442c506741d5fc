"""A class that has just been judged, on a site of its own, with its certificates to be made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask_migrate import upgrade

from lms.app import create_app
from lms.catalogue.models import Course, Offering, SyllabusUnit
from lms.certificates import services
from lms.certificates.keygen import make_keys
from lms.completion.models import Judgement, Verdict
from lms.config import from_environ
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate
from tests.make import Make


def cohort(home: Path, people: int) -> tuple[Gate, list[int]]:
    """The site, with keys, and the ids of the certificates that wait for their papers."""
    settings = from_environ({"LMS_HOME": str(home), "LMS_ENV": "test"})
    make_keys(settings.signing.folder, "Bench Academy", "", datetime.now(UTC))
    app = create_app(settings)
    with app.app_context():
        upgrade()

    @contextmanager
    def acting() -> Iterator[None]:
        with app.app_context(), app.test_request_context():
            yield
            commit()

    make = Make(acting)
    course = make.course(hours=24, days=3)
    offering = make.offering(course, seats=people, starts_on=clock.today() - timedelta(days=4))
    with acting():
        taught = db.session.get_one(Course, course.id)
        taught.units += [
            SyllabusUnit(position=n, title=f"{n}단원 현장 실습", hours=3) for n in range(2, 9)
        ]
    operator = make.operator()
    enrolments = [make.enrolment(offering, make.user(f"수강생{_hangul(n)}")) for n in range(people)]
    with acting():
        for one in enrolments:
            db.session.add(
                Judgement(
                    enrolment_id=one.id,
                    verdict=Verdict.completed,
                    evidence={},
                    judged_at=clock.now(),
                )
            )
    with acting():
        held = db.session.get_one(Offering, offering.id)
        ids = [one.id for one in services.issue_for(actor=operator, offering=held)]
    return app, ids


def _hangul(number: int) -> str:
    return chr(0xAC00 + number * 28)
