"""Tables of words for the history: actions, areas, rows, fields, states. No logic."""

from lms.audit.words.actions import ACTIONS
from lms.audit.words.things import AREAS, FIELDS, STATES, SUBJECTS

__all__ = ["ACTIONS", "AREAS", "FIELDS", "STATES", "SUBJECTS"]
