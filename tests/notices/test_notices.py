"""The notice board."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.notices.models import Notice
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


def only_id(acting: Acting) -> int:
    """The id of the only notice."""
    with acting():
        return db.session.scalars(select(Notice.id)).one()


def test_a_notice_from_draft_to_board_and_down_again(
    browse: Browser, make: Make, acting: Acting, sign_in: SignIn
) -> None:
    operator = sign_in(make.operator())
    browse("/desk/notices/new").submit(title="휴무 안내", body="**월요일** 쉽니다.", then="draft")
    assert "휴무 안내" not in browse("/notices").text
    number = only_id(acting)
    browse(f"/notices/{number}", status=404)
    browse("/desk/notices").submit(f"/desk/notices/{number}/publish")
    assert "휴무 안내" in browse("/notices").text
    page = browse(f"/notices/{number}")
    assert page.all("//strong[text()='월요일']")
    browse(f"/desk/notices/{number}").submit(title="휴무 변경", pinned="y")
    assert "휴무 변경" in browse("/").text
    browse("/desk/notices").submit(f"/desk/notices/{number}/withdraw")
    browse(f"/notices/{number}", status=404)
    with acting():
        done = [one.action for one in db.session.scalars(select(AuditEntry))]
        assert done == [
            "notices.create", "notices.publish", "notices.update", "notices.withdraw",
        ]  # fmt: skip
        assert db.session.scalars(select(Notice)).one().author_id == operator.id


def test_it_can_go_up_at_once(browse: Browser, make: Make, sign_in: SignIn) -> None:
    sign_in(make.operator())
    browse("/desk/notices/new").submit(title="바로 게시", body="내용", then="publish")
    assert "바로 게시" in browse("/notices").text


def test_markup_of_others_is_not_let_through(
    browse: Browser, make: Make, acting: Acting, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    body = "<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png)"
    browse("/desk/notices/new").submit(title="시험", body=body, then="publish")
    number = only_id(acting)
    page = browse(f"/notices/{number}")
    assert not page.all("//main//script")
    assert not page.all("//main//a[contains(@href,'javascript')]")


def test_pinned_ones_come_first(browse: Browser, make: Make, sign_in: SignIn) -> None:
    sign_in(make.operator())
    for title, pinned in (("먼저", "y"), ("나중", None)):
        browse("/desk/notices/new").submit(title=title, body="x", pinned=pinned, then="publish")
    titles = browse("/notices").all("//main//*[@class='notice-title']/text()")
    assert titles == ["먼저", "나중"]


def test_faults_name_the_field_and_keep_the_text(
    browse: Browser, make: Make, acting: Acting, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    page = browse("/desk/notices/new").submit(title="", body="내용은 그대로")
    assert page.status == 422
    assert page.all("//*[@id='title-error']")
    assert page.all("//textarea/text()") == ["내용은 그대로"]
    number = browse("/desk/notices/new").submit(title="x", body="주민번호 900101-1234567")
    assert number.status == 422
    with acting():
        assert db.session.query(Notice).count() == 0


def test_a_form_that_is_sent_twice_makes_one_notice(
    browse: Browser, make: Make, acting: Acting, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    page = browse("/desk/notices/new")
    for _ in range(2):
        assert page.submit(title="휴무 안내", body="쉽니다.", then="publish").status == 200
    assert only_id(acting)
