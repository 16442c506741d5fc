"""One decision about several people of an offering: all of them, or nobody is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.status import Choice
from lms.core.text import N_, gettext
from lms.enrolment.events import NoteWritten
from lms.enrolment.models import Enrolment
from lms.enrolment.services.changing import transfer
from lms.enrolment.services.deciding import approve, cancel, refuse


class Verb(Choice):
    """What can be done with several people at once."""

    approve = "approve", N_("Approve")
    refuse = "refuse", N_("Refuse")
    move = "move", N_("Move to another run")
    message = "message", N_("Send a message")
    cancel = "cancel", N_("Cancel enrolment")


def decide(
    *,
    actor: User,
    offering: Offering,
    enrolments: Sequence[Enrolment],
    verb: Verb,
    text: str = "",
    target: Offering | None = None,
    completed: Mapping[int, Collection[int]] | None = None,
) -> None:
    """Do the same with each of these people.

    Args:
        text: the reason (refuse, cancel) or the message.
        target: the run they move to.
        completed: courses each person has completed, by the person's id (move).

    Raises:
        Refused: it can't be done with one of them, who is named; or text or run is missing.
    """
    if not enrolments:
        raise Refused("nobody", gettext("Please choose at least one person."))
    if verb in (Verb.refuse, Verb.cancel, Verb.message) and not text:
        raise Refused("no-text", gettext("Please write the reason or the message."))
    if verb is Verb.move and target is None:
        raise Refused("no-target", gettext("Please choose the run they move to."))
    if verb is Verb.message:
        _write(actor, offering, enrolments, text)
        return
    for one in enrolments:
        try:
            _one(actor, one, verb, text, target, completed or {})
        except Refused as refusal:
            sentence = gettext("%(name)s: %(reason)s", name=one.user.name, reason=refusal.sentence)
            raise Refused(refusal.code, sentence) from refusal


def _one(
    actor: User,
    enrolment: Enrolment,
    verb: Verb,
    text: str,
    target: Offering | None,
    completed: Mapping[int, Collection[int]],
) -> None:
    if verb is Verb.approve:
        approve(actor=actor, enrolment=enrolment)
    elif verb is Verb.refuse:
        refuse(actor=actor, enrolment=enrolment, reason=text)
    elif verb is Verb.cancel:
        cancel(actor=actor, enrolment=enrolment, reason=text)
    elif target is not None:
        transfer(
            actor=actor,
            enrolment=enrolment,
            target=target,
            completed_course_ids=completed.get(enrolment.user_id, ()),
        )


def _write(actor: User, offering: Offering, enrolments: Sequence[Enrolment], text: str) -> None:
    ids = [one.id for one in enrolments]
    audit.record(actor.id, "enrolment.message", offering, reason=text, enrolments=ids)
    for one in enrolments:
        announce(NoteWritten(one.id, text))
