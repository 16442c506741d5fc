"""Demo notices, as the academy would have put them up over the last weeks."""

from __future__ import annotations

from datetime import date, time, timedelta

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.demo.story import Step, Story
from lms.demo.tables import rows
from lms.notices.models import Notice


def plan_notices(story: Story, operator: User, today: date) -> None:
    """Put each notice into the story, on its day."""
    for row in rows("notices"):
        day = today - timedelta(days=int(row["days_ago"]))
        story.at(clock.at(day, time(14)), _publishing(operator, row))


def _publishing(operator: User, row: dict[str, str]) -> Step:
    def step() -> None:
        notice = Notice(
            title=row["title"],
            body=row["body"],
            pinned=bool(row["pinned"]),
            published_at=clock.now(),
            author_id=operator.id,
        )
        db.session.add(notice)
        audit.record(operator.id, "notices.publish", notice)

    return step
