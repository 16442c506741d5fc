"""Rules that hold the design system together: one door, one handbook, no loose ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.config import PROJECT

TEMPLATES = PROJECT / "templates"
STATIC = PROJECT / "static"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.parts[len(TEMPLATES.parts)] not in ("components", "layout", "notifications")
)
ALL = sorted(TEMPLATES.rglob("*.html"))


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_the_handbook_names_every_macro() -> None:
    macros = re.findall(r"{% set (\w+) =", (TEMPLATES / "components/ui.html").read_text("utf-8"))
    handbook = (TEMPLATES / "components/README.md").read_text("utf-8")
    assert len(macros) > 40
    assert [macro for macro in macros if f"`{macro}`" not in handbook] == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_pages_leave_the_classes_of_the_design_system_to_the_macros(path: Path) -> None:
    if path.name == "500.html":
        return  # stands alone, so that it shows when all else fails
    assert re.findall(r"krds-[\w-]+", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_no_style_or_script_in_the_page(path: Path) -> None:
    if "notifications" in path.parts:
        return  # mail programs read no style sheet
    source = path.read_text("utf-8")
    assert re.findall(r"\sstyle=|<style|<script(?![^>]* src=)|\son\w+=", source) == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_every_sign_that_is_asked_for_is_drawn(path: Path) -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text("utf-8")))
    asked = re.findall(r'(?:\bicon\(|icon_name=|picture=)"([\w-]+)"(?! ~)', path.read_text("utf-8"))
    assert set(asked) <= drawn


def test_every_module_that_is_asked_for_exists() -> None:
    asked = {
        name
        for path in ALL
        for names in re.findall(r'data-module(?:="|": ")([\w -]+)', path.read_text("utf-8"))
        for name in names.split()
    }
    there = {path.stem for path in (STATIC / "js/modules").glob("*.js")}
    assert asked >= {"once", "popover"}
    assert asked <= there


def test_every_stylesheet_is_linked_and_short() -> None:
    linked = re.findall(r'url\("([\w-]+\.css)"\)', (STATIC / "css/academy.css").read_text("utf-8"))
    there = {path.name for path in (STATIC / "css").glob("*.css")} - {"academy.css"}
    assert set(linked) == there
    sizes = {
        path.name: len(path.read_text("utf-8").splitlines())
        for path in (STATIC / "css").glob("*.css")
    }
    assert {name: size for name, size in sizes.items() if size > 300} == {}
