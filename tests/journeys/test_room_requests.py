"""Two ask for the same evening; one gets the room, the other is offered something else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lms.demo.accounts import FIRM, OPERATOR, PASSWORD
from tests.journeys.installation import Installation
from tests.journeys.people import log_in, send

INSTRUCTOR = "mentor.gwon@demo.example"


@pytest.mark.parametrize(
    ("javascript", "day"), [(True, "2026-12-10"), (False, "2026-12-17")], ids=["js", "no js"]
)
def test_two_want_the_same_evening(demo, person, serious_faults, javascript, day):
    firm, instructor, operator = (person(javascript=javascript, phone=p) for p in (0, 1, 0))
    faults = serious_faults if javascript else lambda page: []
    log_in(firm, demo, FIRM, PASSWORD)
    _ask(firm, demo, day, f"사내 발표회 {day}")
    expect(firm.locator("main")).to_contain_text("가예약으로 잡아 두었습니다")
    assert faults(firm) == []

    log_in(instructor, demo, INSTRUCTOR, PASSWORD)
    _ask(instructor, demo, day, f"강사 모임 {day}")
    expect(instructor.get_by_text("먼저 신청한 분이 있습니다")).to_be_visible()
    expect(instructor.get_by_text("사내 발표회")).to_have_count(0)  # whose it is, is not said
    assert faults(instructor) == []
    instructor.locator("button[value=save]").click()
    expect(instructor.locator("main")).to_contain_text("가예약으로 잡아 두었습니다")
    own = instructor.url

    log_in(operator, demo, OPERATOR, PASSWORD)
    operator.goto(f"{demo.url}/desk/room-requests")
    operator.get_by_role("link", name=f"강사 모임 {day}", exact=True).click()
    operator.get_by_role("link", name=f"사내 발표회 {day}", exact=True).click()
    operator.locator(".page-actions").get_by_role("link", name="승인").click()
    expect(operator.get_by_text(f"강사 모임 {day}")).to_be_visible()  # who loses is named
    assert faults(operator) == []
    operator.fill("[name=message]", "열쇠는 안내대에 있습니다.")
    send(operator)

    assert f"사내 발표회 {day}" in demo.mail(FIRM, "열쇠는 안내대")
    refusal = demo.mail(INSTRUCTOR, "반려")
    assert f"강사 모임 {day}" in refusal
    assert "비어 있는 시간" in refusal
    instructor.goto(own)
    expect(instructor.get_by_role("alert")).to_contain_text("먼저 승인")
    offer = instructor.get_by_role("link", name=re.compile("18:30–20:30")).first
    offer.click()
    assert instructor.input_value("[name=starts]") == "18:30"
    assert faults(instructor) == []


def _ask(page: Page, site: Installation, day: str, title: str) -> None:
    page.goto(f"{site.url}/classrooms/203/request?from={day}T18:30&until={day}T20:30")
    page.fill("[name=title]", title)
    page.fill("[name=purpose]", "개선 사례를 나눕니다.")
    page.fill("[name=people]", "12")
    for box in ("rules", "privacy"):
        page.locator(f"label[for={box}]").click(position={"x": 12, "y": 12})
    send(page, "/request")
