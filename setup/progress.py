"""What a person sees of the set-up: one line when a step begins, one when it is done.

Everything that the commands print goes to ``build/setup.log``; its end is shown when one fails.
"""

import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "build" / "setup.log"
LINES_SHOWN_ON_FAILURE = 15

_log_lock = threading.Lock()


class SetupError(Exception):
    """The set-up cannot go on; the message tells the person why, and what to do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print ``title`` now, and again with the seconds it took once the block is done."""
    # In one piece, newline and all: several steps may be under way at once.
    print(f"  {title} ...\n", end="", flush=True)
    started = time.monotonic()
    yield
    print(f"  {title}: done in {time.monotonic() - started:.1f} s\n", end="", flush=True)


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run ``command`` in the project's folder, without input, its output going to the log.

    ``env`` is added to the environment. Raises SetupError with the end of the output on failure.
    """
    words = [str(word) for word in command]
    tail: deque[str] = deque(maxlen=LINES_SHOWN_ON_FAILURE)
    _log(f"$ {' '.join(words)}\n")
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            tail.append(line)
            _log(line)
    if process.returncode:
        raise SetupError(
            f"This command failed (exit status {process.returncode}):\n    {' '.join(words)}\n\n"
            f"{''.join(tail)}\nThe whole output is in {LOG.relative_to(ROOT)}."
        )


def start_log() -> None:
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("")


def _log(text: str) -> None:
    with _log_lock, LOG.open("a", encoding="utf-8") as log:
        log.write(text)
