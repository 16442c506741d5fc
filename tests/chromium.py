"""The browser of the journeys: how to start it so that it stays on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

expect.set_options(timeout=15_000)
"""Milliseconds until what is expected must be there; a busy machine takes its time."""

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# It would look for updates and the like at every start.
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str:
    """Debian's Chromium, or the one that set-up fetched where Debian's is not to be had."""
    fetched = sorted((ROOT / "build" / "browsers").glob("chromium-*/*/chrome"))
    found = shutil.which("chromium") or (str(fetched[-1]) if fetched else None)
    if found is None:
        raise FileNotFoundError("No Chromium was found; `make test` installs it.")
    return found


@contextmanager
def chromium(camera: Path | None = None) -> Iterator[Browser]:
    """A running browser without windows.

    Args:
        camera: a film (.y4m) that its camera sees.
    """
    seeing = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            chromium_sandbox=os.geteuid() != 0,  # as root it refuses to start with its sandbox
            args=[*QUIET, *(seeing if camera else [])],
        )
        yield browser
        browser.close()
