"""A feed's bytes: what calendar programs need is there, and the same entries make the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from lms.calendars.feed import Entry, calendar

START = datetime(2026, 11, 23, 0, tzinfo=UTC)
ENTRY = Entry(
    uid="class-1@academy.example",
    title="MES 실무; 제1차, 이론",
    starts_at=START,
    ends_at=START + timedelta(hours=9),
    status="CONFIRMED",
    sequence=2,
    changed_at=START - timedelta(days=3, microseconds=-7),
    place="벤처지원동 201호",
    detail="개념\n강사: 김주강",
    href="https://academy.example/offerings/X",
    remind=60,
)


def read(*entries: Entry):
    return Calendar.from_ical(calendar("내 수업", entries))


def test_an_event_says_when_where_and_what():
    event = read(ENTRY).events[0]
    assert event["UID"] == "class-1@academy.example"
    assert event["SUMMARY"] == "MES 실무; 제1차, 이론"
    assert event["LOCATION"] == "벤처지원동 201호"
    assert event["DESCRIPTION"] == "개념\n강사: 김주강"
    assert event["SEQUENCE"] == 2
    assert event.start == START
    assert event.start.tzinfo.key == "Asia/Seoul"
    assert event.start.hour == 9
    assert event.alarms.times[0].trigger == START - timedelta(hours=1)


def test_the_time_zone_goes_along():
    zone = read(ENTRY).timezones[0]
    assert zone["TZID"] == "Asia/Seoul"
    assert zone.to_tz(lookup_tzid=False).utcoffset(START.replace(tzinfo=None)) == timedelta(hours=9)


def test_a_cancelled_event_stays_says_so_and_reminds_nobody():
    event = read(replace(ENTRY, status="CANCELLED")).events[0]
    assert event["STATUS"] == "CANCELLED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event.alarms.times == []


def test_the_same_entries_make_the_same_bytes():
    other = replace(ENTRY, uid="class-2@academy.example", starts_at=START - timedelta(days=1))
    assert calendar("내 수업", [ENTRY, other]) == calendar("내 수업", [other, ENTRY])
    assert calendar("내 수업", [ENTRY]) != calendar("내 수업", [replace(ENTRY, sequence=3)])


def test_lines_are_no_longer_than_the_format_allows():
    long = replace(ENTRY, title="가" * 300, detail="나" * 900)
    lines = calendar("내 수업", [long]).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert Calendar.from_ical(b"\r\n".join(lines)).events[0]["SUMMARY"] == "가" * 300
