"""Reading rooms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.classrooms.models import Room, RoomPhoto
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def rooms(*, with_inactive: bool = False, with_hours: bool = False) -> Sequence[Room]:
    """Rooms in the order in which one walks past them: floor, then code. One query.

    Args:
        with_hours: their opening hours are loaded as well, in the same query.
    """
    statement = select(Room).order_by(Room.floor, Room.code)
    if not with_inactive:
        statement = statement.where(Room.active)
    if with_hours:
        statement = statement.options(joinedload(Room.hours))
    return db.session.scalars(statement).unique().all()


def find_room(code: str) -> Room | None:
    """The room of a code, in use or not."""
    return db.session.scalars(select(Room).where(Room.code == code)).one_or_none()


def get_room(code: str) -> Room:
    """The room of a code, in use or not.

    Raises:
        NotFound: there is no such room.
    """
    room = find_room(code)
    if room is None:
        raise NotFound(gettext("There is no room “%(code)s”.", code=code))
    return room


def get_photo(room: Room, photo_id: int) -> RoomPhoto:
    """One picture of a room.

    Raises:
        NotFound: the room has none of that number.
    """
    photo = db.session.get(RoomPhoto, photo_id)
    if photo is None or photo.room_id != room.id:
        raise NotFound(gettext("There is no such picture."))
    return photo
