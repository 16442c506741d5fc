"""Servers under measurement: the same server program for our application and for the bare one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent
THREADS = "4"


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and the seconds until it first answered."""

    url: str
    process: subprocess.Popen[bytes]
    seconds_to_answer: float


@contextmanager
def serve(target: str, environ: dict[str, str]) -> Iterator[Server]:
    """Serve a WSGI application by granian, one worker process, until the block ends.

    Args:
        target: "wsgi:app" or "benchmarks.bare:app".
        environ: settings besides the present environment.
    """
    port = _free_port()
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", target,
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", THREADS, "--log-level", "error",
    ]  # fmt: skip
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})
    try:
        url = f"http://127.0.0.1:{port}"
        yield Server(url, process, _wait(f"{url}/healthz", started, process))
    finally:
        process.terminate()
        process.wait(30)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of a process and its children, in MiB."""
    pids = [process.pid, *_children(process.pid)]
    return sum(_resident(pid) for pid in pids) / 1024


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """CPU time that a process and its children have used, in seconds."""
    pids = [process.pid, *_children(process.pid)]
    return sum(_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 a server with its workers, as an empty battery would."""
    for pid in [*_children(process.pid), process.pid]:
        os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in path.read_text().split()]
    return found + [grandchild for child in found for grandchild in _children(child)]


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def _ticks(pid: int) -> int:
    """User and system time of a process, in clock ticks (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _wait(url: str, started: float, process: subprocess.Popen[bytes]) -> float:
    while process.poll() is None and time.monotonic() - started < 60:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return time.monotonic() - started
        except (URLError, OSError):
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
