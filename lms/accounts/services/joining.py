"""How an account comes to be: by signing up and proving the address, or made by an operator."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from lms.accounts import passwords
from lms.accounts.events import InvitedAsked, SignedUp, SignedUpAgain
from lms.accounts.identity import new_session_key, people_text
from lms.accounts.models import ConsentKind, User
from lms.accounts.queries import find_by_email
from lms.accounts.services.consents import keep_answer
from lms.accounts.services.held import held_by_email, hold_as_seen
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext


def sign_up(
    *,
    name: str,
    email: str,
    phone: str,
    password_hash: str,
    locale: str,
    answers: Mapping[ConsentKind, bool],
) -> None:
    """Somebody signs up. Who asks learns nothing of whether the address is known; its owner does.

    An address that was never confirmed belongs to nobody yet: the newest sign-up replaces the one
    before, links sent earlier included, and the password that confirms must be the newest one.

    Args:
        email: in small letters.
        phone: digits.
        password_hash: made before the transaction, since making one takes time.
        answers: yes or no to each kind of consent; refusals are kept as well.
    """
    known = held_by_email(email)
    if known is not None and known.confirmed_at is not None:
        audit.record(None, "account.sign_up_again", known)
        announce(SignedUpAgain(known.id))
        return
    user = known or User(email=email, created_at=clock.now())
    user.name, user.phone, user.locale = name, phone, locale
    user.password_hash, user.session_key = password_hash, new_session_key()
    user.search_text = people_text(user)
    if known is None and not inserted(user):
        return  # the same address at the same moment: the other one has the mail
    audit.record(user.id, "account.sign_up", user)
    for kind in ConsentKind:
        keep_answer(user, kind, answers.get(kind, False))
    announce(SignedUp(user.id))


def create_person(
    *, actor: User | None, name: str, email: str, phone: str = "", password: str = ""
) -> User:
    """An account made by an operator (None: from the command line), confirmed at once.

    Without a password nobody can sign in until one is set by “Forgot your password?”.

    Raises:
        Refused: the address is known already.
    """
    user = User(
        name=name,
        email=email.lower(),
        phone=phone,
        locale="ko",
        password_hash=passwords.hashed(password or secrets.token_urlsafe(32)),
        session_key=new_session_key(),
        confirmed_at=clock.now(),
        created_at=clock.now(),
    )
    user.search_text = people_text(user)
    if not inserted(user):
        raise Refused("email-known", gettext("There is already an account with this address."))
    audit.record(actor.id if actor else None, "account.create", user)
    return user


def inserted(user: User) -> bool:
    """Is the new account in? No: another one has taken the address at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def confirm(*, user: User) -> None:
    """The address is proven: its owner opened the link and knows the password.

    Raises:
        Refused: somebody has signed up with the address anew since the password was checked.
    """
    hold_as_seen(user)
    if user.confirmed_at is not None:
        return
    user.confirmed_at = clock.now()
    audit.record(user.id, "account.confirm", user)


def send_confirmation_again(*, email: str) -> None:
    """Send the link once more, if there is an account that still needs it."""
    user = find_by_email(email)
    if user is None or user.confirmed_at is not None or not user.active:
        return
    audit.record(None, "account.confirm_again", user)
    announce(InvitedAsked(user.id) if user.is_unused else SignedUp(user.id))
