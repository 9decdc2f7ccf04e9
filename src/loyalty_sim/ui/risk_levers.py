"""Levers of a program that can be varied between two numbers: which there are, and the values that are looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty_sim.scenario.problems import place
from loyalty_sim.study.axis import WHOLE_UNITS
from loyalty_sim.study.ends import Move, label, unit
from loyalty_sim.ui.items import Item
from loyalty_sim.ui.work import LEVERS, PROGRAM_LISTS, Work, reach

FIRST = (
    "program.paid.fee", "program.expiry.months", "program.point_value", "program.tiers.levels[0].threshold",
    "program.earn.points", "program.dividend.share", "program.redemption.block_points",
)  # fmt: skip
"""Levers that are offered first, where a program has them."""
OF_POINTS = ("point_value", "earn", "redemption", "expiry", "bonuses", "certificates")
"""Parts that mean nothing where no points are given."""
SWITCH = "offered"
"""Field of a part that turns it on."""
DIGITS = 3
"""Of a value that is looked at."""
CALENDAR = (1, 12)
"""Ends of what is a month of the year, of which none is more than another."""
FEW = 4
"""Of what is counted in whole numbers, below which parts of one are looked at too."""
ALMOST = 0.3
"""Of a step."""
HALF = 0.5
"""Of the present value, which is looked at to each side."""


@dataclass(frozen=True)
class Varied:
    """A lever with its present value."""

    item: Item
    path: str
    label: str
    """As charts call it."""
    present: float
    """As stored, as all values here."""

    @property
    def ends(self) -> tuple[float, float]:
        """Where it is looked at unasked: half the present value to either side, as far as it may go."""
        low, high = self.present * (1 - HALF), self.present * (1 + HALF)
        if self.present == 0:
            high = float(max(self.item.about["bands"].values()))
        return self._allowed(low), self._allowed(high)

    def _allowed(self, value: float) -> float:
        low = -math.inf if self.item.low is None else self.item.low
        high = math.inf if self.item.high is None else self.item.high
        return self.rounded(min(max(value, low), high))

    def rounded(self, value: float) -> float:
        """The value as people would set it: three digits, or a whole number where there are no others."""
        if self.item.kind == "whole" or (self.item.unit in WHOLE_UNITS and self.present >= FEW):
            return round(value)
        return float(f"{value:.{DIGITS}g}")

    def values(self, low: float, high: float, count: int) -> tuple[float, ...]:
        """So many values from one end to the other; the present one is among them if it lies between, in place of one that
        is almost the same."""
        width = (high - low) / (count - 1)
        steps = [self.rounded(low + width * index) for index in range(count)]
        if not low <= self.present <= high:
            return tuple(sorted(set(steps)))
        apart = [step for step in steps[1:-1] if abs(step - self.present) >= ALMOST * width]
        return tuple(sorted({steps[0], *apart, steps[-1], self.present}))


def varied(work: Work) -> list[Varied]:
    """The levers of the design that hold a number and mean something in it: those that were moved first, then those that
    programs are known by, and those that are zero last."""
    content, program = work.scenario.model_dump(mode="json"), work.scenario.program
    found = {}
    for item in _items(work):
        value = reach(content, item.path)
        part = str(item.path[1])
        if isinstance(value, bool) or not isinstance(value, int | float) or not _meant(content, item, part):
            continue
        if part in OF_POINTS and not program.has_points:
            continue
        if value > 0 or (value == 0 and max(item.about.get("bands", {}).values(), default=0) > 0):
            path = place(item.path)
            found[path] = Varied(item, path, label(work.scenario, path), value)
    moved = [move.path for move in moves(work)]
    used = [path for path in (*FIRST, *found) if path in found and found[path].present > 0]
    order = [path for path in (*moved, *used, *found) if path in found]
    return [found[path] for path in dict.fromkeys(order)]


def _meant(content: dict[str, Any], item: Item, part: str) -> bool:
    """Whether the part of the program that a lever belongs to is in use, and more of the lever means more of something."""
    if part == "expiry" and content["program"]["expiry"]["rule"] == "never":
        return False
    if part == "dividend" and item.path[-1] != "share" and content["program"]["dividend"]["share"] == 0:
        return False
    if (item.kind, item.low, item.high) == ("whole", *CALENDAR):
        return False
    holder = reach(content, item.path[:-1])
    return bool(holder.get(SWITCH, True))


def _items(work: Work) -> Iterator[Item]:
    """Single levers, and those of the elements of lists."""
    yield from LEVERS
    content = work.scenario.model_dump(mode="json")
    for field in PROGRAM_LISTS:
        if field.record is not None:
            for index in range(len(reach(content, field.path))):
                yield from field.fields(index)


def moves(work: Work) -> list[Move]:
    """Single levers that are not as in the baseline, each from its value there to that of the design. Lists that have become
    longer or shorter are none."""
    scenario, before = work.scenario.model_dump(mode="json"), work.baseline.model_dump(mode="json")
    found = []
    for item in _shared(scenario, before):
        was, now = reach(before, item.path), reach(scenario, item.path)
        if was != now:
            path = place(item.path)
            found.append(Move(path, label(work.scenario, path), "lever", unit(path), now, was, now))
    return found


def _shared(one: dict[str, Any], other: dict[str, Any]) -> Iterator[Item]:
    """Single levers, and those of elements that both have."""
    yield from (item for item in LEVERS if item.kind != "text")
    for field in PROGRAM_LISTS:
        lengths: Sequence[int] = [len(reach(each, field.path)) for each in (one, other)]
        if field.record is not None and lengths[0] == lengths[1]:
            for index in range(lengths[0]):
                yield from (item for item in field.fields(index) if item.kind != "text")
