"""The menus, and the few words that every page needs."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import get_locale

from lms.config import Settings
from lms.core.guard import me
from lms.core.text import gettext
from lms.firms.queries import is_manager

Link = dict[str, Any]


def context(settings: Settings) -> dict[str, Any]:
    """What the layout asks for: academy, nav, locale, breadcrumbs, desk_nav."""
    return {
        "academy": lambda: academy(settings),
        "nav": main_menu,
        "locale": language,
        "breadcrumbs": list,
        "desk_nav": lambda: desk_menu,
    }


def language() -> str:
    """The language of the page: ko or en."""
    return str(get_locale() or "ko")


def academy(settings: Settings) -> dict[str, str]:
    """The academy's name and address in the reader's language."""
    words = settings.academy
    korean = language() == "ko"
    return {
        "name": words.short_ko if korean else words.name_en,
        "name_ko": words.name_ko,
        "name_en": words.name_en,
        "phone": words.phone,
        "email": words.email,
        "address": words.address_ko,
    }


def main_menu() -> list[Link]:
    """The main menu; people who teach, manage or operate see their way in as well."""
    links = [
        _link(gettext("Courses"), "/courses"),
        _link(gettext("Course schedule"), "/offerings"),
        _link(gettext("Classrooms"), "/classrooms"),
        _link(gettext("Notices"), "/notices"),
        _link(gettext("Check a certificate"), "/verify"),
        _link(gettext("My classroom"), "/my"),
    ]
    person = me()
    if person is not None:
        if person.is_instructor:
            links.append(_link(gettext("Teaching"), "/teach"))
        if is_manager(person):
            links.append(_link(gettext("Our firm"), "/firm"))
        if person.is_operator:
            links.append(_link(gettext("Operations"), "/desk"))
    return links


def desk_menu() -> list[dict[str, Any]]:
    """The operators' menu, in groups."""
    return [
        {"title": None, "links": [_link(gettext("Today"), "/desk", exact=True)]},
        {"title": gettext("Courses"), "links": _courses()},
        {"title": gettext("Facilities"), "links": _facilities()},
        {"title": gettext("People and messages"), "links": _people()},
    ]


def _courses() -> list[Link]:
    return [
        _link(gettext("Courses"), "/desk/courses"),
        _link(gettext("Offerings"), "/desk/offerings"),
        _link(gettext("Enrolments"), "/desk/enrolments"),
        _link(gettext("Excused absences"), "/teach/excuses"),
        _link(gettext("Corrections"), "/desk/corrections"),
        _link(gettext("Attendance not confirmed"), "/desk/unconfirmed"),
        _link(gettext("Instructors' hours"), "/desk/teaching-hours"),
        _link(gettext("Certificates"), "/desk/certificates"),
        _link(gettext("Attendance rules"), "/desk/rules"),
        _link(gettext("Kinds of excused absence"), "/desk/excuse-kinds"),
    ]


def _facilities() -> list[Link]:
    return [
        _link(gettext("Room timetable"), "/desk/timetable"),
        _link(gettext("Bookings"), "/desk/bookings"),
        _link(gettext("Room requests"), "/desk/room-requests"),
        _link(gettext("Occupancy"), "/desk/occupancy"),
        _link(gettext("Rooms"), "/desk/rooms"),
        _link(gettext("Equipment"), "/desk/equipment"),
        _link(gettext("Closures"), "/desk/closures"),
        _link(gettext("Academy days"), "/desk/academy-days"),
        _link(gettext("Import a calendar"), "/desk/calendar-imports"),
    ]


def _people() -> list[Link]:
    return [
        _link(gettext("People"), "/desk/people"),
        _link(gettext("Firms"), "/desk/firms"),
        _link(gettext("Registrations of firms"), "/desk/firm-registrations"),
        _link(gettext("Messages"), "/desk/messages"),
        _link(gettext("Notices"), "/desk/notices"),
        _link(gettext("History"), "/desk/history"),
    ]


def _link(label: str, href: str, *, exact: bool = False) -> Link:
    path = request.path
    current = path == href or (not exact and path.startswith(f"{href}/"))
    return {"label": label, "href": href, "current": current}
