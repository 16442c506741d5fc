"""The tables of invented data are sound in themselves."""

from __future__ import annotations

from collections import Counter

from lms.accounts.passwords import weakness
from lms.core.gate import Gate
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.demo.tables import rows
from lms.firms import regions
from lms.firms.business_number import is_valid


def test_every_course_has_aims_and_a_syllabus_that_fills_its_hours() -> None:
    hours: Counter[str] = Counter()
    for unit in rows("units"):
        hours[unit["course"]] += int(unit["hours"])
    courses = rows("courses")
    assert len(courses) == 35
    assert {row["code"]: hours[row["code"]] for row in courses} == {
        row["code"]: int(row["hours"]) for row in courses
    }
    assert {row["code"] for row in courses} == {row["course"] for row in rows("aims")}


def test_the_syllabus_falls_into_days() -> None:
    for course in rows("courses"):
        daily = int(course["hours"]) // int(course["days"])
        ends, at = set(), 0
        for unit in rows("units"):
            if unit["course"] == course["code"]:
                at += int(unit["hours"])
                ends.add(at)
        assert {daily * (n + 1) for n in range(int(course["days"]))} <= ends, course["code"]


def test_what_a_course_needs_stands_before_it() -> None:
    seen: set[str] = set()
    for row in rows("courses"):
        assert set(row["needs"].split()) <= seen, row["code"]
        seen.add(row["code"])


def test_business_numbers_are_valid_and_can_not_be_real() -> None:
    numbers = [row["number"] for row in rows("firms")]
    assert len(set(numbers)) == 20
    assert all(is_valid(number) and number.startswith("999") for number in numbers)


def test_firms_lie_in_regions_that_are_known() -> None:
    known = {line.code for line in regions.lines()}
    provinces = {row["region"][:2] for row in rows("firms")}
    assert {row["region"] for row in rows("firms")} <= known
    assert provinces == {"52", "43", "44", "30"}


def test_people_are_unmistakably_invented() -> None:
    people = rows("people")
    assert all(row["email"].endswith("@demo.example") for row in people)
    assert all(row["phone"].startswith("0100000") and len(row["phone"]) == 11 for row in people)
    for name in ("email", "phone", "name"):
        assert len({row[name] for row in people}) == len(people)
    assert set(ACCOUNTS) <= {row["email"] for row in people}


def test_there_are_as_many_people_as_promised() -> None:
    roles = Counter(row["role"] for row in rows("people"))
    assert roles == {"": 61, "instructor": 6, "operator": 1}  # 60 trainees and a firm's manager


def test_the_password_would_be_accepted_by_the_site(app: Gate) -> None:
    with app.test_request_context():
        assert all(weakness(PASSWORD, email=email) == "" for email in ACCOUNTS)
