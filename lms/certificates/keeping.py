"""How long papers tell of people. Pure.

Source: the academy's privacy notice (so many years after the course); 개인정보 보호법 제21조: destroyed
without delay when that time is over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from lms.certificates.facts import CertificateFacts


def kept_until(course_ended_on: date, years: int) -> date:
    """The last day on which a paper is kept."""
    return _years_later(course_ended_on, years) - timedelta(days=1)


def over_since(today: date, years: int) -> date:
    """Papers of courses that ended on this day or before are no longer kept; `date.min`: all are kept.

    Args:
        years: 0 keeps them for ever.
    """
    if not years:
        return date.min
    past = _years_later(today, -years)
    if kept_until(past, years) >= today:  # 1 March came back as itself, 29 February is still kept
        past -= timedelta(days=1)
    return past


def without_person(facts: CertificateFacts) -> CertificateFacts:
    """The facts with nothing left that tells whose they are."""
    return replace(facts, name="", name_latin="", birth="", firm="")


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
