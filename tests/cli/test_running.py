"""`lms run` and `lms serve` as processes: they answer, and leave nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.commands import LMS, environment, free_port, lms, production

PATIENCE = 60


@contextmanager
def running(home: Path, *words: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on; whatever is left of it in the end is killed."""
    settings = production(LMS_PORT=str(port))
    process = subprocess.Popen(
        [*LMS, *words],
        env=environment(home, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for pid in [*descendants(process.pid), process.pid]:
            if process.poll() is None or pid != process.pid:
                os.kill(pid, signal.SIGKILL)
        process.wait(PATIENCE)


def children(pid: int) -> list[int]:
    """Processes that one has started, the oldest first, by /proc; none once it has ended."""
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    """Everything under a process."""
    return [one for child in children(pid) for one in (child, *descendants(child))]


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def until_it_says(process: subprocess.Popen[str], words: str) -> str:
    """Read what a process says up to some words; fail when it ends without them."""
    said = ""
    for line in process.stdout or ():
        said += line
        if words in line:
            return said
    raise AssertionError(f"It ended without saying {words!r}: {said}")


def wait_for_answer(process: subprocess.Popen[str], port: int) -> None:
    while not answers(port):
        assert process.poll() is None, process.stdout and process.stdout.read()
        time.sleep(0.05)


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_stops_everything_when_asked(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path, "run", port=port) as process:
        until_it_says(process, "https://academy.example.org")
        assert answers(port)
        under = descendants(process.pid)
        assert len(under) >= 2
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert gone(under)
        assert not answers(port)


def test_run_ends_with_an_error_when_the_worker_dies(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, "run", port=port) as process:
        until_it_says(process, "https://academy.example.org")
        assert answers(port)
        under = descendants(process.pid)
        _, worker = children(process.pid)
        os.kill(worker, signal.SIGKILL)
        assert process.wait(PATIENCE) == 1
        assert gone(under)
        until_it_says(process, "The worker ended")


def test_serve_answers_and_stops(site: Path) -> None:
    port = free_port()
    with running(site, "serve", port=port) as process:
        wait_for_answer(process, port)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert not answers(port)


@pytest.mark.parametrize("verb", ["run", "serve"])
def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path, verb: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = lms(tmp_path, verb, **production(LMS_PORT=str(port)))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in answer.stderr
    assert "LMS_PORT" in answer.stderr
