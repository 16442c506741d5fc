"""People pasted as lines, “name, e-mail” in either order, as they come from a mail or a sheet. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.accounts.names import mail_address


@dataclass(frozen=True)
class Pasted:
    """One line that could be read: its number, counted from 1, and what stands in it.

    The address is written as everywhere here, so that nobody gets a second account; or it is none.
    """

    line: int
    name: str
    email: str


def people_in(text: str) -> tuple[list[Pasted], list[int]]:
    """(people, numbers of lines that are no “name, e-mail”). Empty lines count but say nothing."""
    people, unread = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _read(number, line)
        if found is None:
            unread.append(number)
        else:
            people.append(found)
    return people, unread


def _read(number: int, line: str) -> Pasted | None:
    address = re.search(r"[^\s,;<>()\[\]\"']+@[^\s,;<>()\[\]\"']+", line)
    if address is None:
        return None
    rest = line[: address.start()] + " " + line[address.end() :]
    name = " ".join(re.sub(r"[,;<>()\[\]\"'\t]", " ", rest).split())
    email = mail_address(address.group()) or address.group().lower()
    return Pasted(number, name, email) if name and "@" not in name else None
