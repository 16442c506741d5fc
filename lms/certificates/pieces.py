"""A filled page taken apart into pieces that can be laid out by themselves, and kept. Pure.

Most of a paper (labels, course, issuer, syllabus) is the same for a whole class. Whatever stands at a
place of its own looks the same whatever stands beside it, so it is laid out once and used again.
That holds only as long as no style asks what stands beside it; a design that does is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2

_TAG = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I | re.S
)
_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_BESIDE = {"empty", "first-child", "first-of-type", "has", "last-child", "last-of-type",
           "nth-child", "nth-last-child", "nth-last-of-type", "nth-of-type", "only-child",
           "only-of-type"}  # fmt: skip
_COUNTED = {"counter-increment", "counter-reset", "counter-set"}


class NotInPieces(ValueError):
    """The page or its style can't be taken apart; the text says why."""


@dataclass(frozen=True)
class Section:
    """A page: its opening tag, and what stands on it, each a whole element in HTML."""

    tag: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class PageInPieces:
    """`head` is everything before the first section."""

    head: str
    sections: tuple[Section, ...]


def in_pieces(page: str) -> PageInPieces:
    """Take a filled page apart.

    Raises:
        NotInPieces: an element isn't closed, or something stands outside the elements of a section.
    """
    start = page.find("<section")
    if start < 0:
        raise NotInPieces("it has no section")
    return PageInPieces(page[:start], tuple(_sections(page, start)))


def _sections(page: str, start: int) -> Iterator[Section]:
    tag = ""
    pieces: list[str] = []
    for depth, text in _elements(page, start):
        if depth == 0:
            if tag:
                yield Section(tag, tuple(pieces))
            tag, pieces = text, []
        else:
            pieces.append(text)
    yield Section(tag, tuple(pieces))


def _elements(page: str, start: int) -> Iterator[tuple[int, str]]:
    """(0, the opening tag of a section), then (1, each element on it)."""
    opened: list[str] = []
    done = begun = start
    for found in _TAG.finditer(page, start):
        if len(opened) < 2 and page[done : found.start()].strip():
            raise NotInPieces("something stands over the edge of its section")
        done, name = found.end(), (found["name"] or "").lower()
        if name in ("", "body", "html"):  # a comment, or the end
            continue
        if not opened and name != "section":
            raise NotInPieces("something stands over the edge of its section")
        if found["end"]:
            if opened.pop() != name:
                raise NotInPieces(f"<{name}> is closed where another element is open")
            if len(opened) == 1:
                yield 1, page[begun:done]
            continue
        if not opened:
            yield 0, found[0]
        elif len(opened) == 1:
            begun = found.start()
            if name in _VOID:
                yield 1, found[0]
        if name not in _VOID:
            opened.append(name)
    if opened or page[done:].strip():
        raise NotInPieces(f"<{opened[-1]}> is not closed" if opened else "it does not end")


def check_alone(css: str) -> None:
    """See that no style asks what stands beside a piece.

    Raises:
        NotInPieces: it uses a sibling's or a counter's selector or value.
    """
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            inside = tinycss2.parse_blocks_contents(rule.content)
            if _flat_names(rule.prelude) or any(one.type == "at-rule" for one in inside):
                raise NotInPieces("@page has a name or a margin; pages are all alike")
        if rule.type != "qualified-rule":
            continue
        asked = _flat_names(rule.prelude)
        if asked & (_BESIDE | {"+", "~"}):
            said = tinycss2.serialize(rule.prelude).strip()
            raise NotInPieces(f"the style {said!r} asks what stands beside; give the piece a class")
        for inside in tinycss2.parse_blocks_contents(rule.content):
            if inside.type == "declaration" and inside.lower_name in _COUNTED:
                raise NotInPieces(f"{inside.lower_name} counts from piece to piece")


def _flat_names(tokens: list[tinycss2.ast.Node]) -> set[str]:
    return {_name(token) for token in _flat(tokens) if token.type != "whitespace"}


def _flat(tokens: list[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
    for token in tokens:
        yield token
        if token.type == "function":
            yield from _flat(token.arguments)


def _name(token: tinycss2.ast.Node) -> str:
    if token.type == "literal":
        return str(token.value)
    return str(getattr(token, "lower_name" if token.type == "function" else "lower_value", ""))
