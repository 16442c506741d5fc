"""Nonsense in addresses and forms is answered by a page with a reason, never by a fault of ours."""

from __future__ import annotations

import inspect
import re
import sys
from urllib.parse import quote, urlencode

import pytest

from tests.house.test_doors import _enter, _rules
from tests.house.world import World, build
from tests.pages import Page, _filled

TEXTS = (
    "a\x00b",
    "\ufdfa" * 50,  # eighteen letters each, once it is folded for the search
    "洪Nguyễn\u1112\u1169\u11bc" + "가" * 40,
    "🏭👩‍🏭 %_\\'\";--<script>",
    "가나다 " * 3000,
)
NUMBERS = ("-1", str(2**31), str(10**30), "9" * 5000, "²")
DAYS = ("0001-01-01", "9999-12-31", "0000-00-00")
MONTHS = ("0001-01", "9999-12")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T09:00")
FILL = "101|9999-12-31T23:59+00:00|0001-01-01T00:00+14:00"
BY_TYPE = {
    "date": DAYS,
    "datetime-local": MOMENTS,
    "time": ("24:00", "09:20+99:99", "23:59"),
    "number": NUMBERS,
    "select": ("a\x00b", *NUMBERS[1:4]),
    "radio": ("a\x00b", "x"),
    "checkbox": ("x",),
    "hidden": ("a\x00b", *NUMBERS[1:4]),
}
ASKED = re.compile(r"""(?:args\.get(?:list)?|asked_\w+)\((?:\w+, )?["'](\w+)["']""")
ROW = re.compile(r"\d+")
LAST = ("cancel", "call-off", "refuse", "revoke", "active", "password", "lock")
"""Forms after which there is less to try; they come last."""


@pytest.fixture
def world(make, acting):
    return build(make, acting)


def _arguments(view) -> set[str]:
    """The query arguments that a door may read, by the text of its file."""
    source = inspect.getsource(sys.modules[inspect.unwrap(view).__module__])
    found = set(ASKED.findall(source))
    for call, name in (("asked_page(", "page"), ("asked_text()", "q"), ("asked_day()", "day")):
        found |= {name} if call in source else set()
    return found | ({"month"} if "asked_month()" in source else set())


def test_queries(app, client, world):
    """Every argument of a page at once, the same nonsense in each."""
    headers = _enter(app, client, world.people["operator"])
    faults, tried = [], 0
    for rule in _rules(app, "GET"):
        names = _arguments(app.view_functions[rule.endpoint])
        dates = (*DAYS, *MONTHS) if names & {"day", "week", "month", "on"} else ()
        for word in (*TEXTS, *NUMBERS, *dates) if names else ():
            query = urlencode(dict.fromkeys(names, word[:2000]))
            answer = client.get(f"{world.path(rule)}?{query}", headers=headers)
            tried += 1
            if answer.status_code >= 500:
                faults.append(f"{rule.rule} {sorted(names)}: {word[:20]!r}")
    assert faults == []
    assert tried > 100


def test_addresses(app, client, world):
    """What can't be the name of anything is not found."""
    _enter(app, client, world.people["operator"])
    faults = []
    for rule in _rules(app, "GET"):
        for argument in rule.arguments:
            number = f"<int:{argument}>" in rule.rule
            for word in NUMBERS[:4] if number else TEXTS[:4]:
                asked = World(values={**world.values, world._key(rule.rule, argument): quote(word)})
                answer = client.get(asked.path(rule))
                if answer.status_code not in (200, 303, 404):
                    faults.append(f"{rule.rule} {word[:20]!r}: {answer.status_code}")
    assert faults == []


def _controls(form) -> dict[str, str]:
    """Its fields and their kinds; of those that repeat row by row (hours-0, hours-1 …), the first."""
    found: dict[str, tuple[str, str]] = {}
    for control in form.xpath(
        ".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]"
    ):
        name, kind = control.get("name"), control.tag
        if name != "csrf_token":
            kind = control.get("type", "text") if kind == "input" else kind
            found.setdefault(ROW.sub("", name), (name, kind))
    return dict(found.values())


def _forms(app, client, world, who: str) -> list[tuple[str, dict, dict[str, str]]]:
    """Every form that somebody is shown: where it goes, what stands in it, its fields."""
    _enter(app, client, world.people[who])
    found = {}
    for rule in _rules(app, "GET"):
        path = world.path(rule)
        answer = client.get(path, headers={"Accept": "text/html"})
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page = Page(None, path, 200, answer.text)
        for form in page.all("//main//form[translate(@method,'POST','post')='post']"):
            action = form.get("action") or path
            found[action] = (action, _filled(form), _controls(form))
    return sorted(found.values(), key=lambda one: any(word in one[0] for word in LAST))


def _nonsense(app, name: str, kind: str) -> tuple[str, ...]:
    """What a field is given. SQLite keeps any text, so that it gets one; PostgreSQL is particular."""
    if name == "fill":
        return (FILL,)
    texts = TEXTS if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql") else TEXTS[-1:]
    return BY_TYPE.get(kind, texts)


@pytest.mark.parametrize("who", ["operator", "teacher", "trainee", "anonymous"])
def test_forms(app, client, world, who):
    """One field after the other holds nonsense, the rest stands as it was shown."""
    faults, tried = [], 0
    for action, values, controls in _forms(app, client, world, who):
        headers = _enter(app, client, world.people[who])
        for name, kind in controls.items():
            for word in _nonsense(app, name, kind):
                app.extensions["limits"].storage.reset()
                answer = client.post(action, data={**values, name: word}, headers=headers)
                tried += 1
                if answer.status_code >= 500:
                    faults.append(f"{action} {name}: {word[:20]!r}")
    assert faults == []
    assert tried > 5
