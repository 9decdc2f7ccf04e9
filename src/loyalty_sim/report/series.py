"""Monthly lines of a result as plain arrays: a chart is drawn while a lever moves, and tables of pandas take too long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, Estimate, catalogue, comparable
from loyalty_sim.finance.estimate import WIDTHS, Array, around, estimates, interval, jackknife
from loyalty_sim.finance.lines import FORMULAS
from loyalty_sim.finance.world import program_world

YEAR = 12
Side = Literal["program", "without"]


def values(result: Result, key: str, side: Side = "program", cumulative: bool = False) -> Array:
    """A monthly line, ``[month]``; ``cumulative`` sums it from month 1, unless it is a stock."""
    path: Array = _line(result, key, side, cumulative)[0]
    return path


def with_bands(result: Result, key: str, cumulative: bool = False) -> tuple[Array, dict[Coverage, tuple[Array, Array]]]:
    """A monthly line of the program world, ``[month]``, and the ends of its intervals by coverage."""
    value, se = jackknife(_line(result, key, "program", cumulative))
    return value, {coverage: interval(value, se, width) for coverage, width in WIDTHS.items()}


def total(result: Result, keys: Sequence[str]) -> Array:
    """Sum of lines of the program world, ``[month]``."""
    whole: Array = np.sum([values(result, key) for key in keys], axis=0)
    return whole


def gap(result: Result, other: Result | None, key: str, cumulative: bool = False, window: int = 1) -> Estimate | None:
    """How far a line lies above that of another run, on average over the last ``window`` months, with its interval.

    Paired by customer where both runs have the same ones; with ``other`` None, the no-program world of the same run.
    None where it cannot be computed, as with a share of nothing.
    """
    here = _line(result, key, "program", cumulative)[:, -window:].mean(axis=1)
    if other is None:
        there = _line(result, key, "without", cumulative)[:, -window:].mean(axis=1)
    else:
        last = result.scenario.run.months
        there = _line(other, key, "program", cumulative)[:, max(last - window, 0) : last].mean(axis=1)
    if other is None or comparable(result, other):
        return estimates((here - there)[:, None])[0]
    both = estimates(np.stack([here, there], axis=1))
    if both[0] is None or both[1] is None:
        return None
    return around(both[0].value - both[1].value, math.hypot(both[0].se, both[1].se))


def fitted(line: Array, months: int) -> Array:
    """A line of another run beside one of ``months`` months: cut, or not a number where it has ended."""
    whole = np.full(months, np.nan)
    kept = min(months, len(line))
    whole[:kept] = line[:kept]
    return whole


def month_starts(result: Result) -> list[str]:
    """First day of every reported month as local midnight: a bare date is read as UTC, a month early in America."""
    run = result.scenario.run
    first = int(run.start[:4]) * YEAR + run.start_month
    return [f"{month // YEAR}-{month % YEAR + 1:02d}-01T00:00:00" for month in range(first, first + run.months)]


def next_month(date: str) -> str:
    """First day of the month after one of ``month_starts``."""
    month = int(date[:4]) * YEAR + int(date[5:7])
    return f"{month // YEAR}-{month % YEAR + 1:02d}-01T00:00:00"


def calendar(dates: Sequence[str]) -> Array:
    """First days of months as dates of a table."""
    found: Array = np.array([date[:10] for date in dates], dtype="datetime64[s]")
    return found


def month_name(date: str) -> str:
    """A month as people write it: "Dec 2029"."""
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[int(date[5:7]) - 1]} {date[:4]}"


def span(months: int) -> str:
    """A span of time in words: "three years", "18 months"."""
    words = {1: "one year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
    if months % YEAR == 0:
        return words.get(months // YEAR, f"{months // YEAR} years")
    return "one month" if months == 1 else f"{months} months"


def _line(result: Result, key: str, side: Side, cumulative: bool) -> Array:
    """A line by replicate, ``[replicate, month]``."""
    known = catalogue()
    if key not in known:
        raise ValueError(f"there is no monthly line {key!r}; lines are {', '.join(known)}")
    world = program_world(result)
    line = FORMULAS[key](world.without if side == "without" else world)
    return line.cumsum(axis=1) if cumulative and not known[key].stock else line
