"""What people are told by e-mail about registrations of firms and requests to join one."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import User
from lms.core.db import db
from lms.core.text import N_
from lms.firms.events import RegistrationStepped
from lms.firms.models import Registration, RegistrationStatus, RegistrationStep
from lms.firms.queries import managers
from lms.notifications import services as notifications


def stepped(event: RegistrationStepped) -> None:
    """Tell the asker what has become of it, and the firm's managers that somebody wants to join."""
    step = db.session.get_one(RegistrationStep, event.step_id)
    registration = step.registration
    match step.status:
        case RegistrationStatus.waiting:
            _came_in(registration, step)
        case RegistrationStatus.asked:
            _tell(registration, "registration_more", message=step.message)
        case RegistrationStatus.approved:
            _approved(registration, step)
        case RegistrationStatus.refused:
            kind = "join_refused" if registration.joins else "registration_refused"
            _tell(registration, kind, message=step.message)
        case RegistrationStatus.withdrawn:
            return


def _came_in(registration: Registration, step: RegistrationStep) -> None:
    """New, or a registration that became a request to join because a colleague was faster."""
    if not registration.joins:
        _tell(registration, "registration_received")
        return
    _tell(registration, "join_received" if step.actor_id else "registration_turned")
    if registration.firm is None:
        return
    for manager in managers(registration.firm):
        _write(
            manager.user,
            "join_asked",
            registration,
            person=registration.asked_by.name,
            action_url="/firm/joiners",
            action_label=N_("Decide about it"),
        )


def _approved(registration: Registration, step: RegistrationStep) -> None:
    if registration.joins:
        _tell(
            registration,
            "join_approved",
            message=step.message,
            kind=registration.wanted.msgid,
            action_url="/my/firm",
            action_label=N_("My firm"),
        )
        return
    _tell(
        registration,
        "registration_approved",
        message=step.message,
        group=registration.group.msgid,
        action_url="/firm",
        action_label=N_("Our firm"),
    )


def _tell(registration: Registration, template: str, **facts: Any) -> None:
    link = {"action_url": "/firm/registration", "action_label": N_("See my registration")}
    _write(registration.asked_by, template, registration, **{**link, **facts})


def _write(to: User, template: str, registration: Registration, **facts: Any) -> None:
    notifications.write(
        to=to,
        template=f"firms/{template}",
        firm=registration.firm_name,
        number=registration.shown_number,
        **facts,
    )
