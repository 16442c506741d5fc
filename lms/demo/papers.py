"""What happens to certificates in the demo: shared, asked for anew, reissued, revoked, put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import select, update

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.certificates import press, services
from lms.certificates.facts import CertificateFacts
from lms.certificates.keys import keys_of
from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    Download,
    EndKind,
    Order,
    OrderKind,
)
from lms.certificates.queries import attended_by, of_user
from lms.completion import services as completion
from lms.completion.models import Verdict
from lms.core import clock
from lms.core.db import db
from lms.core.settings import settings
from lms.core.storage import storage
from lms.demo.story import Story
from lms.demo.tables import words

SHARED_FOR = timedelta(days=60)


def plan_papers(story: Story, operator: User, trainee: User, today: date) -> None:
    """The trainee shares a paper and takes a confirmation; others show what else can become of one."""
    story.at(clock.at(today - timedelta(days=2), time(11)), lambda: _use_own(trainee))
    story.at(clock.at(today - timedelta(days=1), time(11)), lambda: _end_some(operator, trainee))
    story.at(clock.at(today - timedelta(days=1), time(12)), lambda: _order(operator))


def wait_since_now() -> None:
    """What the worker has not made waits since now: nobody was there to make it in the past."""
    waiting = Certificate.status == CertificateStatus.queued
    db.session.execute(update(Certificate).where(waiting).values(created_at=clock.now()))
    db.session.execute(update(Order).values(created_at=clock.now()))


def _use_own(trainee: User) -> None:
    for paper in of_user(trainee)[:1]:
        _print(paper)
        share, _ = services.share(
            actor=trainee, certificate=paper, until=clock.today() + SHARED_FOR
        )
        for hours, user_id, share_id in ((1, trainee.id, None), (20, None, share.id)):
            at = clock.now() + timedelta(hours=hours)
            db.session.add(
                Download(certificate_id=paper.id, user_id=user_id, share_id=share_id, at=at)
            )
    for enrolment in attended_by(trainee)[:1]:
        services.confirm_attendance(actor=trainee, enrolment=enrolment)


def _end_some(operator: User, trainee: User) -> None:
    papers = _others(trainee)
    for paper in papers[:3]:
        _print(paper)
    asked, renewed, mistaken, groundless = papers[:4]
    why = words("paper")
    services.ask_reissue(actor=_holder(asked), certificate=asked, reason=why[0])
    services.reissue(
        actor=operator, certificate=renewed, reason=why[1], kind=EndKind.corrected, anew=True
    )
    services.revoke(actor=operator, certificate=mistaken, reason=why[2], kind=EndKind.mistaken)
    if groundless.enrolment is not None:
        completion.override(
            actor=operator,
            enrolment=groundless.enrolment,
            verdict=Verdict.not_completed,
            reason=why[3],
        )


def _order(operator: User) -> None:
    paper = db.session.scalars(select(Certificate).order_by(Certificate.id).limit(1)).one()
    offering = db.session.get_one(Offering, paper.offering_id)
    services.order(actor=operator, kind=OrderKind.ceremony, offering=offering)
    services.order(actor=operator, kind=OrderKind.register, year=paper.year)


def _others(trainee: User) -> Sequence[Certificate]:
    statement = (
        select(Certificate)
        .where(Certificate.status == CertificateStatus.queued, Certificate.holder_id != trainee.id)
        .order_by(Certificate.id)
    )
    return db.session.scalars(statement).all()


def _holder(paper: Certificate) -> User:
    return db.session.get_one(User, paper.holder_id)


def _print(paper: Certificate) -> None:
    """As the worker does."""
    keys = keys_of(settings().signing)
    content = press.printed(CertificateFacts.from_json(paper.facts), paper.series.value, keys.seal)
    if keys.signing is not None:
        content = press.signed(content, keys.signing)
    key_id = keys.signing.id if keys.signing else None
    services.settle_made(paper.id, key=storage().put(content), size=len(content), key_id=key_id)
