"""What the asker does: register a firm, ask to join one, answer, give up."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.core.documents import Document
from lms.core.errors import Invalid, Refused
from lms.core.legal import legal_text
from lms.core.text import gettext
from lms.firms.business_number import digits_of, is_valid
from lms.firms.models import (
    Firm,
    MembershipKind,
    Registration,
    RegistrationStatus,
    RegistrationStep,
)
from lms.firms.queries import find_firm_by_number, find_membership
from lms.firms.services.firms import FirmFacts
from lms.firms.services.papers import forget_paper, papers
from lms.firms.services.registration_steps import lock, note, step
from lms.firms.wording import number_sentence

JOIN_CONSENT = "join-consent"
"""The text about what a firm's training managers see (templates/site/legal/)."""


def ask_registration(
    *,
    actor: User,
    business_number: str,
    facts: FirmFacts,
    certificate: Document,
    department: str = "",
    position: str = "",
    message: str = "",
    language: str = "ko",
) -> Registration:
    """Ask that a firm be registered, to be its training manager. The asker agrees to JOIN_CONSENT.

    Args:
        language: the one in which the asker has read what was agreed to.

    Raises:
        Invalid: the number's check digit is wrong.
        Refused: the firm is here already (join it), or the person has asked for something already.
    """
    digits = digits_of(business_number)
    if not is_valid(digits):
        raise Invalid({"business_number": number_sentence(digits)})
    if find_firm_by_number(digits) is not None:
        raise Refused(
            "firm-known",
            gettext("This firm has been registered in the meantime. You can ask to join it."),
        )
    registration = Registration(
        asked_by_id=actor.id,
        business_number=digits,
        wanted=MembershipKind.manager,
        department=department,
        position=position,
        asked_at=clock.now(),
        **_consent(language),
        **vars(facts),
    )
    _insert(registration)
    _attach(registration, certificate)  # not before: who presses twice leaves no second file
    note(registration, "registration.ask", actor=actor, message=message)
    return registration


def ask_to_join(
    *,
    actor: User,
    firm: Firm,
    wanted: MembershipKind,
    department: str = "",
    position: str = "",
    message: str = "",
    language: str = "ko",
) -> Registration:
    """Ask to belong to a firm that is here. The asker agrees to JOIN_CONSENT.

    Args:
        language: the one in which the asker has read what was agreed to.

    Raises:
        Refused: the person is that there already, or has asked for something already.
    """
    present = find_membership(actor)
    kind = present.kind if present is not None and present.firm_id == firm.id else None
    if kind in (wanted, MembershipKind.manager):
        raise Refused("member", gettext("You belong to this firm already."))
    registration = Registration(
        asked_by_id=actor.id,
        business_number=firm.business_number,
        joins=True,
        firm_id=firm.id,
        wanted=wanted,
        department=department,
        position=position,
        asked_at=clock.now(),
        **_consent(language),
    )
    _insert(registration)
    note(registration, "registration.ask_to_join", actor=actor, message=message)
    return registration


def answer(
    *,
    actor: User,
    registration: Registration,
    message: str,
    facts: FirmFacts | None = None,
    certificate: Document | None = None,
) -> RegistrationStep:
    """Answer what was asked, or add to a registration nobody has decided about.

    Args:
        facts: of a new firm, as they stand now.
        certificate: another one, if the first won't do.

    Raises:
        Refused: it is decided already, or was turned into a request to join meanwhile.
    """
    lock(registration)
    if not registration.is_open:
        raise Refused("decided", gettext("This was decided already."))
    if facts is not None and registration.joins:
        sentence = gettext("A colleague has registered this firm in the meantime.")
        raise Refused("joins", sentence)
    for name, value in vars(facts).items() if facts else ():
        setattr(registration, name, value)
    if certificate is not None:
        former = registration.certificate_key
        _attach(registration, certificate)
        forget_paper(former)
    taken = step(
        registration, "registration.answer", RegistrationStatus.waiting,
        actor=actor, message=message, quietly=True,
    )  # fmt: skip
    db.session.expire(registration, ["region"])
    return taken


def withdraw_registration(*, actor: User, registration: Registration) -> None:
    """Take it back before it is decided. Twice is once.

    Raises:
        Refused: it was decided already.
    """
    lock(registration)
    if registration.status is not RegistrationStatus.withdrawn:
        step(registration, "registration.withdraw", RegistrationStatus.withdrawn, actor=actor)


def _attach(registration: Registration, certificate: Document) -> None:
    registration.certificate_key = papers().put(certificate.content)
    registration.certificate_name = certificate.name


def _consent(language: str) -> dict[str, str]:
    """What the asker has agreed to by ticking the box, in the language it stood there."""
    text = legal_text(JOIN_CONSENT, language)
    return {"consent_version": f"{text.version} {text.language}", "consent_hash": text.digest}


def _insert(registration: Registration) -> None:
    """One open registration a person; somebody who presses twice has asked once."""
    try:
        with db.session.begin_nested():
            db.session.add(registration)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "asked",
            gettext("You have asked for something already. See how it stands, or withdraw it."),
        ) from error
