"""Reading notices."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.notices.models import Notice


def get_notice(notice_id: int) -> Notice:
    """One notice, published or not.

    Raises:
        NotFound: there is none with that id.
    """
    notice = db.session.get(Notice, notice_id)
    if notice is None:
        raise NotFound
    return notice


def get_published(notice_id: int) -> Notice:
    """One notice that is up.

    Raises:
        NotFound: there is none with that id, or it is not up.
    """
    notice = db.session.scalars(_published().where(Notice.id == notice_id)).one_or_none()
    if notice is None:
        raise NotFound
    return notice


def published(page: int) -> Page[Notice]:
    """Notices that are up, pinned ones first, then the newest."""
    return paged(_published(), page)


def latest(limit: int) -> Sequence[Notice]:
    """The first few of them."""
    return db.session.scalars(_published().limit(limit)).all()


def all_notices(page: int) -> Page[Notice]:
    """Every notice for the desk, the newest first."""
    return paged(select(Notice).order_by(Notice.id.desc()), page, 30)


def _published() -> Select[Notice]:
    return (
        select(Notice)
        .where(Notice.published_at <= clock.now())
        .order_by(Notice.pinned.desc(), Notice.published_at.desc(), Notice.id.desc())
    )


def find_same(*, author_id: int, title: str, body: str) -> Notice | None:
    """A notice of the same author with these very words, or None."""
    statement = select(Notice).filter_by(author_id=author_id, title=title, body=body)
    return db.session.scalars(statement.order_by(Notice.id).limit(1)).one_or_none()
