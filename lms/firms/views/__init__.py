"""Doors of the area."""

from lms.firms.views import (
    belonging,
    colleagues,
    desk,
    desk_registrations,
    desk_workplaces,
    invitations,
    own,
    own_firm,
    people,
    registering,
)
from lms.firms.views.blueprint import doors

__all__ = [
    "belonging",
    "colleagues",
    "desk",
    "desk_registrations",
    "desk_workplaces",
    "doors",
    "invitations",
    "own",
    "own_firm",
    "people",
    "registering",
]
