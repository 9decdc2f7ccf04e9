"""A statement for people: lines over periods, rounded so that they foot, as a table and as the file of what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from loyalty_sim.finance import Coverage
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import CENTS_PER_UNIT, rounded_to_foot
from loyalty_sim.finance.periods import MONTHS, Periods

LINE = "Line"
WHOLE_FROM = 100_000.0
"""Money is shown in whole units of the currency once an amount is as large as this, in cents below."""
ENDS = ("from", "to")


class Row(NamedTuple):
    """A line of a statement, signed as it counts in its sum."""

    key: str
    label: str
    definition: str
    values: Array
    """[period]"""
    total: bool = False
    """Whether it is an opening, a closing or a sum, which is set apart."""


Ends = tuple[Array, Array]


@dataclass(frozen=True)
class Statement:
    """Lines over periods."""

    name: str
    unit: str
    """"points", or a currency."""
    periods: Periods
    rows: tuple[Row, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(sum, its parts) by key, in the order in which they are rounded: a sum that is a part of another comes after it."""
    intervals: Mapping[str, Mapping[Coverage, Ends]] = field(default_factory=dict)
    """Ends of the interval of a line by its key and by coverage."""

    @property
    def step(self) -> float:
        """To what amounts are rounded: whole points or units, or cents."""
        largest = max((float(np.abs(row.values).max(initial=0)) for row in self.rows), default=0.0)
        return 1.0 if self.unit == "points" or largest >= WHOLE_FROM else 1 / CENTS_PER_UNIT

    @property
    def gap(self) -> float:
        """Largest difference between a sum and its parts, before rounding."""
        values = {row.key: row.values for row in self.rows}
        gaps = (np.abs(values[total] - sum(values[part] for part in parts)).max(initial=0) for total, parts in self.sums)
        return max(map(float, gaps), default=0.0)

    def rounded(self) -> dict[str, Array]:
        """The amounts as shown, by key: every sum is exactly that of the parts shown with it."""
        units = 1 / (CENTS_PER_UNIT * self.step)
        whole = {row.key: np.rint(row.values / self.step) for row in self.rows}
        exact = {row.key: row.values for row in self.rows}
        apart = {row.key for row in self.rows if row.total}
        for total, parts in self.sums:
            left = whole[total]
            if len(parts) > 1 and parts[0] in apart:  # an opening stays the closing of the period before
                left, parts = left - whole[parts[0]], parts[1:]
            footed = rounded_to_foot(np.stack([exact[part] for part in parts]) * units, left / CENTS_PER_UNIT)
            whole |= {part: amounts.astype(float) for part, amounts in zip(parts, footed, strict=True)}
        return {key: np.round(amounts * self.step, 2) + 0.0 for key, amounts in whole.items()}

    def table(self, coverage: Coverage) -> pd.DataFrame:
        """One row per line, one column per period; below a line with an interval its ends."""
        amounts, heads = self.rounded(), headings(self.periods)
        names: list[str] = []
        lines: list[Array] = []
        for row in self.rows:
            names.append(row.label)
            lines.append(amounts[row.key])
            if row.key in self.intervals:
                for word, end in zip(ENDS, self.intervals[row.key][coverage], strict=True):
                    names.append(f"{coverage} % interval {word}")
                    lines.append(np.round(np.rint(end / self.step) * self.step, 2) + 0.0)
        return pd.concat(
            [pd.DataFrame({LINE: names}), pd.DataFrame(np.array(lines).reshape(len(names), len(heads)), columns=heads)],
            axis=1,
        )

    @property
    def bold(self) -> frozenset[str]:
        """Labels of lines that are set apart."""
        return frozenset(row.label for row in self.rows if row.total)


def headings(by: Periods) -> list[str]:
    """Names of periods; those that the run covers in part say how much of them."""
    whole = MONTHS[by.kind]
    return [
        label if months == whole else f"{label} ({months} of {whole} months)"
        for label, months in zip(by.labels, by.months, strict=True)
    ]


def accountant(amount: float, step: float) -> str:
    """An amount as statements have it: (1,234) below zero, a dash for nothing."""
    if not np.isfinite(amount) or amount == 0:
        return "–" if amount == 0 else "n/a"
    text = f"{abs(amount):,.0f}" if step >= 1 else f"{abs(amount):,.2f}"
    return f"({text})" if amount < 0 else text


def without_empty(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in which there is something, and all that are set apart."""
    return tuple(row for row in rows if row.total or np.abs(row.values).max(initial=0) > 0)
