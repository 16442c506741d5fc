"""Demo people: an operator, six instructors, a firm's training manager and sixty trainees."""

from __future__ import annotations

from collections.abc import Mapping

from lms.accounts import passwords, services
from lms.accounts.models import ConsentKind, Role, User
from lms.accounts.queries import find_by_email
from lms.demo.accounts import OPERATOR, PASSWORD
from lms.demo.tables import rows
from lms.firms import services as firms
from lms.firms.models import Firm, MembershipKind

Row = dict[str, str]


def add_people() -> dict[str, User]:
    """All demo people, by e-mail address, with their roles; signed up and confirmed now."""
    kept = passwords.hashed(PASSWORD)  # once for all: making one takes 30 ms
    people = {row["email"]: _sign_up(row, kept) for row in rows("people")}
    operator = people[OPERATOR]
    for row in rows("people"):
        if row["role"]:
            user = people[row["email"]]
            services.grant_role(
                actor=None if user is operator else operator, user=user, role=Role(row["role"])
            )
    return people


def join_firms(operator: User, people: Mapping[str, User], by_number: Mapping[str, Firm]) -> None:
    """Make everybody a member of the firm that the table names."""
    for row in rows("people"):
        if row["firm"]:
            firms.join(
                actor=operator,
                user=people[row["email"]],
                firm=by_number[row["firm"]],
                kind=MembershipKind(row["kind"]),
                department=row["department"],
                position=row["position"],
            )


def is_trainee(row: Row) -> bool:
    """Does the person only learn?"""
    return not row["role"] and not row["email"].startswith("firm@")


def _sign_up(row: Row, kept: str) -> User:
    answers = {ConsentKind.terms: True, ConsentKind.privacy: True, ConsentKind.news: False}
    services.sign_up(
        name=row["name"],
        email=row["email"],
        phone=row["phone"],
        password_hash=kept,
        locale=row["locale"],
        answers=answers,
    )
    user = find_by_email(row["email"])
    if user is None:
        raise LookupError(row["email"])
    services.confirm(user=user)
    return user
