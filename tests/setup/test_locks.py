"""The locks: complete, hashed, and free of the address of any one registry."""

import configparser
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run.txt", "test.txt", "uv.txt", "node.txt", "badge-schema.txt")


def _locked(name: str) -> dict[str, str]:
    """The versions in a lock by package name, both as the lock writes them."""
    text = (ROOT / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;]+)", text, re.MULTILINE))


def _wanted(section: str) -> set[str]:
    """The package names that setup.cfg asks for in one section, normalised as locks write them."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    lines = "\n".join(
        text
        for key, text in config[section].items()
        if section != "options" or key == "install_requires"
    ).split("\n")
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def test_what_setup_cfg_asks_for_is_locked() -> None:
    """Fails after a change of setup.cfg without `make lock`."""
    assert _wanted("options") <= _locked("run.txt").keys()
    assert _wanted("options.extras_require") <= _locked("test.txt").keys()


def test_both_locks_agree() -> None:
    run, test = _locked("run.txt"), _locked("test.txt")
    assert run.items() <= test.items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_hashed(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("name", [*(f"requirements/{lock}" for lock in LOCKS), "package-lock.json"])
def test_no_lock_names_a_registry(name: str) -> None:
    assert "://" not in (ROOT / name).read_text()


def test_every_front_end_package_is_hashed() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    fetched = {path: entry for path, entry in lock["packages"].items() if path}
    assert fetched
    assert [path for path, entry in fetched.items() if "integrity" not in entry] == []
