"""A person's address behind a proxy: believed only as far as the settings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import request

from lms.app import create_app
from tests.fresh import settings


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [(0, "127.0.0.1", "http"), (1, "203.0.113.9", "https"), (2, "198.51.100.7", "https")],
)
def test_only_trusted_proxies_say_where_a_person_comes_from(
    tmp_path: Path, proxies: int, address: str, scheme: str
) -> None:
    url = f"sqlite:///{tmp_path / 'lms.db'}"
    app = create_app(settings(tmp_path, url, proxies=proxies))
    noted = {
        "X-Forwarded-For": "192.0.2.66, 198.51.100.7, 203.0.113.9",
        "X-Forwarded-Proto": "https, https",
    }
    with app.test_client() as client:
        assert client.get("/healthz", headers=noted).status_code == 200
        assert (request.remote_addr, request.scheme) == (address, scheme)
