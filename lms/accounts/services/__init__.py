"""The only writers of the area: accounts, consents, passwords, roles."""

from lms.accounts.services.consents import CONSENT_TEXTS, answer_consent
from lms.accounts.services.invited import blank_unused, invited_person, open_invited
from lms.accounts.services.invited_many import Owner, invited_people
from lms.accounts.services.joining import (
    confirm,
    create_person,
    send_confirmation_again,
    sign_up,
)
from lms.accounts.services.own import (
    change_password,
    change_profile,
    note_sign_in,
    request_reset,
    reset_password,
)
from lms.accounts.services.roles import end_role, grant_role, set_active

__all__ = [
    "CONSENT_TEXTS",
    "Owner",
    "answer_consent",
    "blank_unused",
    "change_password",
    "change_profile",
    "confirm",
    "create_person",
    "end_role",
    "grant_role",
    "invited_people",
    "invited_person",
    "note_sign_in",
    "open_invited",
    "request_reset",
    "reset_password",
    "send_confirmation_again",
    "set_active",
    "sign_up",
]
