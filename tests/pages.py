"""A reader of pages: opens them as a person would, sends their forms, and checks each page it sees.

Every page must be valid HTML with one h1, a title, a language, labelled controls, unique ids, no
inline script or style, and only local addresses.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask.testing import FlaskClient
from lxml.etree import _Element

CONTROLS = "//input[not(@type='hidden' or @type='submit' or @type='button')]|//select|//textarea"


class Page:
    """One page that was fetched."""

    def __init__(self, browser: Browser, path: str, status: int, body: str) -> None:
        self.browser, self.path, self.status, self.body = browser, path, status, body
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False
        )
        self.tree: _Element = parser.parse(body)
        self.faults = [f"{code} at {where}" for where, code, _ in parser.errors]

    def all(self, xpath: str) -> list[Any]:
        """Everything that an XPath finds."""
        return list(self.tree.xpath(xpath))

    @property
    def text(self) -> str:
        """The words of the main part, white space folded."""
        part = self.all("//main") or self.all("//body")
        return " ".join(" ".join(part[0].itertext()).split())

    @property
    def h1(self) -> str:
        """The heading."""
        return " ".join("".join(self.all("//h1")[0].itertext()).split())

    def links(self) -> list[str]:
        """Local addresses that the page links to."""
        return [
            href for href in self.all("//a/@href") if not href.startswith(("#", "mailto", "tel"))
        ]

    def form(self, action: str | None = None) -> _Element:
        """The form in the main part whose action ends with `action` (default: the only POST form)."""
        found = [
            form
            for form in self.all("//main//form[translate(@method,'POST','post')='post']")
            if action is None or urlsplit(form.get("action") or self.path).path.endswith(action)
        ]
        assert len(found) == 1, f"{len(found)} forms for {action!r} on {self.path}"
        return found[0]

    def submit(self, action: str | None = None, *, follow: bool = True, **fields: Any) -> Page:
        """Send a form as it stands, with some fields changed (None leaves a field out)."""
        form = self.form(action)
        values: dict[str, Any] = _filled(form)
        values.update(fields)
        sent = {name: value for name, value in values.items() if value is not None}
        target = urljoin(self.path, form.get("action") or self.path)
        return self.browser.post(target, sent, follow=follow)

    def check(self) -> None:
        """Raise an AssertionError that names everything wrong with the page."""
        faults = list(self.faults)
        faults += [f"{len(self.all('//h1'))} h1"] if len(self.all("//h1")) != 1 else []
        faults += [] if "".join(self.all("//title/text()")).strip() else ["no title"]
        faults += [] if self.all("/html/@lang") else ["no language"]
        ids = self.all("//@id")
        faults += [f"id twice: {one}" for one in {i for i in ids if ids.count(i) > 1}]
        faults += [
            f"no label: {c.get('name')}" for c in self.all(CONTROLS) if not _labelled(self, c)
        ]
        faults += [f"inline style: {e.tag}" for e in self.all("//*[@style]|//body//style")]
        faults += [f"inline script: {e.tag}" for e in self.all("//script[not(@src)]")]
        faults += [
            f"handler {name} on {e.tag}"
            for e in self.all("//*")
            if isinstance(e.tag, str)
            for name in e.attrib
            if name.lower().startswith("on")
        ]
        faults += [f"no alt: {e.get('src')}" for e in self.all("//img[not(@alt)]")]
        foreign = self.all("//@src|//link[not(@rel='canonical')]/@href")
        faults += [f"foreign: {x}" for x in foreign if x.startswith(("http", "//"))]
        faults += [f"empty link: {e.get('href')}" for e in self.all("//a[@href]") if not _named(e)]
        assert not faults, f"{self.path}: {faults}"


def _labelled(page: Page, control: _Element) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby"):
        return True
    if any(True for _ in control.iterancestors("label")):
        return True
    name = control.get("id")
    return bool(name) and bool(page.all(f"//label[@for='{name}']"))


def _named(link: _Element) -> bool:
    words = "".join(link.itertext()).strip() or link.get("aria-label")
    return bool(words) or bool(link.xpath(".//img[@alt!='']|.//svg//title"))


def _filled(form: _Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for control in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
        name, kind = control.get("name"), control.get("type", "text")
        if kind in ("submit", "button", "file") or control.get("disabled") is not None:
            continue
        if kind in ("checkbox", "radio"):
            if control.get("checked") is not None:
                values.setdefault(name, []).append(control.get("value", "on"))
        elif control.tag == "select":
            chosen = control.xpath(".//option[@selected]") or control.xpath("(.//option)[1]")
            values[name] = [option.get("value", option.text) for option in chosen]
        elif control.tag == "textarea":
            values[name] = control.text or ""
        elif kind == "hidden" and name in values:  # a list that is carried along
            values[name] = [*_listed(values[name]), control.get("value", "")]
        else:
            values[name] = control.get("value", "")
    return values


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Browser:
    """Opens pages with a test client."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def __call__(self, path: str, status: int = 200) -> Page:
        """Open a page (redirects followed), expect a status, check it and return it."""
        return self._read(self.client.get(path, follow_redirects=True), path, status)

    def post(self, path: str, fields: dict[str, Any], *, follow: bool = True) -> Page:
        """Send fields; the page that comes back is checked, whatever its status."""
        answer = self.client.post(path, data=fields, follow_redirects=follow)
        return self._read(answer, path, None)

    def _read(self, answer: Any, path: str, status: int | None) -> Page:
        if status is not None:
            assert answer.status_code == status, (
                f"{path}: {answer.status_code}\n{answer.text[:2000]}"
            )
        page = Page(self, answer.request.path, answer.status_code, answer.text)
        if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
            page.check()
        return page
