"""Parts of pages: what they say, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.etree import _ElementTree
from werkzeug.datastructures import MultiDict

from tests.components.conftest import words

Draw = Callable[..., _ElementTree]


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, []),
        (1, 2, ["1", "2"]),
        (1, 9, ["1", "2", "3", "9"]),
        (5, 9, ["1", "3", "4", "5", "6", "7", "9"]),
        (9, 9, ["1", "7", "8", "9"]),
    ],
)
def test_pages_near_and_far(draw: Draw, page: int, pages: int, numbers: list[str]) -> None:
    tree = draw("{{ ui.pagination(page, pages) }}", page=page, pages=pages)
    assert [a.xpath("text()")[-1].strip() for a in tree.xpath("//ol//a")] == numbers
    assert len(tree.xpath("//a[@aria-current='page']")) == bool(numbers)


def test_paging_keeps_the_question(draw: Draw) -> None:
    args = MultiDict([("q", "스마트 공장"), ("track", "OS"), ("track", "AU"), ("page", "2")])
    tree = draw("{{ ui.pagination(2, 3, args) }}", args=args)
    kept = "?q=%EC%8A%A4%EB%A7%88%ED%8A%B8+%EA%B3%B5%EC%9E%A5&track=OS&track=AU&page="
    assert tree.xpath("//a[@rel='next']/@href") == [kept + "3"]
    assert tree.xpath("//a[@rel='prev']/@href") == [kept + "1"]


@pytest.mark.parametrize(
    ("taken", "total", "waiting", "said"),
    [
        (0, 20, 0, "잔여 20석 정원 20석"),
        (19, 20, 0, "잔여 1석 정원 20석"),
        (20, 20, 0, "잔여 좌석 없음 정원 20석"),
        (20, 20, 3, "잔여 좌석 없음 정원 20석, 대기 3명"),
        (21, 20, 0, "잔여 좌석 없음 정원 20석"),
        (0, 0, 0, "잔여 좌석 없음 정원 0석"),
    ],
)
def test_seats_in_words(draw: Draw, taken: int, total: int, waiting: int, said: str) -> None:
    tree = draw("{{ ui.seats(taken, total, waiting) }}", taken=taken, total=total, waiting=waiting)
    assert words(tree) == said


def test_a_bar_never_leaves_its_ground(draw: Draw) -> None:
    for percent in (-5, 0, 50, 130):
        bar = draw("{{ ui.meter(p) }}", p=percent).xpath("//*[@class='meter-bar']/@width")[0]
        assert 0 <= float(bar) <= 100


def test_a_table_names_itself_its_columns_and_rows(draw: Draw) -> None:
    tree = draw(
        "{% call ui.table('Trainees', ['Name', {'label': 'Do', 'align': none, 'hidden': true}]) %}"
        "<tr>{{ ui.th('Kim', href='/x') }}{{ ui.td('Do', ui.badge('late', 'warning')) }}</tr>"
        "{% endcall %}"
    )
    assert tree.xpath("//table/caption/text()") == ["Trainees"]
    assert len(tree.xpath("//thead//th[@scope='col']")) == 2
    assert tree.xpath("//tbody//th[@scope='row']/a/@href") == ["/x"]
    assert tree.xpath("//td/@data-label") == ["Do"]
    assert tree.xpath("//td/span/text()") == ["late"]


def test_a_scrolling_table_can_be_reached_by_keyboard(draw: Draw) -> None:
    tree = draw("{% call ui.table('Sheet', ['A'], stack=False) %}{% endcall %}")
    region = tree.xpath("//*[@role='region']")[0]
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Sheet")


def test_a_status_nobody_listed_is_neutral(draw: Draw) -> None:
    assert draw("{{ ui.status('unheard-of', 'X') }}").xpath("//span[contains(@class,'gray')]")


def test_text_is_never_markup(draw: Draw) -> None:
    evil = "<script>alert(1)</script>"
    tree = draw(
        "{{ ui.alert('info', evil) }}{{ ui.badge(evil) }}{{ ui.button(evil) }}"
        "{{ ui.link_button(evil, '/?' ~ evil) }}{{ ui.post_button(evil, '/x', confirm=evil) }}"
        "{{ ui.empty_state(evil, evil) }}{{ ui.text_input('q', evil, evil) }}",
        evil=evil,
    )
    assert not tree.xpath("//script")


def test_a_post_button_carries_token_and_fields(draw: Draw) -> None:
    tree = draw("{{ ui.post_button('Go', '/go', fields={'id': 7}) }}")
    sent = {i.get("name"): i.get("value") for i in tree.xpath("//form[@method='post']/input")}
    assert sent == {"csrf_token": "token", "id": "7"}


def test_the_step_at_hand_is_marked(draw: Draw) -> None:
    tree = draw("{{ ui.steps(['A', 'B', 'C'], 2) }}")
    assert words(tree).startswith("1단계 완료 A 2단계 B 3단계 C")
    assert len(tree.xpath("//li[@aria-current='step']")) == 1
