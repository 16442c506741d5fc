"""From events to minutes: the worked examples, and properties that must always hold."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.marks import SIGNS, EventKind, Mark
from lms.attendance.presence import Said
from lms.attendance.records import Block, Record, days_of, record
from lms.core import clock

DAY = date(2026, 11, 23)
GRACE = 10


def at(hour: str) -> datetime:
    return clock.at(DAY, time.fromisoformat(hour))


def block(start: str = "09:00", end: str = "18:00", pause: bool = True) -> Block:
    """A class of eight hours with lunch."""
    return Block(at(start), at(end), at("12:00") if pause else None, at("13:00") if pause else None)


LATE, EARLY, AWAY = Mark.late, Mark.left_early, Mark.away

EXAMPLES = [
    # mark, came, left -> mark, minutes, incidents
    (Mark.present, None, None, Mark.present, 480, 0),
    (LATE, "09:08", None, Mark.present, 480, 0),  # within the grace: credited from 09:00
    (LATE, "09:10", None, Mark.present, 480, 0),  # exactly the grace is not late
    (LATE, "09:11", None, LATE, 469, 1),
    (LATE, "12:30", None, LATE, 300, 1),  # the break is not counted
    (LATE, "13:00", None, LATE, 300, 1),
    (LATE, "08:30", None, Mark.present, 480, 0),
    (LATE, "18:00", None, Mark.absent, 0, 0),
    (EARLY, None, "17:50", Mark.present, 480, 0),
    (EARLY, None, "17:49", EARLY, 469, 1),
    (EARLY, None, "12:30", EARLY, 180, 1),
    (EARLY, None, "09:00", Mark.absent, 0, 0),
    (LATE, "10:00", "17:00", LATE, 360, 2),  # both hold, both count
    (Mark.absent, None, None, Mark.absent, 0, 0),
    (Mark.excused, None, None, Mark.excused, 480, 0),
    (Mark.unconfirmed, None, None, Mark.unconfirmed, 0, 0),
]


@pytest.mark.parametrize(("mark", "came", "left", "becomes", "minutes", "incidents"), EXAMPLES)
def test_record(
    mark: Mark, came: str | None, left: str | None, becomes: Mark, minutes: int, incidents: int
) -> None:
    said = Said(mark, at(came) if came else None, at(left) if left else None)
    assert record(block(), [said], GRACE) == Record(becomes, minutes, incidents)


KINDS = {
    "in": lambda m: Said(None, arrived_at=m, kind=EventKind.came),
    "out": lambda m: Said(None, left_at=m, kind=EventKind.went),
    "away": lambda m: Said(None, away_from=m, kind=EventKind.away),
    "back": lambda m: Said(None, away_until=m, kind=EventKind.back),
    "present": lambda _: Said(Mark.present),
    "absent": lambda _: Said(Mark.absent),
    "excused": lambda _: Said(Mark.excused),
    "unconfirmed": lambda _: Said(Mark.unconfirmed),
}


def told(story: str) -> list[Said]:
    """ "in 09:00, out 17:00" as events."""
    steps = [step.split() for step in story.split(", ") if step]
    return [KINDS[kind](at(when[0]) if when else None) for kind, *when in steps]


STORIES = [
    # what happened -> mark, minutes, incidents; 09:00-18:00 with lunch 12-13, ten minutes of grace
    ("in 08:50, out 18:00", Mark.present, 480, 0),
    ("in 09:08, out 17:50", Mark.present, 480, 0),
    ("in 09:11, out 17:49", LATE, 458, 2),
    ("in 09:00, out 13:00", EARLY, 180, 1),
    ("in 09:00, out 14:00, in 15:00, out 18:00", AWAY, 420, 1),
    ("in 09:00, away 14:00, back 15:00, out 18:00", AWAY, 420, 1),
    ("in 09:00, away 14:00, in 15:00, out 18:00", AWAY, 420, 1),
    ("in 09:00, away 11:50, back 13:05, out 18:00", AWAY, 465, 1),  # lunch is not missed
    ("in 09:00, away 12:00, back 13:00, out 18:00", Mark.present, 480, 0),
    ("in 09:00, away 14:00, back 14:10, out 18:00", Mark.present, 480, 0),  # within the grace
    ("in 09:00, away 14:00, back 14:11, out 18:00", AWAY, 469, 1),
    ("in 09:00, away 10:00, back 10:30, away 14:00, back 14:30, out 18:00", AWAY, 420, 1),
    ("in 10:00, away 14:00, back 15:00, out 17:00", LATE, 300, 3),
    ("in 09:00, away 16:00", AWAY, 360, 1),  # never came back
    ("in 09:00, in 09:30, out 18:00", Mark.present, 480, 0),  # a second tap says nothing new
    ("in 09:00, out 17:00, out 18:00", Mark.present, 480, 0),  # the last leaving counts
    ("out 17:00", Mark.unconfirmed, 0, 0),  # nobody saw the person come
    ("absent, in 09:40, out 18:00", LATE, 440, 1),  # came after the roll call
    ("present, out 17:00", EARLY, 420, 1),
    ("excused, in 09:40", Mark.excused, 480, 0),  # a person has decided
    ("in 09:40, present", Mark.present, 480, 0),
    ("in 09:40, absent", Mark.absent, 0, 0),
    ("in 09:00, unconfirmed", Mark.unconfirmed, 0, 0),
]


@pytest.mark.parametrize(("story", "becomes", "minutes", "incidents"), STORIES)
def test_what_happened(story: str, becomes: Mark, minutes: int, incidents: int) -> None:
    assert record(block(), told(story), GRACE) == Record(becomes, minutes, incidents)


OPEN_ENDS = [
    # what happened, where whoever scans in must scan out -> mark, minutes
    ("in 09:00", Mark.unconfirmed, 0),
    ("in 09:00, out 18:00", Mark.present, 480),
    ("in 09:00, out 14:00, in 15:00", Mark.unconfirmed, 0),
    ("in 09:00, present", Mark.present, 480),  # the instructor has said how it was
    ("present", Mark.present, 480),
]


@pytest.mark.parametrize(("story", "becomes", "minutes"), OPEN_ENDS)
def test_without_a_scan_at_the_end_it_is_held(story: str, becomes: Mark, minutes: int) -> None:
    result = record(block(), told(story), GRACE, must_leave=True)
    assert (result.mark, result.minutes) == (becomes, minutes)


def test_the_instructor_can_say_away() -> None:
    said = Said(AWAY, away_from=at("14:00"), away_until=at("15:30"))
    assert record(block(), [said], GRACE) == Record(AWAY, 390, 1)


def test_the_last_word_counts() -> None:
    said = [Said(Mark.absent), Said(Mark.late, at("10:00")), Said(Mark.present)]
    assert record(block(), said, GRACE) == Record(Mark.present, 480)


def test_nothing_said_is_unconfirmed() -> None:
    assert record(block(), [], GRACE) == Record(Mark.unconfirmed, 0)


def test_without_grace_a_minute_is_late() -> None:
    assert record(block(), [Said(LATE, at("09:01"))], 0) == Record(LATE, 479, 1)


HALVES = [
    # attended minutes of 480 -> absent under the half-day rule
    (239, True),
    (240, False),  # exactly half is not absent
    (241, False),
    (0, True),
]


@pytest.mark.parametrize(("minutes", "absent"), HALVES)
def test_half_day(minutes: int, absent: bool) -> None:
    day = days_of([(block(), Record(LATE, minutes, 1))], half_day=True)[0]
    assert day.absent is absent
    assert day.credited == (0 if absent else minutes)
    assert day.incidents == (0 if absent else 1)  # not counted again on an absent day


def test_without_the_half_day_rule_an_hour_is_an_hour() -> None:
    day = days_of([(block(), Record(LATE, 60, 1))], half_day=False)[0]
    assert (day.absent, day.credited, day.incidents) == (False, 60, 1)


def test_half_is_seen_over_the_day_not_the_session() -> None:
    morning = block("09:00", "12:00", pause=False)
    afternoon = block("13:00", "18:00", pause=False)
    kept = [(morning, Record(Mark.absent, 0)), (afternoon, Record(Mark.present, 300))]
    day = days_of(kept, half_day=True)[0]
    assert (day.scheduled, day.credited, day.absent) == (480, 300, False)


def test_unconfirmed_stays_out_of_both_sides() -> None:
    kept = [(block(), Record(Mark.unconfirmed, 0))]
    assert days_of(kept, half_day=True) == []


def test_every_mark_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Mark)
    assert len(set(SIGNS.values())) == len(Mark)


minute = st.integers(0, 540)


def after(minutes: int) -> datetime:
    return at("09:00") + timedelta(minutes=minutes)


@given(minute, minute, minute, st.integers(0, 30))
def test_coming_earlier_never_lowers_the_minutes(
    one: int, other: int, left: int, grace: int
) -> None:
    early, late = sorted((one, other))
    first = record(block(), [Said(LATE, after(early), after(left))], grace)
    second = record(block(), [Said(LATE, after(late), after(left))], grace)
    assert first.minutes >= second.minutes


@given(minute, minute, st.integers(0, 30))
def test_minutes_lie_within_the_block_and_come_out_again(came: int, left: int, grace: int) -> None:
    said = Said(LATE, after(came), after(left))
    result = record(block(), [said], grace)
    assert 0 <= result.minutes <= 480
    assert record(block(), [said, said], grace) == result
    kept = Said(result.mark, said.arrived_at, said.left_at)
    assert record(block(), [kept], grace) == result  # the record says again what it came from


step = st.tuples(st.sampled_from(["in", "out", "away", "back"]), minute)
stories = st.lists(step, max_size=8)


def happened(story: list[tuple[str, int]]) -> list[Said]:
    """Scans one after the other in time, as a clock brings them."""
    return [KINDS[kind](after(when)) for kind, when in sorted(story, key=lambda one: one[1])]


@given(stories, st.integers(0, 30), st.booleans())
def test_whatever_happens_it_is_within_bounds_and_the_same_again(
    story: list[tuple[str, int]], grace: int, must_leave: bool
) -> None:
    result = record(block(), happened(story), grace, must_leave=must_leave)
    assert 0 <= result.minutes <= 480
    assert 0 <= result.incidents <= 3
    assert result == record(block(), happened(story), grace, must_leave=must_leave)


@given(minute, minute, minute, st.integers(0, 30))
def test_a_shorter_outing_never_lowers_the_minutes(
    gone: int, one: int, other: int, grace: int
) -> None:
    first, second = sorted((max(gone, one), max(gone, other)))
    short = Said(AWAY, away_from=after(gone), away_until=after(first))
    long = Said(AWAY, away_from=after(gone), away_until=after(second))
    assert record(block(), [short], grace).minutes >= record(block(), [long], grace).minutes
