"""What looks odd about scans, by examples."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from lms.attendance.flags import Flag, Scan, flags_of
from tests.attendance.conftest import at

HERE = [ip_network("203.0.113.0/24"), ip_network("2001:db8::/48")]


def scan(
    who: int, seconds: int = 0, device: str = "", agent: str = "a", address: str = "203.0.113.9"
) -> Scan:
    return Scan(who, at("09:00") + timedelta(seconds=seconds), device, agent, address)


EXAMPLES = [
    ("one person, one device, twice", [scan(1, 0, "d"), scan(1, 9, "d")], {}),
    ("one device for two", [scan(1, 0, "d"), scan(2, 600, "d")],
     {1: [Flag.one_device], 2: [Flag.one_device]}),
    ("no device known", [scan(1, 0), scan(2, 600)], {}),
    ("within seconds", [scan(1, 0), scan(2, 3)], {1: [Flag.together], 2: [Flag.together]}),
    ("four seconds apart", [scan(1, 0), scan(2, 4)], {}),
    ("another kind of phone", [scan(1, 0), scan(2, 1, agent="b")], {}),
    ("another address", [scan(1, 0), scan(2, 1, address="203.0.113.8")], {}),
    ("far away", [scan(1, 0, address="198.51.100.1")], {1: [Flag.far_network]}),
    ("at home, by IPv6", [scan(1, 0, address="2001:db8::7")], {}),
    ("no address", [scan(1, 0, address="")], {1: [Flag.far_network]}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "scans", "flags"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_flags(story: str, scans: list[Scan], flags: dict[int, list[Flag]]) -> None:
    assert flags_of(scans, networks=HERE) == flags


def test_without_networks_nobody_is_far_away() -> None:
    assert flags_of([scan(1, address="198.51.100.1")]) == {}


@pytest.mark.parametrize(
    ("headcount", "present", "flagged"), [(None, 2, False), (2, 2, False), (1, 2, True)]
)
def test_more_scans_than_heads(headcount: int | None, present: int, flagged: bool) -> None:
    found = flags_of([scan(1)], headcount=headcount, present=present)
    assert found == ({1: [Flag.not_counted]} if flagged else {})
