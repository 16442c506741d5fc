"""Pictures of rooms: added clean, taken away. The files themselves stay in the storage."""

from __future__ import annotations

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Room, RoomPhoto
from lms.classrooms.pictures import picture_from
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.storage import storage
from lms.core.text import gettext

MOST = 12
"""Pictures of one room."""


def add_photo(*, actor: User, room: Room, upload: bytes, shows: str) -> RoomPhoto:
    """Put a picture on a room's page, after those that are there.

    Args:
        upload: the bytes of the file, whatever they are.
        shows: what is to be seen, for those who can't see it.

    Raises:
        Invalid: the file is no sound picture (see pictures.py). Refused: there are enough already.
    """
    if len(room.photos) >= MOST:
        raise Refused(
            "too-many",
            gettext("A room has at most %(most)s pictures; please take one away first.", most=MOST),
        )
    picture = picture_from(upload)
    photo = RoomPhoto(
        room_id=room.id,
        file_key=storage().put(picture.large),
        small_key=storage().put(picture.small),
        width=picture.width,
        height=picture.height,
        shows=shows,
        position=max((one.position for one in room.photos), default=0) + 1,
        created_at=clock.now(),
    )
    room.photos.append(photo)
    db.session.flush()
    audit.record(actor.id, "classrooms.add_photo", photo, room=room.code, sha256=photo.file_key)
    return photo


def remove_photo(*, actor: User, room: Room, photo: RoomPhoto) -> None:
    """Take a picture off a room's page."""
    audit.record(actor.id, "classrooms.remove_photo", photo, room=room.code, sha256=photo.file_key)
    db.session.delete(photo)
    db.session.flush()
    db.session.expire(room, ["photos"])
