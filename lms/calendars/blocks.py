"""A calendar file cut into its events, so that a broken one spoils no other. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from icalendar import Component
from icalendar.timezone import tzp

from lms.core.errors import Invalid
from lms.core.text import gettext

LARGEST = 1024 * 1024
"""Bytes of a file."""
MOST = 2000
"""Events of a file."""


@dataclass(frozen=True)
class Block:
    """The lines of one event, and the number of the first; `ended`: does it have its END line?"""

    line: int
    text: str
    ended: bool


def events_in(upload: bytes) -> list[Block]:
    """The events of a file, in order. Its time zones are made known on the way, and those of files
    read before are forgotten: programs give the same name to zones that differ.

    Raises:
        Invalid: it is too large, no calendar, or has too many events; names the field `file`.
    """
    if len(upload) > LARGEST:
        raise _refused(gettext("The file may be at most 1 MB. Please export a shorter period."))
    lines = _text(upload).splitlines()
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:20]):
        raise _refused(gettext("This is no calendar file. Please choose one that ends in .ics."))
    tzp.use_default()
    for zone in _blocks(lines, "VTIMEZONE"):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            Component.from_ical(zone.text.encode())
    found = list(_blocks(lines, "VEVENT"))
    if not found:
        raise _refused(gettext("There is no event in this file."))
    if len(found) > MOST:
        raise _refused(
            gettext(
                "The file has %(count)s events; at most %(most)s are read at once."
                " Please export a shorter period.",
                count=len(found),
                most=MOST,
            )
        )
    return found


def _text(upload: bytes) -> str:
    """UTF-8 as the format wants it, or what older Korean programs write."""
    for encoding in ("utf-8-sig", "cp949"):
        with suppress(UnicodeDecodeError):
            return upload.decode(encoding)
    raise _refused(gettext("This is no calendar file. Please choose one that ends in .ics."))


def _blocks(lines: list[str], name: str) -> Iterator[Block]:
    """The parts from BEGIN:name to END:name; one that begins anew has not ended."""
    start: int | None = None
    for number, line in enumerate(lines):
        mark = line.strip().upper()
        if mark == f"BEGIN:{name}":
            if start is not None:
                yield Block(start + 1, "", ended=False)
            start = number
        elif mark == f"END:{name}" and start is not None:
            yield Block(start + 1, "\r\n".join(lines[start : number + 1]) + "\r\n", ended=True)
            start = None
    if start is not None:
        yield Block(start + 1, "", ended=False)


def _refused(sentence: str) -> Invalid:
    return Invalid({"file": sentence})
