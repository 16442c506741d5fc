"""A message as the desk shows it: the same words, with secret links left out."""

from __future__ import annotations

from jinja2 import TemplateError

from lms.notifications.letter import SECRET, compose
from lms.notifications.models import Message
from lms.notifications.services import SENT


def subject_and_text(message: Message) -> tuple[str, str]:
    """Subject and text, or the template's name and what is wrong with it."""
    facts = {**message.facts, SECRET: SENT} if SECRET in message.facts else message.facts
    try:
        letter = compose(message.template, facts)
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        return message.template, f"{type(error).__name__}: {error}"
    return letter.subject, letter.text
