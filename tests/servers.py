"""Throwaway servers for the tests: PostgreSQL and Redis, alive for as long as the test run is, and the
application itself behind a socket.

Each of the first two has a folder of its own under /tmp. A small shell stands guard: it waits at a
pipe that we hold, and when the pipe closes, because the tests are through or because they were
killed, it stops the server and removes the folder.
"""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from werkzeug.serving import make_server

SECONDS_TO_START = 30
POSTGRESQL_OF_DEBIAN = Path("/usr/lib/postgresql")
# Faster, and safe where nothing has to outlive the tests.
POSTGRESQL_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=100 -c log_min_messages=fatal"
)


class ServerError(Exception):
    """A server of the tests could not be started; the message holds what it said."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a fresh PostgreSQL cluster; the value is the SQLAlchemy URL of its empty database.

    Its user is a superuser and may create further databases. About two seconds to start.
    """
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    programs = _postgresql_programs()
    with _folder(user) as folder:
        data = folder / "data"
        pg_ctl = [*as_user, str(programs / "pg_ctl"), "-D", str(data)]
        options = f"{POSTGRESQL_OPTIONS} -c unix_socket_directories={folder}"
        initdb = [*as_user, str(programs / "initdb"), "-D", str(data), f"--username={user}"]
        _run(*initdb, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", at=folder)
        with _guard(folder, [*pg_ctl, "stop", "-m", "immediate"]):
            _run(*pg_ctl, "start", "-w", "-l", str(folder / "log"), "-o", options, at=folder)
            _run(*as_user, str(programs / "createdb"), "-h", str(folder), "lms", at=folder)
            yield f"postgresql+psycopg://{user}@/lms?host={quote(str(folder))}"


@contextmanager
def redis() -> Iterator[str]:
    """Run a fresh Redis that keeps nothing on disk; the value is its URL on the loopback."""
    with _folder(getpass.getuser()) as folder:
        port = _free_port()
        with _guard(folder, ["redis-cli", "-p", str(port), "shutdown", "nosave"]):
            where = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
            apart = ["--daemonize", "yes", "--logfile", str(folder / "log")]
            _run("redis-server", *where, *apart, "--save", "", "--appendonly", "no", at=folder)
            _wait_for_port(port, folder / "log")
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Answer requests from a thread of this process; the value is the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _postgresql_programs() -> Path:
    """The newest server's programs: in Debian's folder, or beside the initdb on the path."""
    found = POSTGRESQL_OF_DEBIAN.glob("*/bin")
    if newest := max(found, key=lambda path: float(path.parent.name), default=None):
        return newest
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise ServerError("No PostgreSQL server was found; `make test` installs it.")


@contextmanager
def _folder(user: str) -> Iterator[Path]:
    # In /tmp whatever TMPDIR says: a socket's path must be short and open to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="lms-tests-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _guard(folder: Path, stop: list[str]) -> Iterator[None]:
    """Run ``stop`` and remove ``folder`` at the end of the block, or of this process."""
    script = 'cat >/dev/null; folder=$1; shift; cd /; "$@" >/dev/null 2>&1; rm -rf "$folder"'
    guard = subprocess.Popen(
        ["sh", "-c", script, "guard", str(folder), *stop],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests; the guard still has to clean up
    )
    try:
        yield
    finally:
        with suppress(subprocess.TimeoutExpired):
            guard.communicate(timeout=SECONDS_TO_START)


def _run(*command: str, at: Path) -> None:
    output = at / "output"
    with output.open("w") as log:
        status = subprocess.run(
            command, cwd=at, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
        ).returncode
    if status:
        said = "".join(path.read_text() for path in (output, at / "log") if path.exists())
        raise ServerError(f"{' '.join(command)} ended with {status}:\n{said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for_port(port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise ServerError(log.read_text() if log.exists() else "Redis did not answer.")
