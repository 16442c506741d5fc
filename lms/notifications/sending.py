"""One try at sending one message: word it, put it in an envelope, give it to the outlet."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from flask import current_app
from jinja2 import TemplateError

from lms.config import Settings
from lms.notifications.letter import compose
from lms.notifications.models import Message
from lms.notifications.outlet import Undeliverable, envelope, outlet


@dataclass(frozen=True)
class Fate:
    """What went wrong ("" for nothing), and whether trying again is of no use."""

    problem: str = ""
    final: bool = False


def send(message: Message) -> Fate:
    """Send a message and tell how it went; nothing is written to the database."""
    settings: Settings = current_app.extensions["settings"]
    try:
        letter = compose(message.template, message.facts)
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        return Fate(f"{message.template}: {type(error).__name__}: {error}", final=True)
    key = f"lms-{message.id}-{message.created_at:%Y%m%d%H%M%S}"
    try:
        mail = envelope(letter, message.address, settings.mail_from, key)
        outlet(settings.mail_url).send(mail)
    except (Undeliverable, ValueError) as error:
        return Fate(str(error), final=True)
    except (OSError, smtplib.SMTPException) as error:
        return Fate(f"{type(error).__name__}: {error}")
    return Fate()
