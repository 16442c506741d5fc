"""Templates without a database: the real environment, Korean words, nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from lxml.etree import _ElementTree

from lms.config import PROJECT
from lms.core import rendering
from lms.core.translations import compile_catalogues

UI = '{% import "components/ui.html" as ui %}'


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    words: Path = tmp_path_factory.mktemp("words")
    app = Flask(
        "bare",
        template_folder=str(PROJECT / "templates"),
        static_folder=str(PROJECT / "static"),
        static_url_path="/static",
    )
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(
        compile_catalogues(PROJECT / "translations", words)
    )
    app.secret_key = "for tests only"
    Babel(app, default_locale="ko")
    rendering.install(app, {})
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    return app


@pytest.fixture
def draw(bare: Flask) -> Callable[..., _ElementTree]:
    """Render a bit of template that uses `ui` and return its HTML as a tree."""

    def draw(source: str, **data: Any) -> _ElementTree:
        with bare.test_request_context("/"):
            html = render_template_string(UI + source, **data)
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False
        )
        tree: _ElementTree = parser.parse(f"<!doctype html><title>x</title><body>{html}")
        assert not parser.errors, (parser.errors, html)
        return tree

    return draw


def words(tree: _ElementTree) -> str:
    """What is read, white space folded."""
    return " ".join(" ".join(tree.find("body").itertext()).split())
