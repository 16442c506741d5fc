"""The browser that the tests drive: Debian's Chromium; on Ubuntu, Playwright's own build of it.

Ubuntu's package is a snap, which cannot use the tests' temporary folders.
"""

import shutil
from pathlib import Path

from progress import ROOT, run, step

PACKAGE = "chromium"
FOLDER = ROOT / "build" / "browsers"


def is_there() -> bool:
    return shutil.which("chromium") is not None or any(FOLDER.glob("chromium-*/*/chrome"))


def is_from_apt() -> bool:
    about = Path("/etc/os-release")
    return not (about.is_file() and "ID=ubuntu" in about.read_text().splitlines())


def install() -> None:
    """Fetch Playwright's Chromium and the libraries that it needs (asks sudo, where not root)."""
    with step("Browser for the tests"):
        playwright = ROOT / ".venv" / "bin" / "playwright"
        where = {"PLAYWRIGHT_BROWSERS_PATH": str(FOLDER)}
        run(playwright, "install", "--with-deps", "chromium", env=where)
