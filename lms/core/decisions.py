"""What queues of requests at the desk have in common: tabs with counts, decisions with their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Decision:
    """A decision about somebody's request, with its words.

    Attributes:
        verb: the service that carries it out.
        warning: what it brings about, said before.
        result: the state it leads to; whoever presses twice has decided once.
    """

    verb: Callable[..., Any]
    heading: Any
    label: Any
    warning: Any
    result: Any


def tabs(
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    part: str,
    href: Callable[[str], str],
) -> list[dict[str, Any]]:
    """Tabs for the parts of a queue, each with how many stand in it; `part` is the present one."""
    return [
        {"label": label, "href": href(name), "current": name == part, "count": counts[name]}
        for name, label in labels.items()
    ]


def counts_of(parts: Mapping[str, Any], there: Mapping[Any, int]) -> dict[str, int]:
    """How many stand in each part, from how many there are of each state."""
    return {name: sum(there.get(one, 0) for one in states) for name, states in parts.items()}
