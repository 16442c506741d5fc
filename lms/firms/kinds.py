"""What kind of firm a business number belongs to. Pure."""

from __future__ import annotations

from lms.core.status import Choice
from lms.core.text import N_


class FirmKind(Choice):
    """Who stands behind a business number, in the law's three kinds."""

    corporation = "corporation", N_("Corporation")
    sole_trader = "sole_trader", N_("Sole trader")
    non_profit = "non_profit", N_("Public or non-profit body")


_NON_PROFIT = frozenset({80, 82, 83, 89})  # 아파트 등 관리, 비영리법인, 국가·지자체, 종교단체


def suggested_kind(digits: str) -> FirmKind:
    """The kind that the fourth and fifth digit of a business number speak for.

    01–79 and 90–99 are given to sole traders; 81 and 84–88 to corporations, foreign ones and
    branches among them. It is a suggestion: the registration certificate decides.
    """
    middle = int(digits[3:5])
    if middle in _NON_PROFIT:
        return FirmKind.non_profit
    return FirmKind.corporation if 81 <= middle <= 88 else FirmKind.sole_trader
