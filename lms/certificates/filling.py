"""Facts into a design: the filled page, checked as far as it can be without laying it out.

Apart from render.py so that the web can check facts without loading WeasyPrint.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lms.certificates import fonts
from lms.certificates.facts import CertificateFacts
from lms.certificates.fitting import FittedText, Place, fit
from lms.certificates.paper_errors import BrokenDesign, MissingFile, MissingGlyphs

FOLDER = Path(__file__).parents[2] / "certificates"
QR = "../qr"  # the address in a design that stands for the QR symbol; no file

_SOURCES = re.compile(r'src="([^"]+)"')


def design_file(design: str, name: str) -> Path:
    """A file of a design; one that has none of its own uses that of the certificate of completion."""
    own = FOLDER / design / name
    return own if own.is_file() else FOLDER / "completion" / name


def check(facts: CertificateFacts, design: str = "completion") -> str:
    """The filled page (HTML), without laying it out: about a millisecond.

    Call it before a number is taken; whatever it refuses would be refused later.

    Raises:
        PaperError: one of its kinds.
    """
    facts = facts.cleaned()
    _all_printable(facts)
    if not (FOLDER / design / "page.html").is_file():
        raise BrokenDesign(design, "there is no such design")
    try:
        page = _templates().get_template(f"{design}/page.html").render(_offered(facts))
    except jinja2.TemplateError as error:
        raise BrokenDesign(design, error.message or type(error).__name__) from error
    _all_there(design, page)
    return page


def filled_list(design: str, **values: object) -> str:
    """The page of a list, e.g. the register (HTML).

    Raises:
        BrokenDesign: it asks for something that is not there.
    """
    try:
        return _templates().get_template(f"{design}/page.html").render(values)
    except jinja2.TemplateError as error:
        raise BrokenDesign(design, error.message or type(error).__name__) from error


def _offered(facts: CertificateFacts) -> dict[str, object]:
    """The names a template may use; certificates/README.md lists them for the designer."""

    def fitted(
        field: str,
        width: float,
        height: float,
        size: float,
        least: float,
        weight: str = "regular",
        text: str | None = None,
    ) -> FittedText:
        said = getattr(facts, field) if text is None else text
        plain = said.unescape() if isinstance(said, Markup) else str(said)
        return fit(field, plain, fonts.face(weight), Place(width, height, size, least))

    return {
        "facts": facts,
        "fit": fitted,
        "check_address": _check_address(facts.verify_url),
    }


def _check_address(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path


def _all_printable(facts: CertificateFacts) -> None:
    stored = facts.to_json()
    texts = [(field, value) for field, value in stored.items() if isinstance(value, str)]
    texts += [("syllabus", unit.title) for unit in facts.syllabus]
    for field, text in texts:
        for weight in fonts.FILES:
            if missing := fonts.face(weight).missing(text):
                raise MissingGlyphs(field, missing)


def _all_there(design: str, page: str) -> None:
    """Every file that the paper needs is there, so that nothing is found missing after the number."""
    folder = FOLDER / design
    sources = [folder / source for source in _SOURCES.findall(page) if source != QR]
    common = [design_file(design, name) for name in ("style.css", "sheet.svg")]
    for path in [*common, FOLDER / "fonts.css", *sources]:
        inside = path.resolve()
        if not inside.is_relative_to(FOLDER) or not inside.is_file():
            raise MissingFile(str(path.name))


@cache
def _templates() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
