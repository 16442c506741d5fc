"""Writing notices."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.notices import queries
from lms.notices.models import Notice


def create(*, actor: User, title: str, body: str, pinned: bool = False) -> Notice:
    """Write a notice; nobody sees it until it is published. A form sent twice makes one notice."""
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update(key_share=True))
    same = queries.find_same(author_id=actor.id, title=title, body=body)
    if same is not None:
        return same
    notice = Notice(title=title, body=body, pinned=pinned, author_id=actor.id)
    db.session.add(notice)
    audit.record(actor.id, "notices.create", notice, title=title)
    return notice


def update(*, actor: User, notice: Notice, title: str, body: str, pinned: bool) -> None:
    """Change a notice; one that is up changes at once."""
    wanted = {"title": title, "body": body, "pinned": pinned}
    changed = [name for name, value in wanted.items() if getattr(notice, name) != value]
    if not changed:
        return
    old = notice.title
    for name in changed:
        setattr(notice, name, wanted[name])
    audit.record(actor.id, "notices.update", notice, title=[old, title], changed=changed)


def publish(*, actor: User, notice: Notice) -> None:
    """Put a notice up now. Twice is harmless."""
    if notice.published_at is not None:
        return
    notice.published_at = clock.now()
    audit.record(actor.id, "notices.publish", notice, title=notice.title)


def withdraw(*, actor: User, notice: Notice) -> None:
    """Take a notice down; it can be put up again."""
    if notice.published_at is None:
        return
    notice.published_at = None
    audit.record(actor.id, "notices.withdraw", notice, title=notice.title)
