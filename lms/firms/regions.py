"""The regions as they are published (행정표준코드), kept in data/regions.csv. Reads the file only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).parent / "data" / "regions.csv"


@dataclass(frozen=True)
class RegionLine:
    """One line of the file: what Region keeps."""

    code: str
    province: str
    name: str
    name_en: str
    rolls_up_to: str | None
    valid_from: date | None
    valid_until: date | None


def lines() -> Iterator[RegionLine]:
    """All lines; what others roll up to comes before what rolls up."""
    with FILE.open(encoding="utf-8", newline="") as file:
        found = [_line(row) for row in csv.DictReader(file)]
    yield from sorted(found, key=lambda line: (line.rolls_up_to is not None, line.code))


def _line(row: dict[str, str]) -> RegionLine:
    return RegionLine(
        code=row["code"],
        province=row["province"],
        name=row["name"],
        name_en=row["name_en"],
        rolls_up_to=row["rolls_up_to"] or None,
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
