"""Load by wrk, a program of its own so that it costs the server nothing."""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("post.lua")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def get(url: str, seconds: int = 4, connections: int = 8, header: str = "X-Bench: 1") -> float:
    """Requests a second of a page; any answer but 2xx or 3xx is an error."""
    return _wrk(["-d", f"{seconds}s", "-c", str(connections), "-H", header, url])


def post(
    url: str, requests: Path, seconds: int = 4, connections: int = 8, *, refusals: bool = False
) -> float:
    """Requests a second of POSTs, each line of a file once: path, cookie and body, by tabs.

    Args:
        refusals: answers of 4xx are what some must get, and no error.
    """
    options = ["-d", f"{seconds}s", "-c", str(connections), "-s", str(SCRIPT), "--timeout", "20s"]
    return _wrk([*options, url, "--", str(requests)], refusals=refusals)


def burst(url: str, lines: list[str], connections: int = 16) -> tuple[float, Counter[int]]:
    """Send each POST once, all connections at once: seconds taken, and how often each status came."""
    waiting, answers, host = SimpleQueue[str](), Counter[int](), urlsplit(url)
    for line in lines:
        waiting.put(line)

    def send() -> None:
        with closing(HTTPConnection(host.hostname or "", host.port, timeout=60)) as connection:
            while True:
                try:
                    path, cookie, body = waiting.get_nowait().split("\t")
                except Empty:
                    return
                connection.request("POST", path, body, {"Cookie": cookie, **FORM})
                answer = connection.getresponse()
                answer.read()
                answers[answer.status] += 1

    threads = [Thread(target=send) for _ in range(connections)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - started, answers


def _wrk(arguments: list[str], *, refusals: bool = False) -> float:
    done = subprocess.run(
        ["wrk", "-t", "1", *arguments], capture_output=True, text=True, check=True
    )
    errors = (
        "Socket errors: .*" if refusals else r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*"
    )
    bad = re.search(errors, done.stdout)
    if bad:
        raise RuntimeError(f"wrk: {bad.group(0)}\n{done.stdout}{done.stderr}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if not found:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    return float(found.group(1))


def paired(
    ours: Callable[[], float], other: Callable[[], float], rounds: int = 3
) -> tuple[float, float, float]:
    """Measure two things in turn; medians of both and of the ratio, round by round."""
    ours()
    other()
    pairs = [(ours(), other()) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )
