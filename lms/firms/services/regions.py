"""Loading the regions."""

from __future__ import annotations

from sqlalchemy import select

from lms.core.db import db
from lms.firms import regions
from lms.firms.models import Region


def load_regions() -> int:
    """Bring the region table in line with the file; return how many rows were new or changed.

    Run as often as you like. Regions that are gone from the file stay: old enrolments name them.
    """
    known = {region.code: region for region in db.session.scalars(select(Region))}
    touched = 0
    for line in regions.lines():
        region = known.get(line.code)
        if region is None:
            db.session.add(Region(**vars(line)))
            touched += 1
        elif any(getattr(region, name) != value for name, value in vars(line).items()):
            for name, value in vars(line).items():
                setattr(region, name, value)
            touched += 1
    db.session.flush()
    return touched
