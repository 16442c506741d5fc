"""Before a class is put where its trainees have another one, whoever plans it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from lms.catalogue.events import SessionMoved, SessionsScheduled
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment import queries
from lms.enrolment.queries import Clash


class TraineesClash(Refused):
    """Trainees have another class then. Doing the same with `despite_clashes` goes through.

    Attributes:
        clashes: who has which other class.
    """

    def __init__(self, clashes: Sequence[Clash]) -> None:
        sentence = gettext(
            "%(count)s trainees have another class then: %(courses)s."
            " Choose another time, or confirm that it shall be so.",
            count=len({clash.user_id for clash in clashes}),
            courses=", ".join(dict.fromkeys(clash.course for clash in clashes)),
        )
        super().__init__("trainees-clash", sentence)
        self.clashes = clashes


def ask_first(event: SessionsScheduled | SessionMoved) -> None:
    """Reaction: go on only if nobody has another class then, or that is known.

    Raises:
        TraineesClash: somebody has, and nobody has said that it shall be so.
    """
    if event.despite_clashes:
        return
    clashes = queries.clashes_of(event.session_ids)
    if clashes:
        raise TraineesClash(clashes)
