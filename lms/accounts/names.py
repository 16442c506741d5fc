"""Names, phone numbers and e-mail addresses of people, as they may be written. Pure."""

from __future__ import annotations

import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_SIGNS = frozenset(" -'’.·ㆍ,()")


def is_name(text: str) -> bool:
    """Can it stand on a certificate? Letters of any script and a few signs; no digits, no emoji."""
    kinds = [unicodedata.category(c)[0] for c in text if c not in _SIGNS]
    return "L" in kinds and set(kinds) <= {"L", "M"}


def phone_digits(text: str) -> str | None:
    """A Korean number as digits with its leading 0 (01012345678, 0631234567), or None.

    Hyphens, spaces and +82 are understood.
    """
    try:
        number = phonenumbers.parse(text, "KR")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 82 or number.extension or not phonenumbers.is_valid_number(number):
        return None
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(c for c in shown if c.isdigit())
    return None if digits.startswith("010") and len(digits) != 11 else digits


def mail_address(text: str) -> str | None:
    """An e-mail address in small letters, or None. Nobody is asked whether it exists."""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()
