"""Which group a firm belongs to."""

from __future__ import annotations

import pytest

from lms.firms.groups import FactoryLevel, Group, group_of


@pytest.mark.parametrize(
    ("region", "level", "group"),
    [
        ("52110", FactoryLevel.js1, Group.jeonbuk_built),
        ("52790", FactoryLevel.js3, Group.jeonbuk_built),
        ("52111", FactoryLevel.js2, Group.jeonbuk_built),  # a district of Jeonju
        ("52110", FactoryLevel.interested, Group.jeonbuk_interested),
        ("52110", FactoryLevel.none, Group.jeonbuk_interested),
        ("30200", FactoryLevel.none, Group.chungcheong),
        ("36110", FactoryLevel.js1, Group.chungcheong),
        ("43110", FactoryLevel.js1, Group.chungcheong),
        ("44130", FactoryLevel.interested, Group.chungcheong),
        ("11000", FactoryLevel.js3, Group.other),
        ("35000", FactoryLevel.js3, Group.other),  # the statistics office's number for Jeonbuk
        ("", None, Group.other),
        (None, None, Group.other),
    ],
)
def test_the_address_and_the_factory_decide(
    region: str | None, level: FactoryLevel | None, group: Group
) -> None:
    assert group_of(region, level) is group
