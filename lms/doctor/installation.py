"""Is the installation sound? Settings, clock, files, storage, mail, database, worker."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from lms.certificates import press
from lms.certificates.keys import KeyUnusable, keys_of
from lms.certificates.paper_errors import PaperError
from lms.config import PROJECT
from lms.core import clock, schema
from lms.core.db import db
from lms.core.settings import settings
from lms.core.storage import storage
from lms.jobs.models import WorkerBeat
from lms.notifications.outlet import outlet

SHORTEST_SECRET = 32
"""Characters of a secret key (256 bits as 64 hexadecimal digits are better)."""

STALE = timedelta(minutes=3)
"""A worker that has not been heard of for so long is not alive; it beats each minute."""

DRIFT = timedelta(seconds=30)
"""How far this machine's clock may be from the database's."""

KEY_WARNING = timedelta(days=60)
"""So long before its certificate ends a key is complained about."""

ASSETS = PROJECT / "setup" / "assets.txt"


def settings_sound() -> list[str]:
    """In production: a secret that can't be guessed, an address with TLS, no shifted clock."""
    if not settings().production:
        return []
    problems = []
    secret, base_url = settings().secret_key, urlsplit(settings().base_url)
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 8:
        problems.append("LMS_SECRET_KEY is too weak; make one with: openssl rand -hex 32")
    if base_url.scheme != "https" and base_url.hostname not in ("localhost", "127.0.0.1", "::1"):
        problems.append("LMS_BASE_URL does not begin with https://; passwords would travel open.")
    if settings().clock:
        problems.append("LMS_CLOCK is set; it is for demonstrations only.")
    return problems


def clock_sound() -> list[str]:
    """Time zones are known, and this machine and the database agree about the time."""
    if clock.to_seoul(datetime(2026, 1, 1, tzinfo=UTC)).hour != 9:
        return ["The time zone Asia/Seoul is not known; install tzdata."]
    return []


def assets_present() -> list[str]:
    """Every file that set-up copies for the browser is there."""
    lines = [line for line in ASSETS.read_text().splitlines() if not line.startswith(("#", "!"))]
    wanted = dict.fromkeys(line.partition("->")[2].strip() for line in lines if line)
    missing = [target for target in wanted if not _is_there(target)]
    return [f"{target} is missing; run the set-up again." for target in missing]


def _is_there(target: str) -> bool:
    path = PROJECT / target
    return any(path.iterdir()) if path.is_dir() else path.is_file()


def paper_printable() -> list[str]:
    """A sample certificate can be made: fonts, design, and the libraries under WeasyPrint."""
    try:
        press.sample("completion", "completion")
    except (PaperError, OSError) as error:
        return [f"No certificate can be made: {error}"]
    return []


def storage_writable() -> list[str]:
    """What is kept can be read again."""
    content = b"lms doctor\n"
    try:
        kept = storage().get(storage().put(content))
    except OSError as error:
        return [f"LMS_STORAGE_URL can't be written to: {error}"]
    return [] if kept == content else ["LMS_STORAGE_URL gives back something else than was kept."]


def mail_reachable() -> list[str]:
    """The folder can be written to, or the mail server answers and lets us in."""
    try:
        outlet(settings().mail_url).check()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return [f"Mail can't be sent: {error}"]
    return []


def database_reachable() -> list[str]:
    """It answers, and its clock is ours."""
    try:
        answer = db.session.execute(select(func.now())).scalar_one()
    except DatabaseError as error:
        return [f"The database does not answer: {str(error.orig).splitlines()[0]}"]
    finally:
        db.session.rollback()
    there = answer if answer.tzinfo else answer.replace(tzinfo=UTC)
    drift = abs(there - datetime.now(UTC))
    return [f"The database's clock is {drift.seconds} s away from ours."] if drift > DRIFT else []


def database_migrated() -> list[str]:
    """It stands at the migration this code was written for."""
    stands, newest = schema.current(), schema.newest()
    if stands == newest:
        return []
    return [f"The database stands at {stands}, this version needs {newest}; run: lms migrate"]


def worker_alive() -> list[str]:
    """A worker was heard of within the last minutes."""
    last = db.session.scalar(select(func.max(WorkerBeat.beat_at)))
    if last is None:
        return ["No worker has ever run here; mails and certificates wait. Start: lms worker"]
    if clock.now() - last > STALE:
        seen = f"{clock.to_seoul(last):%Y-%m-%d %H:%M}"
        return [f"No worker has been heard of since {seen}. Start: lms worker"]
    return []


def keys_usable() -> list[str]:
    """The keys that sign certificates can be used and are not about to run out.

    None at all is sound: papers are issued unsigned then, and the check page says so.
    """
    try:
        keys = keys_of(settings().signing)
    except KeyUnusable as problem:
        return [str(problem)]
    if keys.signing is None:
        return []
    ends = keys.signing.certificate.not_valid_after_utc
    if ends - clock.now() > KEY_WARNING:
        return []
    return [
        f"The certificate of the key that signs papers ends on {ends:%Y-%m-%d}. "
        "Change it: lms certificates keygen, or a new one from whoever gave it."
    ]
