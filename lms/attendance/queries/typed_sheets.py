"""Reading uploaded sheets."""

from __future__ import annotations

from lms.attendance.models import TypedSheet
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def get_typed_sheet(sheet_id: int) -> TypedSheet:
    """An uploaded sheet.

    Raises:
        NotFound: there is none (any more).
    """
    found = db.session.get(TypedSheet, sheet_id)
    if found is None:
        raise NotFound(gettext("There is no such sheet any more."))
    return found
