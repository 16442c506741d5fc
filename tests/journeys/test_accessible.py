"""Every public page and the pages of each demo person, at both widths: no barrier, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from lms.core.guard import is_public
from lms.demo.accounts import PASSWORD
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.people import log_in

COURSE = "/courses >> main a[href^='/courses/SFA']"
OFFERING = "/offerings >> main table a[href^='/offerings/']"
DESK_OFFERING = "/desk/offerings?status=finished >> main table a[href^='/desk/offerings/SFA']"

PUBLIC = {
    "site.home": "/",
    "catalogue.courses": "/courses",
    "catalogue.course": COURSE,
    "catalogue.offerings": "/offerings",
    "catalogue.offering": OFFERING,
    "enrolment.offer": "/offers/not-a-token",
    "firms.invitation": "/invitations/not-a-token",
    "classrooms.timetable": "/classrooms",
    "classrooms.room": "/classrooms/101",
    "classrooms.find": "/classrooms/find",
    "classrooms.floors": "/classrooms/floors",
    "classrooms.lobby": "/door",
    "classrooms.door": "/door/201",
    "notices.notices": "/notices",
    "notices.notice": "/notices >> main a[href^='/notices/']",
    "certificates.verify": "/verify",
    "certificates.offline": "/verify/offline",
    "certificates.shared": "/shared/not-a-token",
    "accounts.login": "/login",
    "accounts.signup": "/signup",
    "accounts.mail_sent": "/signup/sent",
    "accounts.confirm": "/confirm/not-a-token",
    "accounts.resend": "/confirm",
    "accounts.forgot": "/password/forgot",
    "accounts.reset": "/password/reset/not-a-token",
    "accounts.reset_sent": "/password/sent",
    "site.about": "/about",
    "site.privacy": "/privacy",
    "site.terms": "/terms",
    "site.email_refusal": "/email-refusal",
    "site.accessibility": "/accessibility",
}
MORE = (
    "/courses?q=ㅅㅁㅌ&track=MI&level=basic",
    "/courses?q=nothing-like-this",
    "/offerings?day=2026-11-18",
    "/classrooms?view=week",
    "/classrooms?view=month",
    "/classrooms/find?day=2026-11-18&from=09:00&minutes=540&people=60",
    "/verify?number=2026-0001&code=AAAA-BBBB-CCCC-DDDD",
    "/no-such-page",
)
NO_PAGES = {
    "attendance.scanned",
    "calendars.feed",
    "certificates.public_keys",
    "certificates.shared_paper",
    "classrooms.photo",
    "site.healthz",
    "site.language",
    "static",
}

OWN = {
    "trainee": (
        "/my",
        "/my/profile",
        "/my/password",
        "/my/firm",
        "/my/calendar",
        "/my >> main a[href^='/my/enrolments/']",
        "/my/certificates",
        "/my/certificates >> main table a[href^='/my/certificates/']",
        OFFERING,
        "/desk",
    ),
    "instructor": (
        "/teach",
        "/teach/excuses",
        "/teach >> main a[href^='/teach/sessions/']",
    ),
    "firm": (
        "/firm",
        "/firm >> main a[href^='/firm/enrolments/']",
        "/firm/certificates",
        "/firm/people",
        "/firm/people >> main table a[href$='/change']",
        "/firm/joiners",
        "/firm/details",
        "/firm/register/9998108040",
        "/my/room-requests",
        "/my/room-requests >> main table a[href^='/my/room-requests/']",
        "/classrooms/203/request?from=2026-12-10T18:30&until=2026-12-10T20:00",
        "/classrooms/203/check-in",
    ),
    "operator": (
        "/desk",
        "/desk/courses",
        "/desk/courses/new",
        "/desk/courses >> main table a[href$='/interested']",
        "/desk/offerings",
        "/desk/offerings >> main table a[href^='/desk/offerings/SFA']",
        "/desk/enrolments",
        "/desk/firm-registrations",
        "/desk/firm-registrations >> main table a[href^='/desk/firm-registrations/']",
        "/desk/enrolments >> main table a[href^='/desk/enrolments/']",
        "/desk/certificates",
        "/desk/certificates >> main table a[href^='/desk/certificates/']",
        "/desk/certificates/export",
        "/desk/certificates/requests",
        "/desk/certificates/unfounded",
        "/desk/certificates/destroyed",
        "/desk/bookings",
        "/desk/bookings?kind=internal >> main table a[href^='/desk/bookings/']",
        "/desk/bookings/new?room=203&from=2026-12-10T09:00&until=2026-12-10T12:00",
        "/desk/bookings/1/edit",
        "/desk/occurrences/1/move",
        "/desk/rooms",
        "/desk/rooms/new",
        "/desk/rooms/103/edit",
        "/desk/rooms/103/photos",
        "/desk/rooms/103/calendar",
        "/desk/calendar-imports",
        "/desk/calendar-imports >> main table a[href^='/desk/calendar-imports/']",
        "/desk/unconfirmed",
        "/desk/corrections",
        "/desk/excuse-kinds",
        "/desk/excuse-kinds/illness",
        "/desk/rules",
        "/desk/equipment",
        "/desk/equipment/new",
        "/desk/closures",
        "/desk/closures >> main table a[href^='/desk/closures/']",
        "/desk/closures/new",
        "/desk/academy-days",
        "/desk/room-requests",
        "/desk/room-requests >> main table a[href^='/desk/room-requests/']",
        "/desk/people",
        "/desk/people >> main table a[href^='/desk/people/']",
        "/desk/firms",
        "/desk/firms >> main table a[href^='/desk/firms/']",
        "/desk/messages",
        "/desk/notices",
        "/desk/notices/new",
        "/desk/history",
        "/desk/history/access",
    ),
}
OF_OFFERING = (
    "",
    "/edit",
    "/plan",
    "/sessions/new",
    "/enrolments",
    "/seats",
    "/seats/add",
    "/list",
    "/extend",
    "/attendance",
    "/typed-sheet",
    "/completion",
    "/cancel",
)


def test_no_public_page_is_forgotten(app):
    views = app.view_functions
    doors = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {one for one in doors if is_public(views[one])} - NO_PAGES == set(PUBLIC)


def test_the_public_pages_have_no_barrier(demo, person, serious_faults):
    page = person()
    assert _faults(page, demo.url, [*PUBLIC.values(), *MORE], serious_faults) == []


@pytest.mark.parametrize("name", OWN)
def test_the_pages_of_a_person_have_no_barrier(demo, person, serious_faults, name):
    page = person()
    log_in(page, demo, f"{name}@demo.example", PASSWORD)
    assert _faults(page, demo.url, OWN[name], serious_faults) == []


def test_the_pages_of_an_offering_at_the_desk_have_no_barrier(demo, person, serious_faults):
    page = person()
    log_in(page, demo, "operator@demo.example", PASSWORD)
    offering = _open(page, demo.url, DESK_OFFERING)
    assert _faults(page, demo.url, [offering + end for end in OF_OFFERING], serious_faults) == []


def test_the_seats_of_a_firm_have_no_barrier(demo, person, serious_faults):
    page = person()
    log_in(page, demo, "firm@demo.example", PASSWORD)
    offering = _open(page, demo.url, OFFERING)
    ways = [f"/firm{offering}", f"/firm{offering}/list"]
    assert _faults(page, demo.url, ways, serious_faults) == []


def _faults(page: Page, url: str, ways: Iterable[str], serious_faults) -> list[str]:
    return [fault for way in ways for fault in _faults_of(page, url, way, serious_faults)]


def _faults_of(page: Page, url: str, way: str, serious_faults) -> list[str]:
    path = _open(page, url, way)
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{path}: {width} pixels wide on a screen of {size['width']}")
        # Colours are the slow part, and the same at every width.
        faults = serious_faults(page, contrast=size is DESK)
        found += [f"{size['width']}: {fault}" for fault in faults]
    page.set_viewport_size(DESK)
    if page.locator("h1").count() != 1:
        found.append(f"{path}: not one h1")
    return found


def _open(page: Page, url: str, way: str) -> str:
    """Go to a path, or to the first link of a kind on it; return the path."""
    path, _, link = way.partition(" >> ")
    page.goto(url + path)
    if link:
        path = str(page.locator(link).first.get_attribute("href"))
        page.goto(url + path)
    return path
