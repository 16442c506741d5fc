"""Accounts of people who are invited: made without a password, opened by their owner, or blanked."""

from __future__ import annotations

from lms.accounts.identity import new_session_key, people_text
from lms.accounts.models import NOWHERE, ConsentKind, User
from lms.accounts.queries import find_by_email
from lms.accounts.services.consents import keep_answer
from lms.accounts.services.held import hold_as_seen
from lms.accounts.services.joining import inserted
from lms.audit import services as audit
from lms.core import clock
from lms.core.errors import Refused
from lms.core.text import gettext

NOBODY = "–"
"""Name of an account that is erased, in lists of what was done."""


def invited_person(*, actor: User, email: str, name: str, phone: str = "") -> User:
    """The account of an address; where there is none, one that nobody can use yet is made.

    Whoever asks must not be told which of the two it was. What is known of an account stays.

    Args:
        name, phone: as somebody else typed them, for an account that is made now.
    """
    known = find_by_email(email)
    if known is not None:
        return known
    user = User(
        email=email.strip().lower(),
        name=name,
        phone=phone,
        locale="ko",
        password_hash="",
        session_key=new_session_key(),
        created_at=clock.now(),
    )
    user.search_text = people_text(user)
    if not inserted(user):  # the same address at the same moment
        user = find_by_email(email) or user
    else:
        audit.record(actor.id, "account.invite", user)
    return user


def open_invited(
    *, user: User, name: str, phone: str, password_hash: str, locale: str, news: bool
) -> None:
    """The owner of the address has opened the link of an invitation and made the account theirs.

    They have agreed to the terms and to the use of their data, else this is not called.

    Raises:
        Refused: the account has an owner already, or was changed since the link was looked at.
    """
    hold_as_seen(user)
    if user.confirmed_at is not None:
        sentence = gettext("This account is in use already. Please log in.")
        raise Refused("in-use", sentence)
    user.name, user.phone, user.locale = name, phone, locale
    user.password_hash, user.session_key = password_hash, new_session_key()
    user.confirmed_at = clock.now()
    user.search_text = people_text(user)
    audit.record(user.id, "account.open_invited", user)
    for kind in ConsentKind:
        keep_answer(user, kind, news if kind is ConsentKind.news else True)


def blank_unused(*, user: User) -> None:
    """Erase what others typed of somebody who never used the account made for them.

    The row stays, since enrolments and the audit name its number; nothing in it leads to a person.
    """
    if not user.is_unused:
        return
    user.email = f"{user.id}@{NOWHERE}"
    user.name, user.phone, user.search_text = NOBODY, "", ""
    user.active = False
    audit.record(None, "account.blank", user)
