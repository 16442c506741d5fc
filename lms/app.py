"""The application, put together from top to bottom."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from flask import Flask, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.accounts import sessions
from lms.audit.queries import version_of_data
from lms.config import PROJECT, Settings, from_environ
from lms.core import (
    answers,
    clock,
    events,
    headers,
    limits,
    logs,
    page_cache,
    rendering,
    static_files,
    storage,
)
from lms.core.cookies import A_MINUTE, SignedCookies
from lms.core.db import db
from lms.core.gate import Gate
from lms.core.guard import public
from lms.core.translations import compile_catalogues
from lms.jobs import queue
from lms.reactions import REACTIONS
from lms.site import navigation

AREAS = (
    "site",
    "accounts",
    "firms",
    "notices",
    "classrooms",
    "catalogue",
    "room_requests",
    "enrolment",
    "attendance",
    "completion",
    "certificates",
    "calendars",
    "notifications",
)
"""Areas with doors: each has views.py with a blueprint `doors`."""

WITH_TABLES = (
    "jobs",
    "audit",
    "notifications",
    "accounts",
    "firms",
    "notices",
    "classrooms",
    "catalogue",
    "room_requests",
    "enrolment",
    "attendance",
    "completion",
    "certificates",
    "calendars",
)
"""Areas with models.py, in the order in which they may know each other."""

WITH_TASKS = (
    "notifications",
    "firms",
    "catalogue",
    "enrolment",
    "attendance",
    "certificates",
    "room_requests",
)
"""Areas with tasks.py, which registers jobs, sweeps and routines when it is imported."""

LANGUAGES = ("ko", "en")
UPLOAD_LIMIT = 10 * 1024 * 1024
IDLE = timedelta(minutes=30)


def create_app(settings: Settings | None = None) -> Gate:
    """The WSGI application of one installation."""
    settings = settings or from_environ()
    settings.home.mkdir(parents=True, exist_ok=True)
    logs.install(json=settings.production)
    if settings.clock:
        clock.start_at(datetime.fromisoformat(settings.clock))
    app = Gate(
        "lms", template_folder=str(PROJECT / "templates"), static_folder=str(PROJECT / "static")
    )
    app.config.update(_config(settings))
    app.session_interface = SignedCookies()
    app.extensions["settings"] = settings
    app.extensions["storage"] = storage.Storage(settings.storage_url)
    events.install(app.extensions, REACTIONS)
    for area in WITH_TABLES:
        import_module(f"lms.{area}.models")
    db.init_app(app)
    Migrate(app, db, directory=str(PROJECT / "migrations"))
    CSRFProtect(app)
    limits.install(app, settings.redis_url)
    page_cache.install(app, settings.redis_url, version_of_data)
    _languages(app)
    _people(app)
    rendering.install(app, navigation.context(settings))
    answers.install(app)
    headers.install(app, https=settings.base_url.startswith("https://"))
    queue.install(app, settings)
    for area in WITH_TASKS:
        import_module(f"lms.{area}.tasks")
    for area in AREAS:
        app.register_blueprint(import_module(f"lms.{area}.views").doors)
    public(app.view_functions["static"])
    static_files.install(app, lasting=settings.production)
    _trust(app, settings.proxies)
    return app


def _trust(app: Flask, proxies: int) -> None:
    """Believe the addresses and the scheme that so many proxies before us have noted, and no more.

    Rate limits and the audit go by a person's address; nobody may write it himself.
    """
    if proxies:
        trusting = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)
        app.wsgi_app = trusting  # type: ignore[method-assign]  # Flask's own way to wrap it


def _config(settings: Settings) -> dict[str, object]:
    pooled = not settings.database_url.startswith("sqlite")
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.env == "test",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": settings.threads + 2,
            "max_overflow": settings.threads,
            # No ping before each use, which costs a round trip a request: the first connection found
            # broken after a restart of PostgreSQL empties the whole pool.
            **({"pool_recycle": 1800} if pooled else {}),
        },
        "MAX_CONTENT_LENGTH": UPLOAD_LIMIT,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "IDLE_SECONDS": int(IDLE.total_seconds()),
        "PERMANENT_SESSION_LIFETIME": IDLE + A_MINUTE,  # a cookie may be that much older
        "WTF_CSRF_TIME_LIMIT": 6 * 3600,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "ko",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Seoul",
        "BABEL_TRANSLATION_DIRECTORIES": str(PROJECT / "build" / "translations"),
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def _languages(app: Flask) -> None:
    compile_catalogues(PROJECT / "translations", PROJECT / "build" / "translations")
    app.jinja_env.add_extension("jinja2.ext.i18n")
    Babel(app, locale_selector=lambda: _language() if request else "ko")


def _language() -> str:
    chosen = request.cookies.get("lang", "")
    return chosen if chosen in LANGUAGES else "ko"


def _people(app: Flask) -> None:
    login = LoginManager(app)
    login.user_loader(sessions.load_user)
    login.session_protection = "basic"
