"""Operators set the kinds of excused absence; what was asked for keeps its name and its limits."""

from datetime import timedelta

from sqlalchemy import select

from lms.attendance import queries, services
from lms.attendance.models import Excuse
from lms.core.db import db
from lms.core.errors import Invalid
from lms.enrolment.models import Enrolment
from tests.attendance.conftest import DAY


def ask(acting, enrolment, kind, days=1, reason="개인 사정") -> str:
    """The kind's name on the application, or why it was refused."""
    try:
        with acting():
            one = db.session.get_one(Enrolment, enrolment.id)
            excuse = services.apply_for_excuse(
                actor=one.user, enrolment=one, kind=kind, from_on=DAY,
                until_on=DAY + timedelta(days=days - 1), reason=reason,
            )  # fmt: skip
            return excuse.kind_label
    except Invalid as invalid:
        return " ".join(invalid.fields.values())


def test_an_operator_adds_changes_and_ends_a_kind(make, acting, browse, sign_in, classroom):
    one, other, third = classroom.enrolments
    sign_in(make.operator())
    page = browse("/desk/excuse-kinds/new").submit(
        "/new", name_ko="재난 상황", name_en="Disaster", days="1"
    )
    assert "재난 상황" in page.text
    code = next(link for link in page.links() if "own-" in link).rsplit("/", 1)[1]
    make.session(classroom.offering, day=DAY + timedelta(days=1))
    assert "1일까지" in ask(acting, one, code, days=2)
    assert ask(acting, one, code) == "재난 상황"
    path = f"/desk/excuse-kinds/{code}"
    browse(path).submit(path, name_ko="재난·재해", days="2")
    assert ask(acting, other, code, days=2) == "재난·재해"
    with acting():
        first = db.session.scalars(select(Excuse).order_by(Excuse.id)).first()
        assert first.kind_label == "재난 상황"  # as it was asked for
    browse(path).submit(path, offered=None)
    assert "골라" in ask(acting, third, code) or "선택" in ask(acting, third, code)
    history = browse(path).text
    assert "재난 상황" in history
    assert "재난·재해" in history


def test_a_kind_to_begin_with_can_be_changed_and_keeps_its_place(make, acting, browse, sign_in):
    sign_in(make.operator())
    with acting():
        before = list(queries.excuse_kinds())
    browse("/desk/excuse-kinds/illness").submit("/illness", percent="20", document=None)
    with acting():
        kinds = queries.excuse_kinds()
        assert list(kinds) == before
        assert (kinds["illness"].percent, kinds["illness"].document) == (20, False)
    page = browse("/desk/excuse-kinds/other").submit("/other", name_ko=kinds["illness"].ko)
    assert page.status == 422
    assert "같은 이름" in page.text
    page = browse("/desk/excuse-kinds/other").submit("/other", days="0")
    assert page.status == 422
