"""What several doors show of registrations: the story, the certificate, the way back."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, request, send_file, url_for

from lms.core.documents import media_type
from lms.core.errors import NotFound
from lms.core.storage import Altered
from lms.core.text import gettext, moment
from lms.firms import services
from lms.firms.models import Registration, RegistrationStatus

Crumb = tuple[str, str | None]

TONES = {
    RegistrationStatus.waiting: "info",
    RegistrationStatus.asked: "warning",
    RegistrationStatus.approved: "success",
    RegistrationStatus.refused: "danger",
    RegistrationStatus.withdrawn: "neutral",
}


def story(found: Registration) -> list[dict[str, Any]]:
    """What happened to a registration, latest first, for ui.history."""
    lines = []
    for number, step in enumerate(found.steps):
        is_asker = step.actor_id == found.asked_by_id
        if number == 0:
            title = gettext("Request to join sent") if found.joins else gettext("Registration sent")
        elif step.status is RegistrationStatus.waiting:
            title = (
                gettext("Answered")
                if is_asker
                else gettext("Became a request to join, because the firm was registered")
            )
        else:
            title = step.status.label
        lines.append(
            {
                "time": moment(step.at),
                "title": title,
                "detail": step.message or None,
                "tone": TONES[step.status],
            }
        )
    return lines[::-1]


def certificate_of(found: Registration) -> Response:
    """The business registration certificate, to look at or (?download=1) to keep.

    Raises:
        NotFound: there is none (any more), or its bytes were changed.
    """
    if not found.certificate_key:
        raise NotFound
    try:
        content = services.papers().get(found.certificate_key)
    except (FileNotFoundError, Altered) as error:
        raise NotFound(gettext("There is no such file.")) from error
    return send_file(
        io.BytesIO(content),
        mimetype=media_type(found.certificate_name),
        as_attachment="download" in request.args,
        download_name=found.certificate_name,
    )


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way to pages about one's own firm."""
    return [
        (gettext("My classroom"), url_for("site.my")),
        (gettext("My firm"), url_for("firms.my_firm")),
        *more,
    ]
