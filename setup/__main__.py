"""Installs what is missing for ``run``, ``check``, ``test`` or ``bench``; called by ``setup/start``.

Standard library only, and nothing is done twice: every step looks first whether it is needed.
"""

import fcntl
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import assets
import browser
import packages
import system
from progress import LOG, ROOT, SetupError, start_log

BESIDES = {"test": system.TO_TEST, "bench": system.TO_MEASURE}
"""Which system packages a purpose needs besides those that run the site."""


def main(purpose: str) -> int:
    """Install for ``purpose``; 0 when everything is there, 1 when the set-up had to stop."""
    needs = system.TO_RUN + BESIDES.get(purpose, ())
    lock = packages.TO_RUN if purpose == "run" else packages.TO_TEST
    try:
        if not _is_complete(needs, lock):
            with _alone():
                _install(needs, lock)
    except SetupError as stopped:
        print(f"\nSet-up stopped. {stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; the same command takes it up again.", file=sys.stderr)
        return 130
    return 0


def _is_complete(needs: tuple[system.Need, ...], lock: str) -> bool:
    return not system.missing(needs) and packages.is_installed(lock) and assets.is_installed()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other set-up of this project is at work."""
    LOG.parent.mkdir(exist_ok=True)
    with (LOG.parent / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(needs: tuple[system.Need, ...], lock: str) -> None:
    start_log()
    print(f"Setting up {ROOT.name}; details are in {LOG.relative_to(ROOT)}", flush=True)
    missing = system.missing(needs)
    system.require_right_to_install(missing)
    own_browser = browser.PACKAGE in missing and not browser.is_from_apt()
    if own_browser:
        missing.remove(browser.PACKAGE)
    first = system.missing(system.TO_RUN)
    system.install(first)
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(system.install, [name for name in missing if name not in first])]
        packages.make_environment()
        if not packages.is_installed(lock):
            jobs.append(pool.submit(packages.install, lock))
        if not assets.is_installed():
            jobs.append(pool.submit(assets.install))
    for job in jobs:
        job.result()
    if own_browser:
        browser.install()
    system.require(needs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
