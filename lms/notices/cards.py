"""A published notice as ui.notice_list shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lms.core import clock
from lms.core.text import gettext
from lms.notices.models import Notice

FRESH = timedelta(days=3)


def card(notice: Notice) -> dict[str, Any]:
    """Title, address, date, and whether it is important or new."""
    moment = notice.published_at or clock.now()
    return {
        "title": notice.title,
        "href": f"/notices/{notice.id}",
        "date": f"{clock.to_seoul(moment):%Y.%m.%d}",
        "label": gettext("Important") if notice.pinned else None,
        "fresh": clock.now() - moment < FRESH,
    }
