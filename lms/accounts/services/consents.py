"""Answers to requests for consent: every one is kept, refusals as well."""

from __future__ import annotations

from lms.accounts.models import Consent, ConsentKind, User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.legal import legal_text
from lms.core.origin import current
from lms.core.text import gettext

CONSENT_TEXTS = {
    ConsentKind.terms: "terms",
    ConsentKind.privacy: "privacy-consent",
    ConsentKind.news: "news-consent",
}
"""Which file of templates/site/legal/ each kind of consent is about."""


def answer_consent(*, actor: User, kind: ConsentKind, given: bool) -> None:
    """Give or withdraw an optional consent.

    Raises:
        Refused: terms and privacy can't be withdrawn while the account is used.
    """
    if kind is not ConsentKind.news:
        raise Refused(
            "consent-needed",
            gettext("This consent is needed for the account. To close the account, call us."),
        )
    keep_answer(actor, kind, given)
    audit.record(actor.id, "account.consent", actor, kind=str(kind), given=given)


def keep_answer(user: User, kind: ConsentKind, given: bool) -> None:
    """Keep one answer with the text it was given to, the moment and the address."""
    text = legal_text(CONSENT_TEXTS[kind], user.locale)
    db.session.add(
        Consent(
            user_id=user.id,
            kind=kind,
            version=f"{text.version} {text.language}",
            text_hash=text.digest,
            given=given,
            at=clock.now(),
            address=current.get().address,
        )
    )
