"""Words for people. Message ids are English; translations/<language>/<area>.po hold the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import flask_babel
from flask_babel import lazy_gettext

from lms.core.clock import to_seoul

__all__ = ["N_", "gettext", "lazy_gettext", "ngettext"]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def gettext(msgid: str, **values: object) -> str:
    """The text in the reader's language, with %(name)s filled in."""
    return str(flask_babel.gettext(msgid, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same for a number of things (%(num)s)."""
    return str(flask_babel.ngettext(one, many, num, **values))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts made inside are in this language, whoever reads the page."""
    with flask_babel.force_locale(language):
        yield


def N_(msgid: str) -> str:  # noqa: N802  # gettext's own name for "translate later"
    """Mark a text for translation without translating it here."""
    return msgid


def clean(text: str) -> str:
    """NFC, no control or direction characters, white space folded and trimmed.

    macOS sends names decomposed (NFD); pasted text brings invisible characters that break search
    and paper. Line ends are folded too: use it for single-line text.
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def plain_name(name: str) -> str:
    """The name of an uploaded file without its folders; of a very long one the last 200 letters."""
    return clean(name.replace("\\", "/").rsplit("/", 1)[-1])[-200:]


def clean_lines(text: str) -> str:
    """Like `clean`, line by line, for text of several lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def day(value: date) -> str:
    """2026년 11월 22일 (일), or Sun 22 Nov 2026 for readers of English."""
    return str(flask_babel.format_date(value, gettext("EEE d MMM y")))


def short_day(value: date) -> str:
    """11월 22일 (일), or Sun 22 Nov."""
    return str(flask_babel.format_date(value, gettext("EEE d MMM")))


def month_name(value: date) -> str:
    """2026년 11월, or November 2026."""
    return str(flask_babel.format_date(value, gettext("MMMM y")))


def short_month(value: date) -> str:
    """11월, or Nov."""
    return str(flask_babel.format_date(value, "LLL"))


def weekday_name(value: date) -> str:
    """일, or Sun."""
    return str(flask_babel.format_date(value, "EEE"))


def in_language(korean: str, english: str) -> str:
    """Of a name kept in both languages, the one for the reader; Korean where there is no English."""
    return english if english and str(flask_babel.get_locale()) == "en" else korean


def hour(value: datetime) -> str:
    """09:00 in Seoul."""
    return f"{to_seoul(value):%H:%M}"


def moment(value: datetime) -> str:
    """2026년 11월 22일 (일) 09:00."""
    return f"{day(to_seoul(value).date())} {hour(value)}"


def phone(digits: str) -> str:
    """A Korean number with hyphens: 010-1234-5678, 063-123-4567, 02-123-4567, 1588-1234."""
    if len(digits) <= 8:
        return "-".join(part for part in (digits[:4], digits[4:]) if part)
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"


def stamp(value: datetime) -> str:
    """2026.11.22 09:00, for dense tables."""
    return f"{to_seoul(value):%Y.%m.%d %H:%M}"


def span(start: date, end: date) -> str:
    """One day, or first day ~ last day; the year is said once if it is the same."""
    if start == end:
        return day(start)
    return f"{day(start)} ~ {short_day(end) if start.year == end.year else day(end)}"
