"""What people are told by e-mail when they leave a firm or get another role there."""

from __future__ import annotations

from lms.accounts.queries import operators
from lms.core.db import db
from lms.core.text import N_
from lms.firms.events import MembershipEnded, MembershipKindChanged
from lms.firms.models import Membership, MembershipKind
from lms.firms.queries import managers
from lms.notifications import services as notifications


def ended(event: MembershipEnded) -> None:
    """Tell the person if somebody else did it, and the operators if the last manager is gone."""
    membership = db.session.get_one(Membership, event.membership_id)
    if event.by_id != membership.user_id and not event.moved:
        notifications.write(
            to=membership.user,
            template="firms/membership_ended",
            firm=membership.firm.name,
            reason=event.reason,
            action_url="/my/firm",
            action_label=N_("My firm"),
        )
    if membership.kind is MembershipKind.manager:
        _perhaps_the_last(membership, event.by_id)


def kind_changed(event: MembershipKindChanged) -> None:
    """Tell the person what it may do now, and the operators if the last manager is gone."""
    membership = db.session.get_one(Membership, event.membership_id)
    is_manager = membership.kind is MembershipKind.manager
    if event.by_id != membership.user_id:
        notifications.write(
            to=membership.user,
            template="firms/manager_now" if is_manager else "firms/manager_no_longer",
            firm=membership.firm.name,
            action_url="/firm" if is_manager else "/my/firm",
            action_label=N_("Our firm") if is_manager else N_("My firm"),
        )
    if not is_manager:
        _perhaps_the_last(membership, event.by_id)


def _perhaps_the_last(membership: Membership, by_id: int) -> None:
    firm = membership.firm
    if managers(firm):
        return
    for operator in operators():
        if operator.id != by_id:
            notifications.write(
                to=operator,
                template="firms/no_manager",
                firm=firm.name,
                action_url=f"/desk/firms/{firm.id}",
                action_label=N_("See the firm"),
            )
