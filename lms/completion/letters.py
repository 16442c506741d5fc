"""What people are told by e-mail about verdicts. When, stands in lms/reactions.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Offering
from lms.completion.criteria import Outcome
from lms.completion.models import Judged, Judgement
from lms.completion.wording import in_words
from lms.core.db import db
from lms.core.text import N_, speaking
from lms.enrolment.models import Enrolment
from lms.notifications import services as notifications


def judged(event: Judged) -> None:
    """You have completed, or not, and this is the sum."""
    for judgement in _with_people(event.enrolment_ids):
        enrolment = judgement.enrolment
        user, offering, course = enrolment.user, enrolment.offering, enrolment.offering.course
        with speaking(user.locale):
            sum_in_words = in_words(Outcome.from_json(judgement.evidence["sum"]))
        korean = user.locale == "ko" or not course.title_en
        notifications.write(
            to=user,
            template=f"completion/{judgement.verdict.value}",
            course=course.title_ko if korean else course.title_en,
            run=offering.run,
            starts_on=offering.starts_on,
            ends_on=offering.ends_on,
            sum=sum_in_words,
            action_url=f"/my/enrolments/{enrolment.id}",
            action_label=N_("See my attendance"),
        )


def _with_people(enrolment_ids: Iterable[int]) -> Sequence[Judgement]:
    statement = (
        select(Judgement)
        .where(Judgement.enrolment_id.in_(enrolment_ids))
        .order_by(Judgement.id)
        .options(
            joinedload(Judgement.enrolment).joinedload(Enrolment.user),
            joinedload(Judgement.enrolment)
            .joinedload(Enrolment.offering)
            .joinedload(Offering.course),
        )
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()
