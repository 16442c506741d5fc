"""What the roll call says beside a person about scans. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lms.attendance.flags import Flag, Scan
from lms.core.text import gettext, hour


def scan_notes(scans: Sequence[Scan], flags: Mapping[int, Sequence[Flag]]) -> dict[int, str]:
    """By enrolment id: when somebody scanned, and the flags in words."""
    times: dict[int, list[str]] = {}
    for scan in scans:
        times.setdefault(scan.enrolment_id, []).append(hour(scan.at))
    return {one: _note(found, flags.get(one, ())) for one, found in times.items()}


def _note(times: Sequence[str], flags: Sequence[Flag]) -> str:
    said = gettext("Scanned at %(times)s", times=", ".join(dict.fromkeys(times)))
    if not flags:
        return said
    looking = gettext("Please look:")
    return f"{said} · {looking} {', '.join(flag.label for flag in flags)}"
