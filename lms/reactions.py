"""THE table: event → what follows, at once and in the same transaction.

Read it as: when this has happened, these are done, in this order.
"""

from __future__ import annotations

from lms.catalogue.events import (
    OfferingCancelled,
    OfferingPublished,
    SessionCalledOff,
    SessionMoved,
)
from lms.core.events import Reactions

REACTIONS: Reactions = {
    OfferingPublished: [],
    OfferingCancelled: [],
    SessionMoved: [],
    SessionCalledOff: [],
}
