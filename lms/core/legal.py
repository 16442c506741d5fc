"""Long texts that people agree to or must be able to read: templates/site/legal/<name>.<language>.md.

The first line of a file is a comment with its version. What somebody agreed to can be shown for
ever: the version, the language and the SHA-256 of the file are kept with the answer, and the files
are kept in the project's history.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from flask import current_app, render_template
from markupsafe import Markup

from lms.config import PROJECT
from lms.core.rendering import markdown

FOLDER = PROJECT / "templates" / "site" / "legal"

_VERSION = re.compile(r"\{# version (\d{4}-\d\d-\d\d) #\}")


@dataclass(frozen=True)
class LegalText:
    """One text in one language: its version (a date) and the SHA-256 of its file."""

    name: str
    language: str
    version: str
    digest: str


@cache
def legal_text(name: str, language: str) -> LegalText:
    """Which text stands in the file now.

    Raises:
        ValueError: the file does not begin with its version.
    """
    content = (FOLDER / f"{name}.{language}.md").read_bytes()
    version = _VERSION.match(content.decode())
    if version is None:
        raise ValueError(f"{name}.{language}.md must begin with {{# version YYYY-MM-DD #}}")
    return LegalText(name, language, version[1], hashlib.sha256(content).hexdigest())


def legal_html(name: str, language: str) -> Markup:
    """The text as HTML; it may use what every page may use (academy, …)."""
    academy = current_app.extensions["settings"].academy
    return markdown(render_template(f"site/legal/{name}.{language}.md", words=academy))
