"""One measured figure, and whether it meets its aim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A name, a figure with its unit, what was aimed at (in words), and whether it was met.

    `met` is None where a figure is only for information.
    """

    name: str
    figure: float
    unit: str
    aim: str = ""
    met: bool | None = None


def at_least(name: str, figure: float, unit: str, aim: float) -> Figure:
    """A figure that should not be smaller than its aim."""
    return Figure(name, round(figure, 3), unit, f"at least {aim:g}", figure >= aim)


def at_most(name: str, figure: float, unit: str, aim: float) -> Figure:
    """A figure that should not be larger than its aim."""
    return Figure(name, round(figure, 3), unit, f"at most {aim:g}", figure <= aim)


def told(name: str, figure: float, unit: str) -> Figure:
    """A figure for information."""
    return Figure(name, round(figure, 3), unit)
