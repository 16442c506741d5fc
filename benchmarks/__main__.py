"""`make bench`: prints every figure with its aim and writes build/bench.json."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks import (
    attendance,
    bookings,
    calendars,
    catalogue,
    certificates,
    enrolment,
    lists,
    rooms,
    seats,
    startup,
)
from benchmarks.figures import Figure

PARTS = {
    "startup": startup,
    "catalogue": catalogue,
    "enrolment": enrolment,
    "seats": seats,
    "lists": lists,
    "attendance": attendance,
    "bookings": bookings,
    "rooms": rooms,
    "calendars": calendars,
    "certificates": certificates,
}
TARGET = Path("build/bench.json")
VERDICTS = {True: "met", False: "MISSED", None: ""}


def main(names: list[str]) -> int:
    """Measure the named parts (all by default); 1 if an aim was missed."""
    found: list[Figure] = []
    for name in names or list(PARTS):
        for figure in PARTS[name].figures():
            print(_line(figure), flush=True)
            found.append(figure)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps([asdict(figure) for figure in found], indent=1))
    return 1 if any(figure.met is False for figure in found) else 0


def _line(figure: Figure) -> str:
    value = f"{figure.figure:,.3f} {figure.unit}"
    return f"{figure.name:<52} {value:>24}   {figure.aim:<14} {VERDICTS[figure.met]}".rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
