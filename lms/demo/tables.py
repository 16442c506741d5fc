"""Reading data/*.csv."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(kind: str) -> list[str]:
    """Sentences that demo people say, of one kind."""
    return [row["text"] for row in rows("words") if row["kind"] == kind]
