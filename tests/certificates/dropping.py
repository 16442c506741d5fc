"""A file dropped on the page that checks papers."""

from __future__ import annotations

import io

from tests.pages import Browser, Page


def drop(browse: Browser, content: bytes) -> Page:
    """What the page says about a file."""
    page = browse("/verify")
    token = page.all("//form[contains(@action, '/verify/file')]//input[@name='csrf_token']/@value")
    sent = {"csrf_token": token[0], "file": (io.BytesIO(content), "paper.pdf")}
    return browse.post("/verify/file", sent)
