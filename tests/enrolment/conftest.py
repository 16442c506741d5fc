"""Enrolling as a request does it: everything loaded anew, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import db
from lms.enrolment import services
from lms.enrolment.models import Enrolment


class Desk:
    """Calls the services of enrolment with rows of the running transaction."""

    def __init__(self, acting: Callable[[], AbstractContextManager[None]]) -> None:
        self.acting = acting

    def enrol(self, offering: Offering, user: User, **facts: Any) -> Enrolment:
        with self.acting():
            person = here(user)
            return services.enrol(actor=person, offering=here(offering), user=person, **facts)

    def add(self, actor: User, offering: Offering, user: User, **facts: Any) -> Enrolment:
        with self.acting():
            return services.add_person(
                actor=here(actor), offering=here(offering), user=here(user), **facts
            )

    def cancel(self, enrolment: Enrolment, actor: User | None = None, reason: str = "") -> None:
        with self.acting():
            row = here(enrolment)
            services.cancel(actor=here(actor) if actor else row.user, enrolment=row, reason=reason)

    def approve(self, actor: User, enrolment: Enrolment) -> None:
        with self.acting():
            services.approve(actor=here(actor), enrolment=here(enrolment))

    def refuse(self, actor: User, enrolment: Enrolment, reason: str) -> None:
        with self.acting():
            services.refuse(actor=here(actor), enrolment=here(enrolment), reason=reason)

    def set_seats(self, actor: User, offering: Offering, count: int) -> None:
        with self.acting():
            services.set_seats(actor=here(actor), offering=here(offering), count=count)


def here(row: Any) -> Any:
    """The same row in the running transaction."""
    return db.session.get_one(type(row), row.id)


@pytest.fixture
def desk(acting: Callable[[], AbstractContextManager[None]]) -> Desk:
    return Desk(acting)
