"""The verbs of enrolment. How seats and the line keep their promises stands in line.py."""

from __future__ import annotations

from lms.enrolment.services.answering import accept_offer, decline_offer
from lms.enrolment.services.applying import add_person, enrol
from lms.enrolment.services.bulk import Verb, decide
from lms.enrolment.services.changing import change_until, check_change, substitute, transfer
from lms.enrolment.services.deciding import approve, cancel, check_own_cancel, refuse
from lms.enrolment.services.due import serve, serve_due
from lms.enrolment.services.enrolling_lists import (
    check_portion,
    enrol_list,
    lists_to_enrol,
    note_failure,
    send_back,
)
from lms.enrolment.services.exceptions import bar_no_show, extend, lift_bar
from lms.enrolment.services.holds import give_back, hold_seats, name_person
from lms.enrolment.services.interests import drop_interest, register_interest, tell_interested
from lms.enrolment.services.invited import end_asked_for
from lms.enrolment.services.list_check import Looked, emails_of, lines_of, looked_through
from lms.enrolment.services.lists import (
    LIST_JOB,
    ask_for_list,
    clear_old_lists,
    correct_list,
    drop_list,
    send_list,
)
from lms.enrolment.services.minimum import alert_under_minimum
from lms.enrolment.services.parties import ask_together
from lms.enrolment.services.seats import (
    GivingRules,
    add_seat,
    call_off,
    set_pools,
    set_rules,
    set_seats,
)
from lms.enrolment.services.serving import fill_free_seats, move_line

__all__ = [
    "LIST_JOB",
    "GivingRules",
    "Looked",
    "Verb",
    "accept_offer",
    "add_person",
    "add_seat",
    "alert_under_minimum",
    "approve",
    "ask_for_list",
    "ask_together",
    "bar_no_show",
    "call_off",
    "cancel",
    "change_until",
    "check_change",
    "check_own_cancel",
    "check_portion",
    "clear_old_lists",
    "correct_list",
    "decide",
    "decline_offer",
    "drop_interest",
    "drop_list",
    "emails_of",
    "end_asked_for",
    "enrol",
    "enrol_list",
    "extend",
    "fill_free_seats",
    "give_back",
    "hold_seats",
    "lift_bar",
    "lines_of",
    "lists_to_enrol",
    "looked_through",
    "move_line",
    "name_person",
    "note_failure",
    "refuse",
    "register_interest",
    "send_back",
    "send_list",
    "serve",
    "serve_due",
    "set_pools",
    "set_rules",
    "set_seats",
    "substitute",
    "tell_interested",
    "transfer",
]
