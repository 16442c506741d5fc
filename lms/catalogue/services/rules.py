"""What the academy sets for completion and attendance."""

from __future__ import annotations

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import AcademyRule
from lms.catalogue.queries import academy_rule
from lms.catalogue.rule import LOCK_DAYS, CompletionRule
from lms.core.db import db


def set_academy_rule(
    *, actor: User, rule: CompletionRule, close_days: int, lock_days: int = LOCK_DAYS
) -> AcademyRule:
    """Set what new courses start with. Courses and offerings that are there keep their rule.

    Args:
        close_days: days after a class in which one person alone may correct its attendance.
        lock_days: days after a class at whose end a roll call closes by itself; 0: never.
    """
    found = academy_rule()
    old = [str(found.rule), found.close_days, found.lock_days]
    found.rule, found.close_days, found.lock_days = rule, close_days, lock_days
    db.session.add(found)
    new = [str(rule), close_days, lock_days]
    audit.record(actor.id, "catalogue.set_rule", found, rule=[old, new])
    return found
