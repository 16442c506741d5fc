"""Which of the academy's groups a firm belongs to. Pure; the groups are those of the founding plan."""

from __future__ import annotations

from lms.core.status import Choice
from lms.core.text import N_

JEONBUK = "52"
CHUNGCHEONG = frozenset({"30", "36", "43", "44"})  # 대전, 세종, 충북, 충남


class FactoryLevel(Choice):
    """How far a firm's smart factory has come; JS1–JS3 are the programme's own steps."""

    none = "none", N_("Not planned")
    interested = "interested", N_("Interested")
    js1 = "js1", N_("Level JS1")
    js2 = "js2", N_("Level JS2")
    js3 = "js3", N_("Level JS3")


class Group(Choice):
    """Whom seats can be kept for."""

    jeonbuk_built = "jeonbuk_built", N_("Jeonbuk, with a smart factory")
    jeonbuk_interested = "jeonbuk_interested", N_("Jeonbuk, interested")
    chungcheong = "chungcheong", N_("Chungcheong region")
    other = "other", N_("Others")


BUILT = frozenset({FactoryLevel.js1, FactoryLevel.js2, FactoryLevel.js3})


def group_of(region_code: str | None, level: FactoryLevel | None) -> Group:
    """The group of a firm by its region code (5 digits) and its smart-factory level.

    Somebody without a firm (both None) belongs to `other`.
    """
    province = (region_code or "")[:2]
    if province in CHUNGCHEONG:
        return Group.chungcheong
    if province != JEONBUK:
        return Group.other
    return Group.jeonbuk_built if level in BUILT else Group.jeonbuk_interested
