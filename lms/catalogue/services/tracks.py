"""The tracks a site begins with. Once there they are data: changing a name here changes no site."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import select

from lms.catalogue.models import Track
from lms.core.db import db

FILE = Path(__file__).parent.parent / "data" / "tracks.csv"


def load_tracks() -> int:
    """Add the tracks that are not there yet; return how many were added."""
    known = set(db.session.scalars(select(Track.code)))
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = enumerate(csv.DictReader(lines), start=1)
        new = [Track(position=n, **row) for n, row in rows if row["code"] not in known]
    db.session.add_all(new)
    db.session.flush()
    return len(new)
