"""The bare INSERT view for people who are signed in, as the guide of Flask-Login has it."""

from __future__ import annotations

import os

from flask_login import LoginManager, UserMixin, login_required
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from benchmarks.bare import app, db

app.secret_key = os.environ["BARE_SECRET_KEY"]
people = LoginManager(app)


class Person(UserMixin, db.Model):  # type: ignore[misc,name-defined]  # both have no types
    """Whoever has an account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    session_key: Mapped[str]


@people.user_loader
def load_user(session_key: str) -> Person | None:
    """Whose cookie it is."""
    found: Person | None = db.session.scalars(
        select(Person).where(Person.session_key == session_key)
    ).one_or_none()
    return found


app.view_functions["one_insert"] = login_required(app.view_functions["one_insert"])
