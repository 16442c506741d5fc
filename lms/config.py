"""Settings: everything that differs between one installation and the next, read from LMS_* once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

Network = IPv4Network | IPv6Network

PROJECT = Path(__file__).resolve().parent.parent


class ConfigError(Exception):
    """A setting that keeps the application from starting; its text is one line for the operator."""


@dataclass(frozen=True)
class Academy:
    """Who runs the site: the words that stand in the header, the footer and on paper."""

    name_ko: str = "삼성 스마트팩토리 아카데미 전북캠퍼스"
    name_en: str = "Samsung Smart Factory Academy, Jeonbuk Campus"
    short_ko: str = "스마트팩토리 아카데미 전북캠퍼스"
    phone: str = "063-000-0000"
    email: str = "academy@example.org"
    address_ko: str = "전북특별자치도 전주시 덕진구 반룡로 109, 벤처지원동 1·2층"
    issuer_ko: str = "스마트팩토리 아카데미 전북캠퍼스 원장"
    issuer_en: str = "Director, Smart Factory Academy Jeonbuk Campus"
    seal: str = "sample.svg"  # a file in certificates/seals/
    emblem: str = "sample.svg"  # a file in certificates/emblems/
    statement_ko: str = ""  # what a certificate of completion states; empty: the design's own words
    statement_en: str = ""


@dataclass(frozen=True)
class RoomLimits:
    """How often, and how many hours, rooms may be asked for in a calendar month; 0 is no limit."""

    person_times: int = 8
    person_hours: int = 24
    firm_times: int = 12
    firm_hours: int = 48


@dataclass(frozen=True)
class Signing:
    """Where the keys of certificates lie; see lms/certificates/keys.py.

    Args:
        key: the file that signs papers, if it lies elsewhere than in the folder.
        timestamp_url: an RFC 3161 server; empty for none.
    """

    folder: Path = PROJECT / "var" / "signing"
    key: str = ""
    password: str = field(default="", repr=False)
    timestamp_url: str = ""


@dataclass(frozen=True)
class Settings:
    """One installation. Build it with `from_environ`; tests build it directly."""

    env: str
    home: Path
    secret_key: str
    base_url: str
    database_url: str
    redis_url: str
    storage_url: str
    mail_url: str
    mail_from: str
    host: str
    port: int
    threads: int
    clock: str
    academy: Academy
    proxies: int = 0
    signing: Signing = Signing()
    room_limits: RoomLimits = RoomLimits()
    certificate_years: int = 5
    networks: tuple[Network, ...] = ()

    @property
    def production(self) -> bool:
        """True where real people's data lives: secrets are required and demo data is refused."""
        return self.env == "production"


def from_environ(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read LMS_* and fill in the defaults of the embedded way.

    Raises:
        ConfigError: production without a secret key or a base URL, or a value of the wrong form.
    """
    get = _reader(environ)
    home = Path(get("HOME", str(PROJECT / "var"))).expanduser().resolve()
    port = _whole(get("PORT", "8000"), "LMS_PORT", 1, 65535)
    return Settings(
        env=_kind(environ, get("ENV", "development")),
        home=home,
        secret_key=get("SECRET_KEY", "") or _kept_secret(home),
        base_url=get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        database_url=_driver(get("DATABASE_URL", f"sqlite:///{home / 'lms.db'}")),
        redis_url=get("REDIS_URL", ""),
        storage_url=get("STORAGE_URL", str(home / "files")),
        mail_url=get("MAIL_URL", f"folder://{home / 'mail'}"),
        mail_from=get("MAIL_FROM", "academy@example.org"),
        host=get("HOST", "127.0.0.1"),
        port=port,
        threads=_whole(get("THREADS", "4"), "LMS_THREADS", 1, 64),
        clock=_moment(get("CLOCK", "")),
        academy=_academy(get),
        signing=Signing(
            folder=Path(get("SIGNING_FOLDER", str(home / "signing"))).expanduser(),
            key=get("SIGNING_KEY", ""),
            password=get("SIGNING_PASSWORD", ""),
            timestamp_url=get("TIMESTAMP_URL", ""),
        ),
        proxies=_whole(get("PROXIES", "0"), "LMS_PROXIES", 0, 9),
        room_limits=_room_limits(get),
        certificate_years=_whole(get("CERTIFICATE_YEARS", "5"), "LMS_CERTIFICATE_YEARS", 0, 99),
        networks=_networks(get("NETWORKS", "")),
    )


def _kind(environ: Mapping[str, str], env: str) -> str:
    """The kind of installation, which must be given what that kind needs."""
    if env not in ("development", "production", "test"):
        raise ConfigError(f"LMS_ENV is {env!r}; it must be development, production or test.")
    missing = [name for name in ("LMS_SECRET_KEY", "LMS_BASE_URL") if not environ.get(name)]
    if env == "production" and missing:
        raise ConfigError(
            f"LMS_ENV=production needs {' and '.join(missing)}; set it and start again."
        )
    return env


def _reader(environ: Mapping[str, str]) -> Callable[[str, str], str]:
    def get(name: str, default: str) -> str:
        return environ.get(f"LMS_{name}") or default

    return get


def _academy(get: Callable[[str, str], str]) -> Academy:
    base = Academy()
    return Academy(
        **{name: get(f"ACADEMY_{name.upper()}", default) for name, default in vars(base).items()}
    )


def _room_limits(get: Callable[[str, str], str]) -> RoomLimits:
    limits = {}
    for name, default in vars(RoomLimits()).items():
        key = f"ROOM_LIMIT_{name.upper()}"
        limits[name] = _whole(get(key, str(default)), f"LMS_{key}", 0, 9999)
    return RoomLimits(**limits)


def _networks(text: str) -> tuple[Network, ...]:
    """The academy's own networks, with commas in between; scans from elsewhere are flagged."""
    try:
        return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise ConfigError(
            f"LMS_NETWORKS is {text!r}; write it like 203.0.113.0/24,2001:db8::/48."
        ) from error


def _driver(url: str) -> str:
    """PostgreSQL addresses are written without a driver; ours is psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _whole(text: str, name: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ConfigError(f"{name} is {text!r}; it must be a whole number from {low} to {high}.")
    return int(text)


def _moment(text: str) -> str:
    """A moment with its time zone, as ISO 8601 writes it."""
    try:
        aware = not text or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise ConfigError(f"LMS_CLOCK is {text!r}; write it like 2026-11-22T09:00:00+09:00.")
    return text


def _kept_secret(home: Path) -> str:
    """Outside production the key is made once and kept, so that a restart signs nobody out."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()
