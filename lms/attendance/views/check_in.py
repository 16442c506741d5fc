"""The trainee's phone: scan or type the code of the room, and see what was recorded."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import parse
from werkzeug.wrappers import Response

from lms.accounts.models import User
from lms.attendance import codes, policy, queries, services
from lms.attendance.kept_scan import KeptScan, opened, sealed
from lms.attendance.marks import EventKind
from lms.attendance.models import Source
from lms.attendance.services.scanning import KEPT
from lms.attendance.views.blueprint import doors
from lms.core import clock
from lms.core.answers import wants_json
from lms.core.errors import Busy, NotFound, Refused
from lms.core.gate import show
from lms.core.guard import permit, public
from lms.core.limits import check, count
from lms.core.settings import settings
from lms.core.text import gettext

TRIES = parse("12 per minute")
"""How often one person may send a code that is refused; a code has 30 bits."""

SCAN, DEVICE = "scan", "device"
"""Cookies: the scan that waits, and the browser's own number (for the flags)."""

YEAR = 365 * 24 * 3600


@doors.get("/in/<scanned>")
@public
def scanned(scanned: str) -> ResponseReturnValue:
    """What the phone's camera opens: the scan is kept, whoever still has to sign in."""
    if len(codes.cleaned(scanned)) != codes.LENGTH:
        raise NotFound
    answer = make_response(redirect(url_for("attendance.check_in")))
    scan = KeptScan(codes.cleaned(scanned), clock.now())
    _keep(answer, SCAN, sealed(settings().secret_key, scan), int(KEPT.total_seconds()))
    return answer


@doors.get("/check-in")
def check_in() -> ResponseReturnValue:
    """Confirm the scan that waits; without one, scan here or type the code."""
    person = permit(policy.can_check_in)
    answer = make_response(_page(person))
    if DEVICE not in request.cookies:
        _keep(answer, DEVICE, secrets.token_urlsafe(16), YEAR)
    return answer


@doors.post("/check-in", endpoint="send_code")
def send_code() -> ResponseReturnValue:
    """Take the code: scanned here, typed, or kept from the camera."""
    person: User = permit(policy.can_check_in)
    kept = _kept() if request.form.get("kept") else None
    typed = kept.code if kept else request.form.get("code", "")
    seen_at = kept.seen_at if kept else clock.now()
    try:
        check(TRIES, "check-in", str(person.id))
    except Busy:
        show(lambda: services.note_refusal(person, typed, "too-often", seen_at))
        raise
    if not codes.cleaned(typed):
        if wants_json():
            return jsonify(detail=gettext("Please enter the code.")), 422
        return _page(person, problem=gettext("Please enter the code."), fresh=True), 422
    try:
        done = services.check_in(
            actor=person,
            typed=typed,
            source=Source.typed_code if request.form.get("typed") else Source.qr,
            device=_device(),
            seen_at=kept.seen_at if kept else None,
            for_a_while=bool(request.form.get("for_a_while")),
        )
    except Refused as refused:
        return _refused(person, typed, seen_at, refused)
    if not done.news:
        flash(gettext("This was recorded already."), "info")
    where = url_for("attendance.checked_in", session_id=done.session_id)
    answer = make_response(jsonify(where=where) if wants_json() else redirect(where, 303))
    answer.delete_cookie(SCAN)
    return answer


def _refused(person: User, typed: str, seen_at: datetime, refused: Refused) -> Response:
    """The reason, with the code as it was typed; noted, and counted against the limit."""
    count(TRIES, "check-in", str(person.id))
    show(lambda: services.note_refusal(person, typed, refused.code, seen_at))
    if wants_json():
        raise refused
    answer = make_response(_page(person, problem=refused.sentence, typed=typed, fresh=True), 409)
    answer.delete_cookie(SCAN)
    return answer


@doors.get("/check-in/<int:session_id>")
def checked_in(session_id: int) -> ResponseReturnValue:
    """What is recorded of oneself in a class of today."""
    person = permit(policy.can_check_in)
    session = queries.find_own_session(session_id, person)
    known = queries.find_known(session, person) if session else None
    if session is None or known is None:
        raise NotFound(gettext("There is no such class among yours."))
    return render_template(
        "attendance/checked_in.html",
        session=session,
        known=known,
        last=known.events[-1] if known.events else None,
        must_leave=session.offering.rule_check_out,
    )


def _page(person: User, *, problem: str = "", typed: str = "", fresh: bool = False) -> str:
    """The page; `fresh`: without the scan that waits."""
    scan = None if fresh else _kept()
    now = clock.now()
    return render_template(
        "attendance/check_in.html",
        classes=queries.on_now(person, now),
        scan=scan,
        leaving=_leaves_early(person, scan) if scan else False,
        problem=problem,
        typed=typed,
    )


def _leaves_early(person: User, scan: KeptScan) -> bool:
    """A code for leaving long before the end: for today, or for a while?"""
    now = clock.now()
    for session in queries.on_now(person, now):
        shown = [codes.Shown(session.id, session.starts_at)]
        reading = codes.read(services.key(), scan.code, shown, scan.seen_at)
        if reading and reading.way is EventKind.went:
            minutes_left = (session.ends_at - now).total_seconds() / 60
            return bool(minutes_left > session.offering.rule_grace)
    return False


def _kept() -> KeptScan | None:
    scan = opened(settings().secret_key, request.cookies.get(SCAN, ""))
    return scan if scan and clock.now() - scan.seen_at <= KEPT else None


def _device() -> services.Device:
    cookie, agent = request.cookies.get(DEVICE, ""), request.user_agent.string
    return services.Device(
        cookie=_fingerprint(cookie)[:32] if cookie else "",
        agent=_fingerprint(agent)[:16],
        address=request.remote_addr or "",
    )


def _fingerprint(text: str) -> str:
    return sha256(f"{settings().secret_key}:{text}".encode()).hexdigest()


def _keep(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, httponly=True, secure=request.is_secure, samesite="Lax"
    )
