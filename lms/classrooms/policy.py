"""Who may change rooms, and who may ask for them."""

from __future__ import annotations

from lms.accounts.models import User
from lms.classrooms.models import BookableBy, Room
from lms.firms.queries import is_manager


def can_keep_rooms(user: User) -> bool:
    """May add and change rooms, equipment, closures and the academy's days: operators."""
    return user.is_operator


def can_book_rooms(user: User) -> bool:
    """May book rooms at once, and see and change all bookings: operators. Others ask for rooms."""
    return user.is_operator


def can_ask_for(user: User, room: Room) -> bool:
    """May ask for a room: whom the room is open to. Each group includes those before it."""
    if not room.active:
        return False
    if user.is_operator or room.bookable_by is BookableBy.everyone:
        return True
    if room.bookable_by is BookableBy.operators:
        return False
    return user.is_instructor or (room.bookable_by is BookableBy.firms and is_manager(user))
