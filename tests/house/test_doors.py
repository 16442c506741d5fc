"""Every door, for every role: guarded, answering, and writing nothing when it only reads.

The grid below is the law. A new address under one of these beginnings needs nothing here; an
address of another kind needs a line, so that somebody decides who may pass.
"""

from __future__ import annotations

import hashlib

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from lms.audit.models import AuditEntry
from lms.core.db import db
from tests.house.world import build

EVERYBODY = {"anonymous", "trainee", "manager", "teacher", "other teacher", "operator"}
SIGNED_IN = EVERYBODY - {"anonymous"}
GRID = {
    "/desk": {"operator"},
    "/teach/sessions": {"teacher", "operator"},
    "/teach/sessions/<int:session_id>/people": {"operator"},
    "/teach": {"teacher", "other teacher", "operator"},
    "/teach/excuses": {"teacher", "other teacher", "operator"},
    "/teach/excuses/<int:excuse_id>": {"teacher", "operator"},
    "/my/excuses": {"trainee"},
    "/firm": {"manager"},
    "/firm/register": SIGNED_IN,
    "/firm/registration": SIGNED_IN,
    "/firm/registration/certificate": {"other teacher"},
    "/lists": {"manager", "operator"},
    "/my/enrolments": {"trainee"},
    "/my/certificates": SIGNED_IN,
    "/my/certificates/<int:certificate_id>": {"trainee"},
    "/my/certificates/<int:certificate_id>.pdf": {"trainee", "manager", "operator"},
    "/my/room-requests": SIGNED_IN,
    "/my/room-requests/<int:request_id>": {"manager"},
    "/classrooms/<code>/request": {"manager", "teacher", "other teacher", "operator"},
    "/classrooms/<code>/check-in": SIGNED_IN,
    "/my": SIGNED_IN,
    "/check-in": SIGNED_IN,
    "/check-in/<int:session_id>": {"trainee"},
    "/logout": SIGNED_IN,
    "/offerings/<code>/enrol": SIGNED_IN,
}
"""Who may pass, by the longest beginning that fits; addresses not named here are for everybody."""

ROLES = sorted(EVERYBODY)
TURNED_AWAY = {302, 303, 403, 404}
RAW = hashlib.sha1(b"house", usedforsecurity=False).hexdigest()


def allowed(address: str) -> set[str]:
    fits = [beginning for beginning in GRID if address.startswith(beginning)]
    return GRID[max(fits, key=len)] if fits else EVERYBODY


@pytest.fixture
def world(make, acting):
    return build(make, acting)


def _enter(app, client, user) -> dict[str, str]:
    with client.session_transaction() as session:
        session.clear()
        session["csrf_token"] = RAW
        if user is not None:
            session["_user_id"], session["_fresh"] = user.session_key, True
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(RAW)
    return {"X-CSRFToken": token}


def _rules(app, method: str):
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    assert len(found) > 20
    return [rule for rule in found if rule.endpoint != "static"]


def _turned_away(answer) -> bool:
    if answer.status_code in (302, 303):
        return answer.location.startswith("/login")
    return answer.status_code in TURNED_AWAY


def _audit(app) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.max(AuditEntry.id))) or 0
        db.session.rollback()
        return found


@pytest.mark.parametrize("role", ROLES)
def test_reading(app, client, world, role):
    _enter(app, client, world.people[role])
    before, wrong = _audit(app), []
    for rule in _rules(app, "GET"):
        answer = client.get(world.path(rule))
        if role in allowed(rule.rule) and _turned_away(answer) and "<token>" not in rule.rule:
            wrong.append(f"{rule.rule}: {answer.status_code} for somebody who may pass")
        if role not in allowed(rule.rule) and not _turned_away(answer):
            wrong.append(f"{rule.rule}: {answer.status_code} for somebody who may not")
        if answer.status_code >= 500:
            wrong.append(f"{rule.rule}: {answer.status_code}")
    assert wrong == []
    assert _audit(app) == before


@pytest.mark.parametrize("role", ROLES)
def test_writing_without_the_right(app, client, world, role):
    wrong = []
    for rule in _rules(app, "POST"):
        if role in allowed(rule.rule):
            continue
        headers = _enter(app, client, world.people[role])
        before = _audit(app)
        answer = client.post(world.path(rule), headers=headers)
        if not _turned_away(answer):
            wrong.append(f"{rule.rule}: {answer.status_code}")
        if _audit(app) != before:
            wrong.append(f"{rule.rule}: wrote something")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_form_is_answered(app, client, world, role):
    """With the right, but with nothing filled in: a page with a reason, or what an empty form means."""
    wrong = []
    for rule in _rules(app, "POST"):
        if role not in allowed(rule.rule):
            continue
        headers = _enter(app, client, world.people[role])
        answer = client.post(world.path(rule), headers=headers)
        if answer.status_code not in (200, 303, 302, 403, 404, 409, 422, 429):
            wrong.append(f"{rule.rule}: {answer.status_code}")
    assert wrong == []


def test_a_form_without_its_token_changes_nothing(app, client, world):
    _enter(app, client, world.people["operator"])
    before = _audit(app)
    for rule in _rules(app, "POST"):
        assert client.post(world.path(rule)).status_code == 409, rule.rule
    assert _audit(app) == before


def test_nobody_can_walk_in_through_an_old_session(app, client, world, acting):
    user = world.people["operator"]
    _enter(app, client, user)
    assert client.get("/desk").status_code == 200
    with acting():
        db.session.merge(user).session_key = "changed"
    assert _turned_away(client.get("/desk"))
