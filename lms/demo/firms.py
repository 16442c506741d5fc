"""Demo firms: twenty in Jeonbuk and Chungcheong, of every size and level."""

from __future__ import annotations

from lms.accounts.models import User
from lms.demo.tables import rows
from lms.firms import services
from lms.firms.groups import FactoryLevel
from lms.firms.kinds import suggested_kind
from lms.firms.models import Firm, FirmSize


def register_firms(operator: User) -> dict[str, Firm]:
    """All demo firms, by business number."""
    return {row["number"]: _register(operator, row) for row in rows("firms")}


def _register(operator: User, row: dict[str, str]) -> Firm:
    facts = services.FirmFacts(
        name=row["name"],
        kind=suggested_kind(row["number"]),
        region_code=row["region"],
        representative=row["representative"],
        address=row["address"],
        industry=row["industry"],
        size=FirmSize(row["size"]),
        level=FactoryLevel(row["level"]),
    )
    return services.register_firm(actor=operator, business_number=row["number"], facts=facts)
