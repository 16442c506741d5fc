"""A running installation that a story happens in: server, worker, and a clock that can be moved on."""

from __future__ import annotations

import email
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from pathlib import Path

LMS = str(Path(sys.executable).parent / "lms")
SECONDS = 60
DEVELOPMENT = {"LMS_ENV": "development"}
PRODUCTION = {"LMS_ENV": "production", "LMS_SECRET_KEY": "for one story only, and long enough"}


@dataclass
class Installation:
    """`lms run` on a folder of its own. `travel` restarts it at another moment.

    It runs as in production; with `demo`, as for a newcomer who tries it out.
    """

    home: Path
    database_url: str
    moment: datetime
    demo: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    _read: set[Path] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start server and worker; returns when the server answers."""
        self.port = self.port or _free_port()
        log = (self.home / "log").open("ab")
        self.process = subprocess.Popen(
            [LMS, "run"], env=self.environ, stdout=log, stderr=log, start_new_session=True
        )
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                return
            time.sleep(0.05)
        raise AssertionError((self.home / "log").read_text()[-4000:])

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(SECONDS)
        self.process = None

    def travel(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        self.stop()
        self.moment = moment
        self.start()

    def command(self, *words: str) -> str:
        """Run a verb of the `lms` command, which must succeed, and return what it said."""
        done = self._lms(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def doctor(self) -> list[str]:
        """What `lms doctor` finds, line by line. It always minds that the clock was moved."""
        return self._lms("doctor").stdout.splitlines()

    def _lms(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [LMS, *words], env=self.environ, capture_output=True, text=True, check=False
        )

    @property
    def environ(self) -> dict[str, str]:
        """The settings of this installation."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("LMS_")},
            "LMS_HOME": str(self.home),
            **(DEVELOPMENT if self.demo else PRODUCTION),
            "LMS_BASE_URL": self.url,
            "LMS_PORT": str(self.port),
            "LMS_DATABASE_URL": self.database_url,
            "LMS_CLOCK": self.moment.isoformat(),
            "PYTHONUNBUFFERED": "1",
        }

    def mail(self, address: str, about: str) -> str:
        """Wait for a new mail to an address whose subject or text holds some words; return its text."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for path in sorted((self.home / "mail").glob("*.eml")):
                if path in self._read:
                    continue
                message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",))
                text = f"{message['subject']}\n{body.get_content() if body else ''}"
                if address in str(message["to"]) and about in text:
                    self._read.add(path)
                    return text
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} about {about!r}")

    def link_in(self, text: str) -> str:
        """The first link to this site in a mail."""
        found = re.search(re.escape(self.url) + r"\S+", text)
        assert found, text
        return found.group(0)


@contextmanager
def running(installation: Installation):
    """Start, and stop whatever happens."""
    installation.start()
    try:
        yield installation
    finally:
        installation.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
