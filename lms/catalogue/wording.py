"""What the history calls each thing done to an offering, and the tone of its mark."""

from __future__ import annotations

from lms.core.text import N_

ACTIONS = {
    "catalogue.create_offering": (N_("Made"), "info"),
    "catalogue.update_offering": (N_("Changed"), "neutral"),
    "catalogue.publish_offering": (N_("Published"), "success"),
    "catalogue.advance_offering": (N_("Went on by itself"), "neutral"),
    "catalogue.cancel_offering": (N_("Called off"), "danger"),
    "enrolment.set_seats": (N_("Seats changed"), "neutral"),
}
