"""What speaks against each line of a list, cell by cell. Pure: lines and what is known, marks out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from email_validator import EmailNotValidError, validate_email

from lms.accounts.names import is_name, phone_digits
from lms.core.resident_number import has_resident_number
from lms.core.text import gettext
from lms.enrolment.lists.lines import COLUMNS, LONGEST, Line


class Who(Enum):
    """What a person is to the firm."""

    colleague = "colleague"
    invited = "invited"
    new = "new"


@dataclass(frozen=True)
class Known:
    """What is known of the owner of an address, as far as the firm may hear of it.

    Of somebody who is no member the firm learns neither whether there is an account nor what speaks
    against it.

    Attributes:
        name: a colleague's own name.
        against: sentences that speak against a seat.
        notes: sentences worth telling that speak against nothing.
    """

    who: Who = Who.new
    name: str = ""
    against: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Mark:
    """One remark about a cell (`column`), or the whole line; `wrong`: it must be corrected first."""

    column: str
    sentence: str
    wrong: bool = True


@dataclass(frozen=True)
class Checked:
    """A line with what is known of the person and the marks."""

    line: Line
    known: Known = field(default_factory=Known)
    marks: Sequence[Mark] = ()

    @property
    def is_wrong(self) -> bool:
        """Must something be corrected before anybody is enrolled?"""
        return any(mark.wrong for mark in self.marks)

    @property
    def is_colleague(self) -> bool:
        """Is the person a member of the firm already?"""
        return self.known.who is Who.colleague

    def of(self, column: str) -> list[Mark]:
        """Marks of one cell; of the line for an empty name."""
        return [mark for mark in self.marks if mark.column == column]


def checked(
    lines: Sequence[Line], known: Mapping[str, Known], workplaces: Iterable[str]
) -> list[Checked]:
    """Every line with its marks.

    Args:
        known: by e-mail address; who isn't in it is new.
        workplaces: names and numbers of the firm's workplaces.
    """
    places = {_plain(one) for one in workplaces}
    numbers = defaultdict(list)
    for line in lines:
        numbers[line.email].append(line.number)
    found = []
    for line in lines:
        about = known.get(line.email, Known())
        marks = [*_shape(line, places), *_twice(line, numbers[line.email]), *_about(line, about)]
        found.append(Checked(line, about, marks))
    return found


def _shape(line: Line, places: set[str]) -> list[Mark]:
    marks = [_resident(line), _name(line), _email(line), _phone(line), _workplace(line, places)]
    return [mark for mark in (*marks, *_too_long(line)) if mark is not None]


def _resident(line: Line) -> Mark | None:
    for column in COLUMNS:
        if has_resident_number(getattr(line, column)):
            return Mark(
                column,
                gettext("Please take the resident registration number out. It may not be kept."),
            )
    return None


def _name(line: Line) -> Mark | None:
    if not line.name:
        return Mark("name", gettext("The name is missing."))
    if not is_name(line.name):
        return Mark(
            "name",
            gettext("Please write the name with letters only, without digits, signs or pictures."),
        )
    return None


def _email(line: Line) -> Mark | None:
    if not line.email:
        return Mark("email", gettext("The e-mail address is missing."))
    try:
        validate_email(line.email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Mark("email", gettext("Please enter an e-mail address like name@example.org."))
    return None


def _phone(line: Line) -> Mark | None:
    if line.phone and phone_digits(line.phone) is None:
        return Mark("phone", gettext("Please enter a Korean phone number like 010-1234-5678."))
    return None


def _workplace(line: Line, places: set[str]) -> Mark | None:
    if line.workplace and _plain(line.workplace) not in places:
        return Mark(
            "workplace",
            gettext(
                "Your firm has no workplace of this name or number. Please choose one, or leave it"
                " empty for the head office."
            ),
        )
    return None


def _too_long(line: Line) -> list[Mark]:
    return [
        Mark(column, gettext("At most %(max)d characters, please.", max=most))
        for column, most in LONGEST.items()
        if len(getattr(line, column)) > most
    ]


def _twice(line: Line, numbers: Sequence[int]) -> list[Mark]:
    others = [str(number) for number in numbers if number != line.number]
    if not line.email or not others:
        return []
    sentence = gettext(
        "The same address stands in row %(rows)s. Each person needs an address of their own.",
        rows=", ".join(others),
    )
    return [Mark("email", sentence)]


def _about(line: Line, known: Known) -> list[Mark]:
    marks = [Mark("", sentence) for sentence in known.against]
    marks += [Mark("", sentence, wrong=False) for sentence in known.notes]
    if known.who is Who.colleague and line.name and _plain(known.name) != _plain(line.name):
        sentence = gettext(
            "This address belongs to your colleague %(name)s. The course is entered for that"
            " person; if somebody else is meant, please correct the address.",
            name=known.name,
        )
        marks.append(Mark("name", sentence, wrong=False))
    return marks


def workplace_named(text: str, names: Mapping[str, int]) -> int | None:
    """Id of the workplace that a cell names by name or number, or None."""
    return {_plain(name): found for name, found in names.items()}.get(_plain(text))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
