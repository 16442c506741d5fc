"""Problems become answers here, once: a page, a fragment for htmx, or problem+json."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import structlog
from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from lms.core import addresses
from lms.core import db as database
from lms.core.errors import Problem, SignInNeeded

log = structlog.get_logger()

PAGES = frozenset({403, 404, 409, 413, 422, 429, 500})
BUSY = frozenset({"40P01", "40001", "55P03", "57014"})
"""PostgreSQL: deadlock, serialisation failure, lock not available, statement cancelled."""


def install(app: Flask) -> None:
    """Register the handlers, and have what can name nothing answered as not found."""
    addresses.install(app)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _unexpected)


def _sign_in(_: SignInNeeded) -> Any:
    if wants_json():
        return _json(401, "sign-in", gettext("Please sign in first."))
    target = request.full_path if request.method == "GET" else request.referrer or "/"
    where = url_for("accounts.login", next=target.rstrip("?"))
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)


def _problem(problem: Problem) -> Any:
    return answer(problem.status, problem.code, problem.sentence)


def _stale_form(_: CSRFError) -> Any:
    sentence = gettext(
        "This page was open for too long. Please go back, reload it and send it again."
    )
    return answer(409, "stale-form", sentence)


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400 or status not in PAGES | {400, 405}:
        return error
    response = answer(status, error.name.lower().replace(" ", "-"), "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database_busy(error: OperationalError) -> Any:
    words, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    if "locked" not in words and "timeout" not in words and state not in BUSY:
        return _unexpected(error)
    log.warning("database.busy", door=_door())
    return answer(429, "busy", gettext("Very many people are here just now. Please try again."))


def _unexpected(error: Exception) -> Any:
    log.exception("request.failed", door=_door(), method=request.method)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    with suppress(SQLAlchemyError):  # the database itself may be what failed
        database.rollback()
    return _last_resort()


def _door() -> str:
    """The address as it is built, without what stands in it: some are as good as a password."""
    return str(request.url_rule)


def _last_resort() -> Response:
    """The page for what nobody foresaw; it asks neither the database nor the menus for anything."""
    if wants_json():
        return _json(500, "unexpected", "")
    page = current_app.jinja_env.get_template("errors/500.html")
    return Response(page.render(), 500)


def answer(status: int, code: str, sentence: str) -> Response:
    """The answer for a problem, in the form the asker can read."""
    if wants_json():
        return _json(status, code, sentence)
    page = status if status in PAGES else 404 if status < 500 else 500
    fragment = (
        "errors/fragment.html" if request.headers.get("HX-Request") else f"errors/{page}.html"
    )
    return Response(render_template(fragment, sentence=sentence, status=status), status)


def wants_json() -> bool:
    """Does the asker read JSON rather than pages?"""
    accept = request.accept_mimetypes
    return accept["application/json"] > accept["text/html"]


def _json(status: int, code: str, sentence: str) -> Response:
    response = jsonify(status=status, code=code, detail=str(sentence))
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response
