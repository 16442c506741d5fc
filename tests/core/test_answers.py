"""What people are told when something is in the way, or went wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from lms.core.db import db
from lms.core.gate import UnguardedDoor


@pytest.fixture
def as_in_production(app):
    """Errors are answered, not thrown at the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


def test_an_unknown_address_is_a_page(browse):
    page = browse("/nowhere", status=404)
    assert page.h1


def test_an_unknown_address_in_json(client):
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 404


def test_a_lost_database_still_gives_a_page(app, client, acting, as_in_production):
    with acting():
        for table in ("audit_entries", "notices"):
            db.session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))
    answer = client.get("/notices")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
    assert "audit_entries" not in answer.text


def test_no_secret_of_an_address_is_logged(app, client, acting, as_in_production):
    with acting():
        db.session.execute(text("ALTER TABLE calendar_feeds RENAME TO calendar_feeds_gone"))
    with capture_logs() as logged:
        assert client.get("/calendars/as-good-as-a-password.ics").status_code == 500
    assert [entry["door"] for entry in logged] == ["/calendars/<secret>.ics"]
    assert "password" not in str([{**entry, "exc_info": None} for entry in logged])


def test_a_form_without_its_token_is_told_to_reload(client):
    answer = client.post("/login", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 409


def test_security_headers_on_every_answer(client):
    for path in ("/", "/nowhere", "/static/css/academy.css"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'"), path
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_door_without_a_guard_lets_nothing_out(app, client, monkeypatch):
    monkeypatch.setitem(app.view_functions, "site.home", lambda: "unguarded")
    with pytest.raises(UnguardedDoor):
        client.get("/")


def test_options_tell_the_methods_of_a_guarded_door(client):
    answer = client.options("/my")
    assert answer.status_code == 200
    assert "GET" in answer.headers["Allow"]
    assert answer.data == b""
