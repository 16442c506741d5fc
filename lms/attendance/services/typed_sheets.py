"""A signed sheet typed into the template: looked at first, then entered wholly or not at all.

What the cells say is kept with what the records said when it was looked at; whatever has changed
since refuses the whole sheet. Where the roll call is locked, a cell becomes a correction; where the
record is closed, one that waits for a second person (`corrections.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select

from lms.accounts.models import User
from lms.attendance.marks import Mark
from lms.attendance.models import RollCall, Source, TypedSheet, block_of
from lms.attendance.queries import Seated, Sheet, find_roll_call, held_sessions
from lms.attendance.saying import MarkInput, state_of
from lms.attendance.services.corrections import correct_all, is_closed, needs_second_person
from lms.attendance.services.roll_calls import open_roll_call, opens_at
from lms.attendance.services.writing import Change, changes, write
from lms.attendance.sheet_reading import Cell, read_sheets
from lms.attendance.typed_cells import from_json, to_json
from lms.audit import services as audit
from lms.catalogue.models import ClassSession, Offering
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, NotFound, Refused
from lms.core.text import clean, gettext, moment, plain_name, short_day
from lms.core.workbooks import sheets_in
from lms.enrolment.queries import enrolled

KEPT = timedelta(days=7)
"""So long an uploaded sheet is kept."""

NAMED = 30
"""So many problems of one file are named."""


@dataclass(frozen=True)
class Line:
    """One change that a typed sheet would make."""

    session: ClassSession
    seated: Seated
    kept: Any
    way: str
    """ "mark": at once; "correction": at once, as a correction; "second": waits for a second person."""


def upload_sheet(*, actor: User, offering: Offering, file_name: str, content: bytes) -> TypedSheet:
    """Take a filled template and keep what it says, to be looked at before it is entered.

    Raises:
        Invalid: the file can't be read, belongs to another offering, or cells are wrong; nothing is
            kept. The sentences name row and cell.
    """
    sheets = {one.session.id: one for one in held_sessions([offering.id])}
    people = {one.id: clean(one.user.name) for one in enrolled(offering)}
    days = {number: short_day(block_of(one.session).day) for number, one in sheets.items()}
    found = read_sheets(sheets_in(content), offering.code, days, people)
    cells, problems = [], list(found.problems)
    for session_id, of_class in groupby(_by_class(found.cells), key=lambda one: one.session_id):
        some = list(of_class)
        said = {one.enrolment_id: _said(sheets[session_id], one) for one in some}
        try:
            changed = _changed(sheets[session_id], said)
        except Invalid as invalid:
            where = {str(one.enrolment_id): one.where for one in some}
            problems += [
                gettext("Cell %(cell)s: %(fault)s", cell=where.get(key, ""), fault=sentence)
                for key, sentence in invalid.fields.items()
            ]
            continue
        except Refused as refused:
            problems.append(f"{some[0].where}: {refused.sentence}")
            continue
        typed = {one.enrolment_id: one.typed for one in some}
        for one in changed:
            number = one.seated.enrolment.id
            cells.append(to_json(session_id, number, typed[number], state_of(one.seated.record)))
    if problems:
        raise Invalid({"file": problem_list(problems)})
    if not found.cells:
        raise Invalid({"file": gettext("Nothing is typed into this sheet.")})
    if not cells:
        raise Invalid({"file": gettext("The records say all of this already.")})
    return _keep(actor, offering, file_name, cells)


def problem_list(problems: Sequence[str]) -> str:
    """All problems of a file, one a line; of very many the first."""
    if len(problems) <= NAMED:
        return "\n".join(problems)
    more = gettext("… and %(count)s more.", count=len(problems) - NAMED)
    return "\n".join([*problems[:NAMED], more])


def _keep(
    actor: User, offering: Offering, file_name: str, cells: list[dict[str, Any]]
) -> TypedSheet:
    kept = TypedSheet(
        offering_id=offering.id,
        uploaded_by_id=actor.id,
        uploaded_at=clock.now(),
        file_name=plain_name(file_name),
        cells=cells,
    )
    db.session.add(kept)
    audit.record(actor.id, "attendance.upload_sheet", kept, cells=len(cells))
    return kept


def _by_class(cells: Sequence[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda one: one.session_id)


def _said(sheet: Sheet, cell: Cell) -> MarkInput:
    return cell.typed.said(block_of(sheet.session).day)


def _changed(sheet: Sheet, said: Mapping[int, MarkInput]) -> list[Change]:
    if clock.now() < opens_at(sheet.session):
        at = moment(opens_at(sheet.session))
        raise Refused("too-early", gettext("The roll call of this class opens at %(at)s.", at=at))
    found = changes(sheet.session, said, after_lock=True)
    return [one for one in found if not _is_present_already(one)]


def _is_present_already(change: Change) -> bool:
    """A sign on paper doesn't take away when somebody scanned."""
    record = change.seated.record
    return record is not None and change.kept.mark is record.mark is Mark.present


def lines_of(typed: TypedSheet) -> list[Line]:
    """What entering the sheet would change now, by class and person.

    Raises:
        Refused, Invalid: something has changed since it was uploaded; see `changes`.
    """
    lines = []
    for sheet, said in _cells_of(typed):
        closed = is_closed(sheet.session)
        for one in _changed(sheet, said):
            way = "mark"
            if sheet.locked:
                waits = needs_second_person(sheet.roll_call, one, closed=closed)
                way = "second" if waits else "correction"
            lines.append(Line(sheet.session, one.seated, one.kept, way))
    return lines


def _cells_of(typed: TypedSheet) -> list[tuple[Sheet, dict[int, MarkInput]]]:
    """By class, in order of time: what was typed, each with what the record said then."""
    sheets = held_sessions([typed.offering_id])
    said: dict[int, dict[int, MarkInput]] = {one.session.id: {} for one in sheets}
    days = {one.session.id: block_of(one.session).day for one in sheets}
    for cell in typed.cells:
        number = cell["session"]
        if number not in said:
            sentence = gettext("A class of this sheet was called off. Please upload it anew.")
            raise Refused("called-off", sentence)
        word = from_json(cell).said(days[number])
        said[number][cell["enrolment"]] = MarkInput(**{**vars(word), "was": cell["was"]})
    return [(one, said[one.session.id]) for one in sheets if said[one.session.id]]


def enter_sheet(*, actor: User, typed: TypedSheet) -> int:
    """Do all that the sheet says; how many of it wait for a second person.

    Raises:
        NotFound: it was dropped meanwhile.
        Refused: it was entered already, or a record has changed since it was uploaded.
        Invalid: see `changes`.
    """
    _hold(typed)
    if typed.entered_at is not None:
        raise Refused("entered", gettext("This sheet was entered already."))
    reason = gettext("Signed sheet: %(file)s", file=typed.file_name)
    waiting = sum(_enter(actor, sheet, said, reason) for sheet, said in _cells_of(typed))
    audit.record(actor.id, "attendance.enter_sheet", typed, cells=len(typed.cells), waiting=waiting)
    typed.cells, typed.entered_at = [], clock.now()
    return waiting


def _hold(typed: TypedSheet) -> None:
    """Let others who would enter or drop it wait, and see it as it is now."""
    found = select(TypedSheet).where(TypedSheet.id == typed.id).with_for_update()
    if db.session.scalar(found.execution_options(populate_existing=True)) is None:
        raise NotFound(gettext("There is no such sheet any more."))


def _enter(actor: User, sheet: Sheet, said: Mapping[int, MarkInput], reason: str) -> int:
    """One class; how many corrections wait."""
    session = sheet.session
    roll_call: RollCall | None = find_roll_call(session, lock=True)
    if roll_call is not None and roll_call.locked_at is not None:
        found = changes(session, said, after_lock=True)
        return len(correct_all(actor, session, found, reason, Source.paper))
    opened = open_roll_call(actor=actor, session=session)
    found = changes(session, said)
    write(actor, session, found, Source.paper, reason)
    if found:
        audit.record(actor.id, "attendance.mark", opened, people=len(found))
    return 0


def drop_sheet(*, actor: User, typed: TypedSheet) -> None:
    """Forget an uploaded sheet that is not to be entered.

    Raises:
        NotFound: it was dropped already.
    """
    _hold(typed)
    audit.record(actor.id, "attendance.drop_sheet", typed)
    db.session.delete(typed)


def forget_old_sheets() -> None:
    """Remove uploaded sheets that have been kept long enough, entered or not."""
    old = TypedSheet.uploaded_at < clock.now() - KEPT
    db.session.execute(delete(TypedSheet).where(old))
