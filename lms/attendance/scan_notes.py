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
    looked_at = dict.fromkeys([*times, *flags])
    return {one: _note(times.get(one, ()), flags.get(one, ())) for one in looked_at}


def _note(times: Sequence[str], flags: Sequence[Flag]) -> str:
    said = []
    if times:
        said.append(gettext("Scanned at %(times)s", times=", ".join(dict.fromkeys(times))))
    if flags:
        looking = gettext("Please look:")
        said.append(f"{looking} {', '.join(flag.label for flag in flags)}")
    return " · ".join(said)
