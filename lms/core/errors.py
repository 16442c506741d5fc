"""What may go wrong below the door, and the status it becomes. One file answers them: answers.py."""

from __future__ import annotations

from collections.abc import Mapping


class Problem(Exception):
    """Something the person must be told. `sentence` is plain language, already translated."""

    status = 500
    code = "problem"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Problem):
    """Does not exist, or lies outside what this person may know of (404)."""

    status = 404
    code = "not-found"


class SignInNeeded(Problem):
    """Nobody is signed in, and this needs somebody."""

    status = 401
    code = "sign-in"


class Forbidden(Problem):
    """Known to the person, but not theirs to do (403)."""

    status = 403
    code = "forbidden"


class Refused(Problem):
    """Allowed in general, but not now (409): a rule or the present state stands against it.

    Args:
        code: a short stable word for programs, e.g. "seat-gone".
        sentence: what stands against it, and the way out.
    """

    status = 409

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Invalid(Problem):
    """Input that can't be understood (422): one sentence for each field."""

    status = 422
    code = "invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class Busy(Problem):
    """Too many tries in a short time (429)."""

    status = 429
    code = "busy"
