"""Calendar files: what is read from them, and the reason for each event that is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calendars import blocks, reading, repeating
from lms.calendars.blocks import events_in
from lms.calendars.reading import Time, read
from lms.core import text
from lms.core.errors import Invalid

NOW = datetime(2026, 11, 22, 0, tzinfo=UTC)
FIRST = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN"]
DAY = "DTSTART;TZID=Asia/Seoul:20261201T090000"
END = "DTEND;TZID=Asia/Seoul:20261201T100000"


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Sentences without a page to read the language from."""
    for module in (blocks, reading, repeating, text):
        monkeypatch.setattr(module, "gettext", lambda text, **values: text % values)


def file(*events: list[str], before: tuple[str, ...] = ()) -> bytes:
    lines = list(FIRST) + list(before)
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(*more: str, uid: str = "1", start: str = DAY, end: str = END) -> list[str]:
    return [line for line in (f"UID:{uid}", "SUMMARY:회의", start, end, *more) if line]


def starts(*events: list[str]) -> list[str]:
    """Starts in Seoul, 12-01 09:00, of everything that was read."""
    found = read(events_in(file(*events)), NOW)
    assert found.broken == []
    return [f"{one.starts_at + timedelta(hours=9):%m-%d %H:%M}" for one in found.times]


def why(*lines: str) -> str:
    found = read(events_in(file(list(lines))), NOW)
    assert found.times == []
    return found.broken[0].why


def test_an_event_is_a_time_with_title_and_place():
    found = read(events_in(file(event("LOCATION:201호\\, 2층"))), NOW)
    start = datetime(2026, 12, 1, 0, tzinfo=UTC)
    expected = Time("1", start, start, start + timedelta(hours=1), "회의", "201호, 2층")
    assert found.times == [expected]
    assert Time.from_json(expected.to_json()) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART:20261201T000000Z", "DTEND:20261201T010000Z"),
        ("DTSTART:20261201T090000", "DTEND:20261201T100000"),
        ("DTSTART;TZID=Korea Standard Time:20261201T090000", "DURATION:PT1H"),
        ("DTSTART;TZID=America/New_York:20261130T190000", "DURATION:PT60M"),
    ],
)  # fmt: skip
def test_the_same_hour_said_in_many_ways(start, end):
    assert starts(event(start=start, end=end)) == ["12-01 09:00"]


@pytest.mark.parametrize(("offset", "hour"), [("+0900", 0), ("+0100", 8)])
def test_a_time_zone_of_the_files_own_is_known_and_then_forgotten(offset, hour):
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Our Own", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip
    one = event(start="DTSTART;TZID=Our Own:20261201T090000", end="DURATION:PT1H")
    found = read(events_in(file(one, before=zone)), NOW)
    assert found.times[0].starts_at == datetime(2026, 12, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], "12-01 12-08 12-15"),
        (["RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20261205T000000Z"], "12-01 12-03 12-05"),
        (["RRULE:FREQ=DAILY;UNTIL=20261203"], "12-01 12-02 12-03"),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"], "12-01 12-03 12-08 12-10"),
        (["RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3"], "12-01 01-05 02-02"),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Asia/Seoul:20261208T090000"], "12-01 12-15"),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261208"], "12-01 12-15"),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20261210T000000Z"], "12-01 12-08 12-10"),
    ],
)  # fmt: skip
def test_recurring_events_are_written_out(lines, expected):
    found = starts(event(*lines))
    assert " ".join(each[:5] for each in found) == expected
    assert {each[6:] for each in found} == {"09:00"}


def test_a_moved_and_a_cancelled_time_of_a_series():
    series = event("RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event(
        "RECURRENCE-ID;TZID=Asia/Seoul:20261208T090000",
        start="DTSTART;TZID=Asia/Seoul:20261209T140000",
        end="DURATION:PT2H",
    )
    gone = event("RECURRENCE-ID;TZID=Asia/Seoul:20261215T090000", "STATUS:CANCELLED")
    assert starts(moved, series, gone) == ["12-01 09:00", "12-09 14:00"]


def test_what_is_over_is_counted_not_listed():
    old = event(start="DTSTART:20260101T000000Z", end="DURATION:PT1H", uid="old")
    found = read(events_in(file(old, event())), NOW)
    assert (len(found.times), found.past, found.broken) == (1, 1, [])


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([f"UID:1\r\nSUMMARY:x\r\n{END}"], "no start"),
        ([f"UID:1\r\nSUMMARY:x\r\n{DAY}"], "no end"),
        ([f"UID:1\r\n{DAY}\r\n{END}"], "no title"),
        ([f"SUMMARY:x\r\n{DAY}\r\n{END}"], "no UID"),
        (event(end="DTEND:20261130T000000Z"), "not later"),
        (event(end="DTEND:20261204T000000Z"), "longer than a day"),
        (event(start="DTSTART;VALUE=DATE:20261201"), "whole day"),
        (event(start="DTSTART:tomorrow"), "DTSTART"),
        (event(start="DTSTART;TZID=Nowhere/At All:20261201T090000"), "Nowhere/At All"),
        (event("STATUS:CANCELLED"), "cancelled"),
        (event("RRULE:FREQ=DAILY"), "more than 400"),
        (event("RRULE:FREQ=SECONDLY"), "can't be booked"),
        (event("RRULE:FREQ=DAILY;BYHOUR=1,2,3;COUNT=9"), "can't be booked"),
        (event("RRULE:FREQ=DAILY;INTERVAL=0"), "recurs"),
        (event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "recurs"),
        (event("RRULE:FREQ=NEVER"), "RRULE"),
        (event("RDATE:soon"), "RDATE"),
        (event("RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"), "recurs"),
    ],
)  # fmt: skip
def test_each_broken_event_has_its_reason(lines, reason):
    assert reason in why(*lines)


def test_one_broken_event_spoils_no_other_and_is_named_by_its_line():
    content = file(event(uid="a"), event(start="DTSTART:?", uid="b"), event(uid="c"))
    found = read(events_in(content), NOW)
    assert [one.uid for one in found.times] == ["a", "c"]
    assert content.decode().splitlines()[found.broken[0].line - 1] == "BEGIN:VEVENT"
    assert content.decode().splitlines()[found.broken[0].line] == "UID:b"


def test_a_file_cut_off_in_the_middle():
    content = file(event(uid="a"), event(uid="b"))
    cut = content[: content.index(b"UID:b") + 5]
    found = read(events_in(cut), NOW)
    assert [one.uid for one in found.times] == ["a"]
    assert "cut off" in found.broken[0].why


def test_korean_written_in_the_old_encoding():
    content = file(event()).decode().encode("cp949")
    assert read(events_in(content), NOW).times[0].title == "회의"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00binary\x81",
        b"%PDF-1.7",
        b"/etc/passwd",
        file(),
        file(*[event(uid=str(n)) for n in range(2001)]),
        b"BEGIN:VCALENDAR\r\n" + b"X" * 1024 * 1024,
    ],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(content):
    with pytest.raises(Invalid) as caught:
        events_in(content)
    assert caught.value.fields["file"]


PIECES = st.sampled_from(
    [
        "UID:1", "SUMMARY:x", DAY, END, "DURATION:-PT1H", "DTSTART:99991231T235959",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=99991231", "RRULE:FREQ=YEARLY;COUNT=999999999",
        "RRULE:FREQ=DAILY;INTERVAL=99", "EXDATE:never", "RDATE;VALUE=PERIOD:20261201T000000Z/PT1H",
        "RECURRENCE-ID:20261201T000000Z", "RECURRENCE-ID;VALUE=DATE:20261201", "STATUS:CANCELLED",
        "BEGIN:VALARM", "END:VALARM", "LOCATION", ":::", "\x00", " folded", "DTSTART:20261201T0900",
        "DTEND;TZID=:20261201T100000", "RRULE:", "RRULE:FREQ=MONTHLY;BYDAY=-9XX",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(PIECES, max_size=8), min_size=1, max_size=4))
def test_whatever_stands_in_a_file_is_read_or_given_a_reason(events):
    found = read(events_in(file(*events)), NOW)
    assert all(one.starts_at < one.ends_at for one in found.times)
    assert all(one.why for one in found.broken)
