"""What the academy, or the firm's training manager, decides about registrations."""

from __future__ import annotations

from lms.accounts.models import User
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext
from lms.firms.models import Firm, MembershipKind, Registration, RegistrationStatus
from lms.firms.queries import find_firm_by_number
from lms.firms.services.firms import FirmFacts, enter_firm
from lms.firms.services.memberships import join
from lms.firms.services.registration_steps import (
    lock,
    lock_with_rivals,
    step,
    turn_into_joins,
)


def approve(
    *,
    actor: User,
    registration: Registration,
    message: str = "",
    wanted: MembershipKind | None = None,
) -> None:
    """Register the firm or take the person in; the asker belongs to it from now on.

    Whoever else has an open registration of the same firm asks to join it from now on. If the firm
    came here a moment ago, this one becomes such a request as well and waits for a decision about
    that. Approving twice is harmless.

    Args:
        wanted: what a person who joins shall be, if not what was asked for.

    Raises:
        Refused: it was decided otherwise, somebody decides their own, or the region is missing.
    """
    lock_with_rivals(registration)
    if registration.status is RegistrationStatus.approved:
        return
    _check(actor, registration)
    if not registration.joins and (known := find_firm_by_number(registration.business_number)):
        turn_into_joins(known)
        return
    firm = registration.firm or _entered(actor, registration)
    if registration.joins and wanted is not None:
        registration.wanted = wanted
    registration.firm_id = firm.id
    step(
        registration, "registration.approve", RegistrationStatus.approved,
        actor=actor, message=message,
    )  # fmt: skip
    _take_in(actor, registration, firm)
    turn_into_joins(firm)


def ask_for_more(*, actor: User, registration: Registration, message: str) -> None:
    """Say what is missing; the asker answers.

    Raises:
        Invalid: nothing is said; names the field `message`.
        Refused: it is decided already, or something was asked already.
    """
    lock(registration)
    _check(actor, registration)
    _check_words(message)
    step(
        registration, "registration.ask_for_more", RegistrationStatus.asked,
        actor=actor, message=message,
    )  # fmt: skip


def refuse(*, actor: User, registration: Registration, message: str) -> None:
    """Say no, and why. Refusing twice is harmless.

    Raises:
        Invalid: no reason is given; names the field `message`.
        Refused: it was decided otherwise.
    """
    lock(registration)
    if registration.status is RegistrationStatus.refused:
        return
    _check(actor, registration)
    _check_words(message)
    step(
        registration, "registration.refuse", RegistrationStatus.refused,
        actor=actor, message=message,
    )  # fmt: skip


def _check(actor: User, registration: Registration) -> None:
    if not registration.is_open:
        raise Refused("decided", gettext("This was decided already."))
    if registration.asked_by_id == actor.id:
        raise Refused("own", gettext("Somebody else has to decide about your own request."))


def _check_words(message: str) -> None:
    if not message.strip():
        raise Invalid({"message": gettext("Please say it in a sentence; the asker reads it.")})


def _take_in(actor: User, registration: Registration, firm: Firm) -> None:
    join(
        actor=actor,
        user=registration.asked_by,
        firm=firm,
        kind=registration.wanted,
        department=registration.department,
        position=registration.position,
    )


def _entered(actor: User, registration: Registration) -> Firm:
    if registration.region_code is None:
        raise Refused("no-region", gettext("The region is missing. Please ask for it."))
    facts = FirmFacts(
        name=registration.name,
        region_code=registration.region_code,
        kind=registration.kind,
        representative=registration.representative,
        address=registration.address,
        industry=registration.industry,
        size=registration.size,
        level=registration.level,
    )
    return enter_firm(actor=actor, business_number=registration.business_number, facts=facts)
