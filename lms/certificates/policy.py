"""Who may do what with certificates. Which ones somebody knows of is decided by the query."""

from __future__ import annotations

from lms.accounts.models import User
from lms.certificates.models import Certificate
from lms.firms.models import Membership, MembershipKind


def can_keep_register(user: User) -> bool:
    """Issue, revoke and see the register: operators only."""
    return user.is_operator


def can_ask(user: User) -> bool:
    """Ask for a paper: everybody who is signed in; whose papers is decided by `can_download`."""
    return user.active


def can_use(user: User, certificate: Certificate) -> bool:
    """See one's own paper's page, share it, ask for it anew: the person named on it alone."""
    return user.active and certificate.holder_id == user.id


def can_download(
    user: User, certificate: Certificate, membership: Membership | None, holder: Membership | None
) -> bool:
    """The person named on it, operators, and who now manages the firm it was earned for.

    Args:
        membership: the visitor's own, now.
        holder: that of the person named; a manager sees nothing of somebody who has left.
    """
    if user.is_operator or certificate.holder_id == user.id:
        return True
    if membership is None or membership.kind is not MembershipKind.manager:
        return False
    if holder is None or holder.firm_id != membership.firm_id:
        return False
    earned = certificate.enrolment
    return earned is not None and earned.firm_id == membership.firm_id
