"""Where on the values of a lever an outcome keeps to a target: a coarse look at all of them first, then closer where it
changes sides. Takes any function, so that it can be held against ones whose answer is known.

Outcomes of two values come from the same customers, so that they differ by what the lever does; how sure the side of a
value is follows from the simulation noise of its own outcome, which shrinks as the sample grows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from loyalty_sim.finance.estimate import T95, Array, Estimate, around, jackknife
from loyalty_sim.study.axis import Axis
from loyalty_sim.study.target import Target

COARSE = 9
"""Values looked at first, the ends among them."""
FEW = 13
"""Up to so many values, all are looked at."""
CLOSER = 8
"""Values looked at around the best when none keeps to the target."""
GROWTH = 4
"""Times the customers when the answer is not sure."""
CLOSE = 0.01
"""Part of the range within which a limit must lie, at 95 %, to be sure on a lever that takes any value."""

Measure = Callable[[Any, int], Array | str]
"""The outcome at a value of the lever with so many customers, ``[replicate]``; or why there is none."""
Shape = Literal["rises", "falls", "turns", "nothing told", "nothing"]


@dataclass(frozen=True)
class Reading:
    """The outcome at one value of the lever."""

    number: int
    """Of the value on its axis."""
    value: Any
    customers: int
    figure: Array | None
    """``[replicate]``; None where there is none."""
    reason: str | None
    """Why there is none."""

    @property
    def estimate(self) -> Estimate:
        """The outcome with its noise.

        Raises:
            ValueError: there is none.
        """
        if self.figure is None:
            raise ValueError(self.reason)
        value, se = jackknife(self.figure)
        return around(float(value), float(se))


@dataclass(frozen=True)
class Limit:
    """Where the outcome changes sides: two values next to each other, as closely as was looked."""

    inside: Reading
    """The last value that keeps to the target."""
    outside: Reading
    at: float
    """Where between them, and a little beyond when it is noise, the target is met exactly."""
    margin: float
    """Half the width of the 95 % interval of that place, in the unit of the lever; infinite where it cannot be told."""
    sure: bool
    """Whether the side of both values, or on a lever that takes any value the place, is sure at 95 %."""


@dataclass(frozen=True)
class Span:
    """Values next to each other at which the target holds, as far as was looked."""

    first: Any
    last: Any


@dataclass(frozen=True)
class Sought:
    """What was found."""

    answer: Reading | None
    """The last value that keeps to the target, at the limit nearest to the current value; without a limit the current value
    or the first that does. None when none does."""
    spans: tuple[Span, ...]
    limits: tuple[Limit, ...]
    """Places where the outcome changes sides, from low to high."""
    readings: tuple[Reading, ...]
    """All that was looked at, in order; of each value the one with most customers."""
    shape: Shape
    best: Reading | None
    """Of all values the one whose outcome is nearest to the target, or furthest within; None when none has an outcome."""
    worst: Reading | None
    """The one whose outcome is furthest from the target, or nearest to breaking it."""
    sure: bool
    """Whether the answer, or that there is none, stands against simulation noise at 95 %."""
    customers: int
    """Largest sample that was simulated."""


@dataclass
class Search:
    """One goal seek under way."""

    measure: Measure
    axis: Axis
    target: Target
    customers: int
    done: Callable[[int], None]
    """Called with the number of values looked at so far."""
    known: dict[tuple[int, int], Reading] = field(default_factory=dict)

    def read(self, number: int) -> Reading:
        """The outcome at a value, looked at once."""
        key = (number, self.customers)
        if key not in self.known:
            value = self.axis.value(number)
            found = self.measure(value, self.customers)
            failed = isinstance(found, str)
            figure, reason = (None, found) if failed else (found, None)
            self.known[key] = Reading(number, value, self.customers, figure, reason)  # type: ignore[arg-type]
            self.done(len(self.known))
        return self.known[key]

    def side(self, reading: Reading) -> bool | None:
        """Whether the target holds; None without an outcome."""
        return None if reading.figure is None else self.target.holds(float(reading.figure[0]))

    def at_hand(self) -> list[Reading]:
        """Readings of the sample in use, in order."""
        return sorted((each for each in self.known.values() if each.customers == self.customers), key=lambda r: r.number)

    def known_ones(self) -> list[Reading]:
        """Those of them that have an outcome."""
        return [each for each in self.at_hand() if each.figure is not None]

    def best(self, worst: bool = False) -> Reading | None:
        """The reading nearest to the target, or furthest within; or the worst."""
        sign = 1 if self.target.wants_more != worst else -1
        return max(self.known_ones(), key=lambda each: sign * each.estimate.value, default=None)


def seek(
    measure: Measure,
    axis: Axis,
    target: Target,
    *,
    current: Any = None,
    customers: int = 1,
    most: int = 1,
    done: Callable[[int], None] = lambda count: None,
) -> Sought:
    """Look for the values of a lever at which an outcome keeps to a target.

    Args:
        measure: the outcome at a value.
        axis: the values.
        target: what the outcome shall be.
        current: the value as it is now.
        customers: simulated at first.
        most: grown to at most so many while the answer is not sure.
        done: called with the number of values looked at so far.
    """
    search = Search(measure, axis, target, customers, done)
    here = axis.nearest(current)
    first = found = attempt(search, coarse(axis, here), here)
    while not found.sure and search.customers < most:
        search.customers = min(GROWTH * search.customers, most)
        found = attempt(search, decisive(axis, found, here), here)
    newest = {each.number: each for each in sorted(search.known.values(), key=lambda each: each.customers)}
    return replace(found, readings=tuple(newest[number] for number in sorted(newest)), shape=first.shape)


def coarse(axis: Axis, here: int | None) -> set[int]:
    """All values where they are few, or else some over the whole range, the current and known ones among them."""
    last = len(axis) - 1
    if axis.values is not None or last < FEW:
        return set(range(last + 1))
    found = {round(part * last / (COARSE - 1)) for part in range(COARSE)}
    found |= {number for mark in axis.marks if (number := axis.nearest(mark)) is not None}
    return found if here is None else found | {here}


def decisive(axis: Axis, found: Sought, here: int | None) -> set[int]:
    """The values on which an answer rests: both sides of its limits and a little around, the best, the ends."""
    last = len(axis) - 1
    if axis.values is not None:
        return set(range(last + 1))
    sides = [side.number for limit in found.limits for side in (limit.inside, limit.outside)]
    numbers = {min(max(side + move, 0), last) for side in sides for move in (-room(axis), 0, room(axis))} | {0, last}
    numbers |= {each.number for each in (found.best, found.worst) if each is not None}
    return numbers if here is None else numbers | {here}


def attempt(search: Search, numbers: set[int], here: int | None) -> Sought:
    """The answer with one sample."""
    for number in sorted(numbers):
        search.read(number)
    if search.axis.values is not None:
        limits: tuple[Limit, ...] = ()
    else:
        if not any(map(search.side, search.at_hand())):
            look_closer(search)
        changes = [pair for pair in pairwise(search.known_ones()) if search.side(pair[0]) != search.side(pair[1])]
        limits = tuple(limit_of(search, pair) for pair in [narrowed(search, *pair) for pair in changes])
    spans, best, worst = spans_of(search), search.best(), search.best(worst=True)
    answer: Reading | None
    if limits:
        chosen = min(limits, key=lambda limit: 0 if here is None else abs(limit.inside.number - here))
        answer, sure = chosen.inside, chosen.sure
    else:
        holding = [each for each in search.known_ones() if search.side(each)]
        answer = next((each for each in holding if each.number == here), next(iter(holding), None))
        decider = worst if holding else best
        deciding = search.known_ones() if search.axis.values is not None or decider is None else [decider]
        sure = all(search.target.told(each.estimate) for each in deciding)
    shape = shape_of(search.known_ones())
    return Sought(answer, tuple(spans), limits, (), shape, best, worst, sure, search.customers)


def look_closer(search: Search) -> None:
    """Halve the gaps on both sides of the best value until one keeps to the target or there is nothing between."""
    for _ in range(CLOSER // 2):
        best, seen = search.best(), [each.number for each in search.at_hand()]
        if best is None:
            return
        place = seen.index(best.number)
        for beside in seen[max(place - 1, 0) : place + 2]:
            if search.side(search.read((beside + best.number) // 2)):
                return


def narrowed(search: Search, one: Reading, other: Reading) -> tuple[Reading, Reading]:
    """Two values next to each other of which one keeps to the target, from two further apart: along the straight line, and
    by halving whenever that has not halved the gap (Dekker 1969). Stops early where there is no outcome."""
    halve = False
    while other.number - one.number > 1:
        gap = other.number - one.number
        between = search.read((one.number + other.number) // 2 if halve else _crossing(search, one, other))
        if between.figure is None:
            break
        one, other = (between, other) if search.side(between) == search.side(one) else (one, between)
        halve = other.number - one.number > gap / 2
    return one, other


def _crossing(search: Search, one: Reading, other: Reading) -> int:
    """The number at which the straight line through two readings meets the target, strictly between them."""
    guess = one.number + round(_part(search.target, one, other) * (other.number - one.number))
    return min(max(guess, one.number + 1), other.number - 1)


def _part(target: Target, one: Reading, other: Reading) -> float:
    """How far on the straight line from one reading to another the target is met."""
    start, rise = one.estimate.value, other.estimate.value - one.estimate.value
    return (target.number - start) / rise if rise else 0.5


def limit_of(search: Search, pair: tuple[Reading, Reading]) -> Limit:
    """The limit between two values, with how closely its place is known: the noise of the outcome over its slope."""
    inside, outside = pair if search.side(pair[0]) else pair[::-1]
    left, right = _apart(search, pair)
    slope = (right.estimate.value - left.estimate.value) / (float(right.value) - float(left.value))
    margin = T95 * inside.estimate.se / abs(slope) if slope else math.inf
    place = float(inside.value) + _part(search.target, inside, outside) * (float(outside.value) - float(inside.value))
    told = search.target.told(inside.estimate) and search.target.told(outside.estimate)
    close = search.axis.fine and margin <= CLOSE * (search.axis.high - search.axis.low)
    return Limit(inside, outside, place, margin, told or close)


def _apart(search: Search, pair: tuple[Reading, Reading]) -> tuple[Reading, Reading]:
    """The nearest readings around a pair that are far enough from each other for a slope that is not steps and noise."""
    left = [each for each in search.known_ones() if each.number <= pair[0].number]
    right = [each for each in search.known_ones() if each.number >= pair[1].number]
    far = (each for each in reversed(left) if pair[1].number - each.number >= room(search.axis))
    beyond = (each for each in right if each.number - pair[0].number >= room(search.axis))
    return next(far, left[0]), next(beyond, right[-1])


def room(axis: Axis) -> int:
    """How many values are far enough for a slope."""
    return max(1, len(axis) // 50)


def shape_of(readings: list[Reading]) -> Shape:
    """What the outcome does along the lever, by differences of values next to each other, told at 95 % as of the same
    customers."""
    figures = [each.figure for each in readings if each.figure is not None]
    moves = {_move(one, other) for one, other in pairwise(figures)} | {_move(figures[0], figures[-1]) if figures else 0}
    if {1, -1} <= moves:
        return "turns"
    if moves != {0}:
        return "rises" if 1 in moves else "falls"
    return "nothing" if all((figure == figures[0]).all() for figure in figures) else "nothing told"


def _move(one: Array, other: Array) -> int:
    """1 or -1 when the second is more or less at 95 %, else 0."""
    value, se = jackknife(other - one)
    return int(np.sign(value)) if abs(value) > T95 * se else 0


def spans_of(search: Search) -> list[Span]:
    """Values next to each other at which the target holds."""
    spans: list[Span] = []
    before: bool | None = False
    for each in search.at_hand():
        side = search.side(each)
        if side and before and search.axis.values is None:
            spans[-1] = replace(spans[-1], last=each.value)
        elif side:
            spans.append(Span(each.value, each.value))
        before = side
    return spans
