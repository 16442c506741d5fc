"""What a certificate says: plain values, frozen at issue, kept as JSON in the register.

Renaming a person or a course later changes nothing here. A design may print these and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusUnit:
    """One line of the second page: a unit of the course and its hours."""

    title: str
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything a paper may say. An empty string means: not printed.

    Args:
        number: as printed, 제2026-0001호 (code.Number.printed).
        code: verification code, 4-4-4-4 (code.new_code).
        verify_url: the whole address behind the QR, with number and code.
        name, name_latin: the person; the Latin name is optional.
        birth: already masked as the academy wants it, e.g. `1980.**.**`; optional.
        firm: optional.
        course, course_en, offering: titles; offering is the label 제N차.
        from_on, to_on: first and last day of the course.
        hours: hours of the course (not the hours a person attended); of teaching: hours taught.
        attended: hours a person attended so far, where the paper says so.
        completed_on, issued_on: dates; `reissued_on` only on a later version.
        academy, academy_en: who held the course.
        issuer, issuer_en: who signs, e.g. an office and its head.
        statement, statement_en: what a certificate of completion states, if not in the design's words.
        seal, emblem: file names in `certificates/seals/` and `certificates/emblems/`.
        syllabus: units for the second page; empty means no second page.

    Source of the fields: common form of a Korean 수료증 (성명, 생년월일, 소속, 과정명, 차수, 교육기간,
    교육시간), with a verification number as Korean e-government papers carry it.
    """

    number: str
    code: str
    verify_url: str
    name: str
    course: str
    offering: str
    from_on: date
    to_on: date
    hours: float
    completed_on: date
    issued_on: date
    academy: str
    issuer: str
    seal: str = "sample.svg"
    emblem: str = "sample.svg"
    name_latin: str = ""
    birth: str = ""
    firm: str = ""
    course_en: str = ""
    academy_en: str = ""
    issuer_en: str = ""
    reissued_on: date | None = None
    attended: float = 0
    statement: str = ""
    statement_en: str = ""
    syllabus: tuple[SyllabusUnit, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain JSON object; dates as ISO text."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> CertificateFacts:
        """The facts from `to_json`. Unknown keys are an error: a fact must not get lost.

        Raises:
            TypeError: a fact is missing or unknown.
            ValueError: a date is not one.
        """
        values = dict(stored)
        for name in _DATES & values.keys():
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["syllabus"] = tuple(SyllabusUnit(**unit) for unit in values.get("syllabus", ()))
        return cls(**values)

    def changed(self, **values: Any) -> CertificateFacts:
        """The same facts with some others, for the next version of a paper."""
        return replace(self, **values)

    def cleaned(self) -> CertificateFacts:
        """The same facts with every text as `clean_text` leaves it."""
        texts: dict[str, Any] = {
            name: clean_text(value)
            for name in _NAMES
            if isinstance(value := getattr(self, name), str)
        }
        units = tuple(replace(unit, title=clean_text(unit.title)) for unit in self.syllabus)
        return replace(self, **texts, syllabus=units)


def clean_text(text: str) -> str:
    """NFC (macOS sends NFD), single spaces, and none of the characters that are not to be seen.

    Control, bidi, zero-width and variation characters could make a paper read otherwise than its
    stored facts, so they are dropped; what can be seen and not printed is refused later, by name.
    """
    seen = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(character for character in seen if not _is_unseen(character))


def _is_unseen(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return True
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


_NAMES = tuple(field.name for field in fields(CertificateFacts))
_DATES = frozenset({"from_on", "to_on", "completed_on", "issued_on", "reissued_on"})
