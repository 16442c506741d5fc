"""The attendance sheet (출석부) on paper: of an offering (by the worker), or of one class (at once)."""

from __future__ import annotations

from lms.attendance import queries
from lms.attendance.queries import Matrix
from lms.attendance.sheet_facts import legend, paper_parts
from lms.attendance.wording import length
from lms.catalogue.models import Offering
from lms.certificates.filling import filled_list
from lms.certificates.press import list_paper
from lms.core.settings import settings
from lms.core.text import span, speaking

DESIGN = "sheet"
"""The folder of the sheet's design."""


def sheet_page(offering: Offering, matrix: Matrix, *, blank: bool) -> str:
    """The filled page, in Korean as the academy keeps it.

    Args:
        blank: boxes to be signed, instead of signs and times.
    """
    with speaking("ko"):
        return filled_list(
            DESIGN,
            head=_head(offering, matrix),
            parts=paper_parts(matrix, blank=blank),
            blank=blank,
            legend=legend(),
            academy=settings().academy,
        )


def sheet_paper(page: str) -> bytes:
    """The page laid out: some four seconds for forty people and twenty days, so not in a request."""
    return list_paper(page, DESIGN)


def _head(offering: Offering, matrix: Matrix) -> dict[str, str]:
    rooms = [sheet.session.occurrence.room.name for sheet in matrix.sheets]
    taught_by = queries.instructors(matrix.sheets)
    teachers = [name for sheet in matrix.sheets for name in taught_by.get(sheet.session.id, [])]
    return {
        "course": offering.course.title_ko,
        "run": offering.run_label,
        "period": span(offering.starts_on, offering.ends_on),
        "hours": length(sum(sheet.session.minutes for sheet in matrix.sheets)),
        "rooms": ", ".join(dict.fromkeys(rooms)),
        "instructors": ", ".join(dict.fromkeys(teachers)),
    }
