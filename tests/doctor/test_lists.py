"""Lists of people that are stuck, and names that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from lms.core import clock
from lms.core.db import db
from lms.doctor import lists
from lms.enrolment.models import ListStatus, UploadedList


def a_list(make, acting, **values) -> None:
    offering, firm, user = make.offering(), make.firm(), make.user()
    with acting():
        row = UploadedList(offering_id=offering.id, firm_id=firm.id, actor_id=user.id,
                           **{"created_at": clock.now(), **values})  # fmt: skip
        db.session.add(row)


def found(acting) -> tuple[int, int]:
    with acting():
        return len(lists.lists_moving()), len(lists.lists_forgotten())


def test_lists_that_are_stuck_are_named(make, acting):
    a_list(make, acting, status=ListStatus.enrolling, asked_at=clock.now())
    assert found(acting) == (0, 0)
    an_hour_ago = clock.now() - timedelta(hours=1)
    a_list(make, acting, status=ListStatus.enrolling, asked_at=an_hour_ago)
    assert found(acting) == (1, 0)


def test_lists_that_keep_names_too_long_are_named(make, acting):
    a_list(make, acting)
    a_list(make, acting, status=ListStatus.dropped, cleared_at=clock.now())
    assert found(acting) == (0, 0)
    a_list(make, acting, created_at=clock.now() - timedelta(days=8))
    a_list(make, acting, status=ListStatus.dropped)
    assert found(acting) == (0, 2)
