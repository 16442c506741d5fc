"""Pages that must be there, and the language switch."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from lms.core.legal import FOLDER, legal_text
from tests.pages import Browser

PAGES = ["/about", "/terms", "/privacy", "/email-refusal", "/accessibility"]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_stands_in_both_languages(browse: Browser, path: str) -> None:
    korean = browse(path)
    assert korean.all("/html/@lang") == ["ko"]
    english = browse(f"/language/en?next={path}")
    assert english.path == path
    assert english.all("/html/@lang") == ["en"]
    assert korean.h1 != english.h1
    assert len(english.text) > 200


def test_every_text_has_a_version_and_both_languages() -> None:
    names = sorted(path.name for path in FOLDER.glob("*.md"))
    assert len(names) == 22
    for name in names:
        stem, language, _ = name.split(".")
        text = legal_text(stem, language)
        other = legal_text(stem, {"ko": "en", "en": "ko"}[language])
        assert text.version == other.version
        assert text.digest != other.digest


def test_the_switch_leads_nowhere_else(client: FlaskClient) -> None:
    answer = client.get("/language/en?next=https://evil.example/")
    assert answer.headers["Location"] == "/"
    assert client.get("/language/xx").status_code == 404
