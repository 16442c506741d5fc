"""The screen in the room: the code of a class, big, changing every 30 seconds."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policy, queries, services
from lms.attendance.marks import EventKind
from lms.attendance.periods import period_at
from lms.attendance.queries import AFTER, BEFORE
from lms.attendance.views.blueprint import doors
from lms.catalogue.models import CheckIn
from lms.core import clock
from lms.core.guard import permit
from lms.core.settings import settings
from lms.core.symbols import qr_symbol


@doors.get("/teach/sessions/<int:session_id>/screen")
def screen(session_id: int) -> ResponseReturnValue:
    """The code for coming in (?way=out: for leaving), and how many have scanned it."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    session, now = sheet.session, clock.now()
    way = EventKind.went if request.args.get("way") == "out" else EventKind.came
    on = session.starts_at - BEFORE <= now <= session.ends_at + AFTER and not sheet.locked
    code = services.code_of(session, way, now) if on else ""
    return render_template(
        "attendance/screen.html",
        session=session,
        way=way,
        on=on and session.offering.check_in is not CheckIn.roll_call,
        opens_at=session.starts_at - BEFORE,
        code=code,
        symbol=qr_symbol(settings().base_url + url_for("attendance.scanned", scanned=code or "-")),
        address=settings().base_url.split("//")[-1] + url_for("attendance.check_in"),
        period=period_at(now),
        count=queries.counts([sheet])[session.id],
        moment=now,
    )
