"""Users, role grants, consents."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_

SEARCHED = 600
"""Letters of a person's search text; a rare letter becomes many when it is folded for the search."""

NOWHERE = "erased.invalid"
"""Domain of an address that stands for one that is erased; no mail can ever reach it (RFC 2606)."""


class Role(Choice):
    """What a person may do beyond learning."""

    instructor = "instructor", N_("Instructor")
    operator = "operator", N_("Operator")


class User(UserMixin, Base):  # type: ignore[misc]  # Flask-Login has no types
    """A person with an account. `session_key` changes with the password and signs out everywhere.

    `password_hash`: "" until somebody who was invited accepts; nobody can sign in with it.
    """

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(String(20), default="")
    locale: Mapped[str] = mapped_column(String(2), default="ko")
    password_hash: Mapped[str] = mapped_column(String(200))
    session_key: Mapped[str] = mapped_column(String(32), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(String(SEARCHED), default="")

    grants: Mapped[list[RoleGrant]] = relationship(
        primaryjoin="and_(RoleGrant.user_id == User.id, RoleGrant.ended_at.is_(None))",
        viewonly=True,
    )

    @property
    def is_active(self) -> bool:
        """May sign in (Flask-Login)."""
        return self.active

    def get_id(self) -> str:
        """What the session cookie holds (Flask-Login)."""
        return self.session_key

    @property
    def is_unused(self) -> bool:
        """Was it made for an invitation, and nobody has ever used it?"""
        return self.confirmed_at is None and not self.password_hash

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held now."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_operator(self) -> bool:
        """May run the academy's desk."""
        return Role.operator in self.roles

    @property
    def is_instructor(self) -> bool:
        """May teach."""
        return Role.instructor in self.roles


class RoleGrant(Base):
    """A role given to a person, by whom, until when. Kept for three years (기준 제5조)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        Index("uq_role_grants_live", "user_id", "role", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ConsentKind(Choice):
    """What people are asked to agree to; each is asked apart (개인정보 보호법 제22조)."""

    terms = "terms", N_("Terms of use")
    privacy = "privacy", N_("Collection and use of personal data")
    news = "news", N_("News about courses by e-mail")


class Consent(Base):
    """One answer to one request for consent: which text, yes or no, when and from where."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[ConsentKind] = mapped_column(choice(ConsentKind))
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64))
    given: Mapped[bool]
    at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
