"""Files attached to a booking: a seating plan, an application, whatever belongs to it.

Files are kept as they came and only ever handed out as downloads, so what is in them can do nothing
on our pages.
"""

from __future__ import annotations

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Booking, BookingFile
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid
from lms.core.storage import storage
from lms.core.text import gettext, plain_name

LARGEST = 8 * 1024 * 1024
"""Bytes of one file."""
MOST = 10
"""Files of one booking."""
SUFFIXES = frozenset(
    {
        *("pdf", "hwp", "hwpx", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp"),
        *("txt", "csv", "jpg", "jpeg", "png", "webp", "zip"),
    }
)


def attach_file(*, actor: User, booking: Booking, name: str, content: bytes) -> BookingFile:
    """Attach a file to a booking.

    Args:
        name: as the person's computer calls it; folders are cut off.

    Raises:
        Invalid: it is empty, too large or of a kind not taken, or there are too many already; names
            the field `file`.
    """
    name = plain_name(name)
    problem = _problem(name, content, len(booking.files))
    if problem:
        raise Invalid({"file": problem})
    file = BookingFile(
        booking_id=booking.id,
        name=name,
        key=storage().put(content),
        size=len(content),
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    booking.files.append(file)
    db.session.flush()
    audit.record(actor.id, "classrooms.attach_file", booking, name=name, bytes=file.size)
    return file


def detach_file(*, actor: User, booking: Booking, file: BookingFile) -> None:
    """Take a file away from a booking. Its bytes stay in the storage: others may have the same."""
    booking.files.remove(file)
    db.session.delete(file)
    audit.record(actor.id, "classrooms.detach_file", booking, name=file.name, bytes=file.size)


def _problem(name: str, content: bytes, present: int) -> str:
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in SUFFIXES:
        return gettext(
            "This kind of file is not taken. Please attach a PDF, a Hangul or Office document, a "
            "picture or a ZIP file."
        )
    if not content:
        return gettext("The file is empty.")
    if len(content) > LARGEST:
        return gettext("The file may be at most 8 MB. Please make it smaller first.")
    if present >= MOST:
        return gettext("A booking holds at most %(most)s files.", most=MOST)
    return ""
