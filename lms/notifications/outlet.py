"""Where mail goes: a folder of .eml files, or an SMTP server (LMS_MAIL_URL)."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.core import clock
from lms.notifications.letter import Letter

TIMEOUT = 8
"""Seconds for each step of the talk with a mail server."""

PORTS = {"smtp": 25, "smtps": 465}


class Undeliverable(Exception):
    """The server will never take this message; trying again is of no use."""


class Outlet(Protocol):
    """Something that takes mail."""

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over.

        Raises:
            Undeliverable: the address or the mail is refused for good.
            OSError, smtplib.SMTPException: not now; try again later.
        """

    def check(self) -> None:
        """See whether mail would be taken, without sending any.

        Raises:
            OSError, smtplib.SMTPException: it would not.
        """


def outlet(url: str) -> Outlet:
    """The outlet of a URL: folder:///path, smtp://user:password@host:port, smtps://….

    smtp:// uses STARTTLS where the server offers it; ?starttls=required insists on it.

    Raises:
        ValueError: any other URL.
    """
    parts = urlsplit(url)
    if parts.scheme == "folder" and parts.path:
        return Folder(Path(unquote(parts.path)))
    if parts.scheme in PORTS and parts.hostname:
        return Smtp(parts)
    raise ValueError("LMS_MAIL_URL must be folder:///path, smtp://host:port or smtps://host:port.")


class Folder:
    """Writes each mail to a file, so that a site without a mail server can be tried out."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, mail: EmailMessage) -> None:
        """Write the file whole or not at all."""
        self._path.mkdir(parents=True, exist_ok=True)
        name = f"{clock.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
        partial = self._path / f".{name}"
        partial.write_bytes(mail.as_bytes())
        partial.replace(self._path / f"{name}.eml")

    def check(self) -> None:
        """Write and remove a file."""
        self._path.mkdir(parents=True, exist_ok=True)
        probe = self._path / f".{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()


class Smtp:
    """Talks to a mail server, one connection a mail."""

    def __init__(self, parts: SplitResult) -> None:
        self._parts = parts
        self._starttls = parse_qs(parts.query).get("starttls", ["offered"])[0]

    def send(self, mail: EmailMessage) -> None:
        """Hand the mail to the server."""
        with self._connection() as server:
            try:
                server.send_message(mail)
            except smtplib.SMTPRecipientsRefused as error:
                code, text = next(iter(error.recipients.values()))
                _refuse(code, text, error)
            except smtplib.SMTPResponseException as error:
                _refuse(error.smtp_code, error.smtp_error, error)

    def check(self) -> None:
        """Connect, sign in and say goodbye."""
        with self._connection() as server:
            server.noop()

    def _connection(self) -> smtplib.SMTP:
        host, secure = self._parts.hostname or "", ssl.create_default_context()
        port = self._parts.port or PORTS[self._parts.scheme]
        server: smtplib.SMTP
        if self._parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
            server.ehlo()
            if server.has_extn("starttls") or self._starttls == "required":
                server.starttls(context=secure)
                server.ehlo()
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server


def _refuse(code: int, text: bytes | str, error: Exception) -> None:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if 500 <= code < 600:
        raise Undeliverable(f"{code} {said}") from error
    raise error


def envelope(letter: Letter, to: str, sender: str, key: str) -> EmailMessage:
    """The mail itself, text and HTML.

    Args:
        key: names the message for ever, so that a mail sent twice after a crash can be told by the
            reader's mail program.
    """
    mail = EmailMessage()
    mail["Subject"] = f"[{letter.academy}] {letter.subject}"
    mail["From"] = Address(letter.academy, addr_spec=sender)
    mail["To"] = to
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    return mail
