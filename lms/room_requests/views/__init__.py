"""Doors of requests for rooms: the asker's and the desk's."""

from lms.room_requests.views import asking, checking_in, deciding, desk, documents, mine
from lms.room_requests.views.blueprint import doors

__all__ = ["asking", "checking_in", "deciding", "desk", "documents", "doors", "mine"]
