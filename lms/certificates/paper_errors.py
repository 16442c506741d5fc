"""Why a certificate can't be put on paper. Raised before any byte is handed out.

Every error carries a stable `code` and plain values, so that a door can say it in the person's
language; `str(error)` is the English sentence for logs and the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class PaperError(Exception):
    """The paper can't be made. `field` names the fact at fault, where one is."""

    code = "paper"

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class MissingFont(PaperError):
    """A font file is not there: the installation is incomplete."""

    code = "missing-font"

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path.name} is missing. Run the set-up again.")
        self.path = path


class MissingFile(PaperError):
    """A design asked for a file that is not in `certificates/`, or lies outside it."""

    code = "missing-file"

    def __init__(self, url: str) -> None:
        super().__init__(f"The design asks for a file it can't have: {url}")
        self.url = url


class MissingGlyphs(PaperError):
    """The fonts have no glyph for some characters of a fact."""

    code = "missing-glyphs"

    def __init__(self, field: str, characters: Sequence[str]) -> None:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"The fonts can't print these characters of {field}: {named}", field)
        self.characters = tuple(characters)


class TooLong(PaperError):
    """A fact does not fit its place even at the smallest size that can be read."""

    code = "too-long"

    def __init__(self, field: str, text: str, least: float) -> None:
        super().__init__(f"{field} does not fit its place even at {least:g} pt: {text}", field)
        self.text = text
        self.least = least


class BrokenDesign(PaperError):
    """A design can't be used: undefined fact, wrong syntax, unknown style, unknown name."""

    code = "broken-design"

    def __init__(self, design: str, reason: str) -> None:
        super().__init__(f"The design {design} is broken: {reason}")
        self.design = design
        self.reason = reason


class ForeignFont(PaperError):
    """The finished page used a font that is not ours, or lacked a glyph."""

    code = "foreign-font"

    def __init__(self, families: Sequence[str], characters: Sequence[str] = ()) -> None:
        what = ", ".join((*families, *characters))
        super().__init__(f"The page was set with something that is not in our fonts: {what}")
        self.families = tuple(families)
        self.characters = tuple(characters)
