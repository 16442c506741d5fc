"""The operators' doors to messages and their fate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from lms.audit import services as audit
from lms.core.asked import asked_choice, asked_page, asked_text
from lms.core.guard import permit
from lms.core.text import gettext
from lms.notifications import policy, queries, services
from lms.notifications.models import MessageStatus
from lms.notifications.shown import subject_and_text

doors = Blueprint("notifications", __name__)


@doors.get("/desk/messages")
def desk_messages() -> str:
    """Messages, newest first; filter by status and address."""
    actor = permit(policy.can_see_messages)
    status, address = asked_choice(MessageStatus, "status"), asked_text(longest=254)
    page = queries.messages(status, address, asked_page())
    audit.saw(actor.id, "messages.list", [one.user_id for one in page.items if one.user_id])
    return render_template(
        "notifications/desk_messages.html",
        page=page,
        subjects={one.id: subject_and_text(one)[0] for one in page.items},
        status=status,
        statuses=MessageStatus.options(),
        counts=queries.counts(),
        q=address,
        breadcrumbs=[(gettext("Operations"), url_for("site.desk")), (gettext("Messages"), None)],
    )


@doors.get("/desk/messages/<int:message_id>")
def desk_message(message_id: int) -> str:
    """One message as it was worded, and what became of it."""
    actor = permit(policy.can_see_messages)
    message = queries.get_message(message_id)
    audit.saw(actor.id, "messages.message", [message.user_id] if message.user_id else [])
    subject, text = subject_and_text(message)
    return render_template(
        "notifications/desk_message.html",
        message=message,
        subject=subject,
        text=text,
        breadcrumbs=[
            (gettext("Operations"), url_for("site.desk")),
            (gettext("Messages"), url_for("notifications.desk_messages")),
            (subject, None),
        ],
    )


@doors.post("/desk/messages/<int:message_id>/retry")
def retry(message_id: int) -> Any:
    """Send a failed message once more."""
    actor = permit(policy.can_see_messages)
    services.retry(actor=actor, message=queries.get_message(message_id))
    flash(gettext("The message is sent again in a moment."), "success")
    return redirect(url_for("notifications.desk_message", message_id=message_id), 303)
