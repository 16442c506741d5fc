"""Styles and scripts: small where the browser takes it, kept for an hour, harmless where opened."""

from __future__ import annotations

import gzip

LARGE = "/static/vendor/krds/css/component/output.css"


def test_a_large_style_sheet_comes_compressed_to_who_can_read_it(client):
    plain = client.get(LARGE)
    small = client.get(LARGE, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 5


def test_it_is_kept_by_browsers_and_asked_for_again_only_if_changed(client):
    first = client.get("/static/css/academy.css")
    assert "max-age=3600" in first.headers["Cache-Control"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    again = client.get("/static/css/academy.css", headers=since)
    assert again.status_code == 304


def test_nothing_outside_the_folder_is_served(client):
    for path in ("/static/../setup.cfg", "/static/%2e%2e/setup.cfg", "/static//etc/passwd"):
        assert client.get(path, follow_redirects=True).status_code == 404
