"""The throwaway servers: they serve, and leave nothing behind even when the tests are killed."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
import redis
import sqlalchemy as sa

from tests import servers

ROOT = Path(__file__).resolve().parents[2]


def test_postgresql_has_what_the_application_needs() -> None:
    with servers.postgresql() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE EXTENSION btree_gist"))
            connection.execute(sa.text("CREATE EXTENSION pg_trgm"))
            assert connection.scalar(sa.text("SHOW server_encoding")) == "UTF8"
        engine.dispose()
        folder = Path(unquote(url.partition("host=")[2]))
        assert folder.is_dir()
    assert not folder.exists()


def test_redis_answers_and_goes() -> None:
    with servers.redis() as url:
        client = redis.Redis.from_url(url)
        assert client.ping()
    with pytest.raises(redis.ConnectionError):
        client.ping()


def test_a_killed_test_run_leaves_no_server() -> None:
    script = (
        "import sys, time; from tests import servers\n"
        "with servers.redis() as url:\n    print(url, flush=True)\n    time.sleep(60)"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    url = killed.stdout.readline().strip()
    assert redis.Redis.from_url(url).ping()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert _is_gone_within(20, url)


def _is_gone_within(seconds: float, url: str) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            redis.Redis.from_url(url).ping()
        except redis.ConnectionError:
            return True
        time.sleep(0.05)
    return False
