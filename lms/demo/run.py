"""Loading the demo: the whole story in one transaction, the same for the same day."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from sqlalchemy import select, update

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.demo.accounts import FIRM, OPERATOR, TRAINEE
from lms.demo.bookings import book_regularly
from lms.demo.calendars import plan_calendars
from lms.demo.closures import plan_closures
from lms.demo.courses import add_courses
from lms.demo.crowd import Crowd
from lms.demo.firms import register_firms
from lms.demo.interests import plan_interests
from lms.demo.invitations import plan_invitations
from lms.demo.lists import plan_list
from lms.demo.notices import plan_notices
from lms.demo.offerings import Cast, Telling
from lms.demo.papers import plan_papers, wait_since_now
from lms.demo.people import add_people, is_trainee, join_firms
from lms.demo.plans import plans
from lms.demo.registrations import open_workplaces, plan_registrations
from lms.demo.room_requests import plan_room_requests
from lms.demo.rooms import add_rooms, book_rooms
from lms.demo.story import Story
from lms.demo.tables import rows, words
from lms.demo.teaching import plan_classes
from lms.firms.services import load_regions
from lms.notifications.models import Message, MessageStatus

SEED = 20260722
BEFORE_ALL = timedelta(days=160)
"""So long ago the academy opened its site."""


def is_loaded() -> bool:
    """Is the demo there already?"""
    return db.session.scalar(select(User.id).where(User.email == OPERATOR)) is not None


def is_empty() -> bool:
    """Has nobody signed up yet?"""
    return db.session.scalar(select(User.id).limit(1)) is None


def load(today: date) -> bool:
    """Fill an empty site with half a year of life up to the morning of `today`.

    The running transaction is used; the caller commits.

    Returns:
        False, with nothing changed, if the demo was there already.
    """
    if is_loaded():
        return False
    now = clock.day_bounds(today)[0]
    story, chance = Story(), Random(SEED)  # noqa: S311  # it need not be hard to guess
    with clock.frozen(clock.at(today - BEFORE_ALL, time(9))):
        load_regions()
        people = add_people()
        operator = people[OPERATOR]
        firms = register_firms(operator)
        join_firms(operator, people, firms)
        open_workplaces(operator, firms, people)
        rooms, courses = add_rooms(operator), add_courses(operator)
    trainees = [people[row["email"]] for row in rows("people") if is_trainee(row)]
    crowd = Crowd([person for person in trainees if person.email != TRAINEE], chance)
    cast = Cast(story, chance, crowd, operator, people[TRAINEE], now)
    for plan in plans(today, courses, rooms, people):
        telling = Telling(plan, cast)
        telling.plan_steps()
        plan_classes(telling)
    plan_notices(story, operator, today)
    plan_closures(story, operator, rooms, today)
    plan_calendars(story, operator, people, rooms, today)
    plan_registrations(story, operator, people, today)
    plan_invitations(story, people[FIRM], today)
    plan_list(story, people[FIRM], today)
    plan_interests(story, trainees, courses, today)
    plan_room_requests(story, operator, people, rooms, today)
    plan_papers(story, operator, people[TRAINEE], today)
    story.at(
        clock.at(today - timedelta(days=2), time(15)), lambda: book_rooms(operator, rooms, today)
    )
    story.at(
        clock.at(today - timedelta(days=2), time(16)),
        lambda: book_regularly(operator, rooms, today),
    )
    story.tell(until=now)
    _settle_messages()
    wait_since_now()
    return True


def _settle_messages() -> None:
    """What was written in the past has been sent long ago, but for one that came back."""
    db.session.flush()
    db.session.execute(
        update(Message).values(status=MessageStatus.sent, sent_at=Message.created_at, tries=1)
    )
    last = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    last.status, last.sent_at = MessageStatus.failed, None
    last.problem = words("mail-problem")[0]
