"""Every word that people read is in the Korean catalogue, once, and none is written in the code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from lms.config import PROJECT
from lms.core.translations import join

HANGUL = re.compile("[\uac00-\ud7a3]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "N_": None}
CATALOGUES = sorted((PROJECT / "translations" / "ko").glob("*.po"))
WRITTEN_BY_OTHERS = {"wtforms.po"}
"""Texts that a library asks for by itself; they do not stand in our code."""


@cache
def used() -> dict[str, str]:
    """Every text in the code and the templates, with where it stands."""
    found: dict[str, str] = {}
    methods = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
    options = {
        pattern: {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true"}
        for pattern in ("**.html", "**.txt")
    }
    for folder in ("lms", "templates"):
        for file, line, text, _, _ in extract_from_dir(
            PROJECT / folder, methods, options, keywords=KEYWORDS, strip_comment_tags=True
        ):
            for one in [text[0]] if isinstance(text, tuple) else [text]:
                found.setdefault(one, f"{folder}/{file}:{line}")
    return found


def translated() -> dict[str, object]:
    catalogue, _ = join(CATALOGUES, "ko")
    keys = (m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue if m.id)
    return {key: catalogue.get(key).string for key in keys}


def test_every_text_has_korean():
    korean = translated()
    missing = [f"{where}: {text!r}" for text, where in used().items() if text not in korean]
    assert missing == []


def test_no_catalogue_keeps_a_text_that_nothing_uses():
    known = used()
    stale = []
    for path in CATALOGUES:
        if path.name in WRITTEN_BY_OTHERS:
            continue
        with path.open("rb") as lines:
            for message in read_po(lines, locale="ko"):
                text = message.id[0] if isinstance(message.id, tuple) else message.id
                if text and text not in known:
                    stale.append(f"{path.name}: {text!r}")
    assert stale == []


def test_no_two_catalogues_quarrel():
    assert join(CATALOGUES, "ko")[1] == []


def test_no_catalogue_says_a_text_twice():
    for path in CATALOGUES:
        ids = re.findall(r'^msgid (".*"(?:\n".*")*)', path.read_text(), re.M)
        twice = [text for text, count in Counter(ids).items() if count > 1]
        assert twice == [], path.name


def test_placeholders_are_kept():
    wrong = []
    for text, korean in translated().items():
        for one in korean if isinstance(korean, (tuple, list)) else [korean]:
            extra = set(PLACEHOLDER.findall(one)) ^ set(PLACEHOLDER.findall(text))
            if extra - {"num"}:
                wrong.append(f"{text!r}: {extra}")
    assert wrong == []


def _texts_in_code(source: str) -> list[str]:
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    loose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings | loose
    ]


KOREAN_IS_DATA = {
    "lms/config.py",  # the academy's own name and address, all of them settings
    "lms/core/searching.py",  # the letters themselves
    "lms/certificates/code.py",  # the form of a number, the same in every language
    "lms/attendance/typed_cells.py",  # signs as people type them on a sheet
}
KOREAN_IS_A_NAME = {"language.html"}
"""A language is offered in its own letters."""
KOREAN_FOLDERS = ("lms/demo/",)


@pytest.mark.parametrize("folder", ["lms"])
def test_no_korean_in_python(folder):
    found = []
    for path in sorted((PROJECT / folder).rglob("*.py")):
        name = str(path.relative_to(PROJECT))
        if name in KOREAN_IS_DATA or name.startswith(KOREAN_FOLDERS):
            continue
        found += [f"{name}: {t}" for t in _texts_in_code(path.read_text()) if HANGUL.search(t)]
    assert found == []


def test_no_korean_in_templates():
    found = []
    for path in sorted((PROJECT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            if path.name in KOREAN_IS_A_NAME:
                continue
            without_comments = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
            found += [f"{path.name}: {line}" for line in without_comments.splitlines()
                      if HANGUL.search(line)]  # fmt: skip
    assert found == []


def test_the_extractor_sees_texts():
    """The tests above would pass if nothing were found."""
    assert len(used()) > 100
