"""What a paper would say otherwise today: old facts against new ones. Pure."""

from __future__ import annotations

from lms.certificates.facts import CertificateFacts
from lms.core.text import N_, gettext

FIELDS = {
    "name": N_("Name"),
    "name_latin": N_("Name in Latin letters"),
    "birth": N_("Date of birth"),
    "firm": N_("Firm"),
    "course": N_("Course"),
    "course_en": N_("Course (English)"),
    "offering": N_("Run"),
    "from_on": N_("First day"),
    "to_on": N_("Last day"),
    "hours": N_("Hours"),
    "academy": N_("Academy"),
    "academy_en": N_("Academy (English)"),
    "issuer": N_("Issuer"),
    "issuer_en": N_("Issuer (English)"),
    "syllabus": N_("Syllabus"),
}
"""The facts that a reissue may change; number and day of the first issue never do."""


def differences(old: CertificateFacts, new: CertificateFacts) -> list[tuple[str, str, str]]:
    """(label, then, now) of each fact that differs."""
    return [
        (gettext(label), _said(getattr(old, name)), _said(getattr(new, name)))
        for name, label in FIELDS.items()
        if getattr(old, name) != getattr(new, name)
    ]


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{unit.title} ({unit.hours:g})" for unit in value) or "–"
    return f"{value:g}" if isinstance(value, float) else str(value) or "–"
