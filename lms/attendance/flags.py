"""What looks odd about the scans of a class session. Flags inform; a person decides. Pure.

Each flag is a reason to look, not a proof: two people may share a phone whose owner helped, and a
whole class comes from one address. Source: DOMAIN rules on proxy attendance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise

from lms.config import Network
from lms.core.status import Choice
from lms.core.text import N_

TOGETHER = timedelta(seconds=3)
"""Two people within so short a time, from one address with the same kind of browser."""


GUESSES = 3
"""So many codes that no class has are more than a slip of the finger."""


class Flag(Choice):
    """Why somebody should look."""

    one_device = "one_device", N_("The same device was used for somebody else")
    together = "together", N_("Within seconds of somebody else, from the same place")
    far_network = "far_network", N_("From a network outside the academy")
    guessing = "guessing", N_("Sent several codes that no class has")
    not_counted = "not_counted", N_("More people scanned in than were counted")


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as the server saw it."""

    enrolment_id: int
    at: datetime
    device: str
    agent: str
    address: str


def flags_of(
    scans: Sequence[Scan],
    *,
    networks: Sequence[Network] = (),
    headcount: int | None = None,
    present: int = 0,
    guessing: Iterable[int] = (),
) -> dict[int, list[Flag]]:
    """By enrolment id: the flags, in the order of `Flag`.

    Args:
        networks: where the academy's own network is; none: not looked at.
        headcount: how many the instructor counted; None: not counted yet.
        present: how many the records say are in the room.
        guessing: people who have sent codes that no class has, again and again.
    """
    found: dict[int, set[Flag]] = defaultdict(set)
    for one in guessing:
        found[one].add(Flag.guessing)
    for one in _of_shared_devices(scans):
        found[one].add(Flag.one_device)
    for one in _together(scans):
        found[one].add(Flag.together)
    for scan in scans:
        if networks and not _within(scan.address, networks):
            found[scan.enrolment_id].add(Flag.far_network)
        if headcount is not None and present > headcount:
            found[scan.enrolment_id].add(Flag.not_counted)
    return {one: [flag for flag in Flag if flag in flags] for one, flags in found.items()}


def _of_shared_devices(scans: Iterable[Scan]) -> set[int]:
    by_device: dict[str, set[int]] = defaultdict(set)
    for scan in scans:
        if scan.device:
            by_device[scan.device].add(scan.enrolment_id)
    return {one for people in by_device.values() if len(people) > 1 for one in people}


def _together(scans: Iterable[Scan]) -> set[int]:
    by_place: dict[tuple[str, str], list[Scan]] = defaultdict(list)
    for scan in scans:
        by_place[scan.address, scan.agent].append(scan)
    found = set()
    for near in by_place.values():
        near.sort(key=lambda scan: scan.at)
        for one, other in pairwise(near):
            if one.enrolment_id != other.enrolment_id and other.at - one.at <= TOGETHER:
                found |= {one.enrolment_id, other.enrolment_id}
    return found


def _within(address: str, networks: Iterable[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
