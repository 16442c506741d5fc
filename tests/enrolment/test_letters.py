"""Every mail about an enrolment can be worded, in both languages."""

from __future__ import annotations

import pytest

from lms.core.db import db
from lms.enrolment import letters
from lms.enrolment.events import (
    Applied,
    Enrolled,
    EnrolmentCancelled,
    EnrolmentRefused,
    PutOnWaitingList,
)
from lms.notifications.letter import compose
from lms.notifications.models import Message

CASES = {
    "enrolled": (letters.enrolled, lambda n: Enrolled(n, moved_up=False), "확정"),
    "moved_up": (letters.enrolled, lambda n: Enrolled(n, moved_up=True), "대기"),
    "waiting": (letters.put_on_waiting_list, PutOnWaitingList, "대기자"),
    "applied": (letters.applied, Applied, "접수"),
    "cancelled": (letters.cancelled, lambda n: EnrolmentCancelled(n, False, ""), "취소"),
    "cancelled_by_academy": (
        letters.cancelled,
        lambda n: EnrolmentCancelled(n, True, "강사 사정"),
        "강사 사정",
    ),
    "refused": (
        letters.refused,
        lambda n: EnrolmentRefused(n, "대상이 아닙니다"),
        "대상이 아닙니다",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("locale", ["ko", "en"])
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_it_names_the_course_the_dates_and_the_way_on(make, acting, name, locale):
    write, event, word = CASES[name]
    enrolment = make.enrolment(make.offering(make.course("로봇 기초")), make.user(locale=locale))
    with acting():
        write(event(enrolment.id))
        message = db.session.query(Message).one()
        assert message.template == f"enrolment/{name}"
        letter = compose(message.template, message.facts)
    assert "\n" not in letter.subject
    assert f"/my/enrolments/{enrolment.id}" in letter.text
    assert all(line.count(": ") <= 1 for line in letter.text.splitlines()), "a fact a line"
    if locale == "ko":
        assert "로봇 기초" in letter.subject
        assert word in letter.text + letter.subject
    else:
        assert "Understanding the Smart Factory" in letter.subject
