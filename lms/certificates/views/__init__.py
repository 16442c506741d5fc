"""Doors of the area: the public check, the holder's download, the desk's register."""

from lms.certificates.views import (
    bulk,
    desk,
    destroyed,
    download,
    firm,
    own,
    requests,
    shared,
    unfounded,
    verify,
)
from lms.certificates.views.blueprint import doors

__all__ = [
    "bulk",
    "desk",
    "destroyed",
    "doors",
    "download",
    "firm",
    "own",
    "requests",
    "shared",
    "unfounded",
    "verify",
]
