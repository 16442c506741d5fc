"""Forms of the area."""

from __future__ import annotations

from wtforms import BooleanField

from lms.core.forms import Form, line, lines
from lms.core.text import lazy_gettext


class NoticeForm(Form):
    """A notice in Markdown."""

    title = line(lazy_gettext("Title"), longest=120)
    body = lines(
        lazy_gettext("Text"),
        longest=20000,
        description=lazy_gettext(
            "A blank line begins a paragraph, “- ” a list, “## ” a heading, "
            "[words](/address) a link."
        ),
        render_kw={"rows": 14},
    )
    pinned = BooleanField(lazy_gettext("Keep it at the top of the list"))
