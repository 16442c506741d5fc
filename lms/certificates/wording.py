"""What keeps a paper from being made, in words for the operator. Pure."""

from __future__ import annotations

from lms.certificates.paper_errors import (
    BrokenDesign,
    MissingFile,
    MissingFont,
    MissingGlyphs,
    PaperError,
    TooLong,
)
from lms.core.text import gettext


def paper_problem(error: PaperError) -> str:
    """The problem and the way out, as one sentence."""
    match error:
        case MissingGlyphs():
            return gettext(
                "the fonts have no glyph for %(letters)s. Please correct the text (%(field)s).",
                letters=", ".join(error.characters),
                field=error.field,
            )
        case TooLong():
            return gettext(
                "“%(text)s” is too long for its place on the paper. Please shorten it (%(field)s).",
                text=error.text,
                field=error.field,
            )
        case MissingFont():
            return gettext("a font of the papers is missing. Please run the set-up again.")
        case MissingFile():
            return gettext(
                "the design asks for a file that is not there: %(file)s.", file=error.url
            )
        case BrokenDesign():
            return gettext("the design is broken: %(reason)s.", reason=error.reason)
        case _:
            return str(error)
