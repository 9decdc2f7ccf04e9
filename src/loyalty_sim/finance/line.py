"""A line of the monthly table: its formula, label, unit and worlds, and the register of all lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal

from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.world import World

Formula = Callable[[World], Array]
Worlds = Literal["both", "program"]


@dataclass(frozen=True)
class Line:
    """What a monthly line is."""

    key: str
    label: str
    unit: str
    definition: str
    stock: bool
    """Whether it is an amount at month end rather than of the month."""
    worlds: Worlds
    """Whether the no-program world has it too."""
    by_segment: bool
    """Whether it is known for each segment; tiers and the fixed cost are not."""


LINES: dict[str, Line] = {}
FORMULAS: dict[str, Formula] = {}


def line(
    label: str, unit: str, *, stock: bool = False, worlds: Worlds = "program", by_segment: bool = True
) -> Callable[[Formula], Formula]:
    """Enter a formula into the catalogue under its own name, with its docstring as definition. A world computes it once."""

    def enter(formula: Formula) -> Formula:
        key, definition = formula.__name__, " ".join((formula.__doc__ or "").split())

        @wraps(formula)
        def once(w: World) -> Array:
            found = w.lines.get(key)
            if found is None:
                found = w.lines[key] = formula(w)
                found.flags.writeable = False  # shared by all who ask
            return found

        LINES[key] = Line(key, label, unit, definition, stock, worlds, by_segment)
        FORMULAS[key] = once
        return once

    return enter
