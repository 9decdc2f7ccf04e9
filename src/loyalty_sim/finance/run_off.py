"""Following points past the horizon: how long that takes, the longer scenario, and what became of the points in the end.

A run is the beginning of any longer one of the same scenario, so that the longer run tells the fate of the very points that
the shorter one left outstanding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import ISSUED, Result
from loyalty_sim.finance.estimate import WEIGHTS, Array, ratio, replicates
from loyalty_sim.finance.periods import Period, Periods, periods, reported, simulated, summed
from loyalty_sim.scenario import Program, Run, Scenario
from loyalty_sim.scenario.scenario import LONGEST_RUN
from loyalty_sim.scenario.worth import DAYS_PER_MONTH

MOST_RUN_OFF = 120
"""Months for which points are followed at most: some never die, or only once a member stays away."""
ROUNDED = {"exact": 0, "month end": 0, "quarter end": 2, "year end": 11}
"""Whole months that rounding adds to the end of the month in which the time of points is up."""


def run_off_months(scenario: Scenario, most: int = MOST_RUN_OFF) -> int:
    """Months after the horizon until the last point issued within it is dead by the expiry rule, at most ``most``, and at
    most what a run may last.

    Points that live on with activity, or for ever, have no such month: they are followed for ``most`` months.
    """
    needed = max(longest_life(regime.program) for regime in scenario.regimes)
    return max(0, math.ceil(min(needed, most, LONGEST_RUN - scenario.run.months)))


def longest_life(program: Program) -> float:
    """Months from the end of the month of issue until its last point is dead: the life of points + what rounding adds +
    grace. Infinite when activity prolongs it, or when points of some members never die.

    Points that are pending live from their release on, or at least until then; points that die at a date of the year wait
    for it; what a redemption leaves of a card begins a new one, so that a card counts twice, as do points that members can
    get back after they have expired. What outlives that is stated as still open.
    """
    expiry, pending = program.expiry, program.earn.pending_days / DAYS_PER_MONTH
    spared = any(level.points_never_expire for level in program.tiers.levels)
    spared = spared or any(partner.points_never_expire for partner in program.partners)
    if not program.has_points:
        return 0.0
    if not expiry.by_time or spared:
        return math.inf
    life = expiry.months * (2 if expiry.rule == "from the first point" else 1)
    if expiry.reinstate_days > 0:
        life += expiry.months + expiry.reinstate_days / DAYS_PER_MONTH
    life = life + pending if expiry.counts_from == "release" else max(life, pending)
    rounding = 11 if expiry.rule == "calendar date" else ROUNDED[expiry.rounding]
    return math.ceil(life) + rounding + expiry.grace_days / DAYS_PER_MONTH


def longer(scenario: Scenario, further: int | None = None) -> Scenario:
    """The scenario with ``further`` months after its horizon, under the program in force at its end.

    Amendments past the horizon stay out, as they are out of the shorter run: its months are the same in both, count for
    count. Fewer months are added where a scenario of so many would be refused, because acquisition or friends of friends
    would grow beyond reason.
    """
    further = run_off_months(scenario) if further is None else further
    kept = tuple(change for change in scenario.amendments if change.month <= scenario.run.months)
    parts = {name: getattr(scenario, name) for name in Scenario.model_fields} | {"amendments": kept}
    for months in range(min(scenario.run.months + further, LONGEST_RUN), scenario.run.months, -1):
        run = Run(**{**scenario.run.model_dump(), "months": months})
        try:
            return Scenario(**parts | {"run": run})
        except ValueError:
            continue
    return Scenario(**parts)


def refuse_another(result: Result, followed: Result) -> None:
    """Refuse a run that does not begin with this one.

    Raises:
        ValueError: it is of another scenario, or shorter.
    """
    further = followed.scenario.run.months - result.scenario.run.months
    if further < 0 or followed.scenario != longer(result.scenario, further):
        raise ValueError(
            "the longer run is not of this scenario, so not a continuation of its run; simulate longer(result.scenario)"
        )


@dataclass(frozen=True)
class Fate:
    """What became of points, ``[replicate, vintage]``, of the real base: points = used + expired + clawed back + open."""

    vintages: Periods
    points: Array
    """Issued; or held when one began to follow them."""
    used: Array
    """Redeemed, or turned into certificates."""
    expired: Array
    """Less those reinstated."""
    clawed_back: Array
    open: Array
    """Still outstanding at the end: neither redeemed nor expired yet."""
    until: int
    """Reported month at whose end this is so."""

    @property
    def net(self) -> Array:
        """Points that were not clawed back."""
        return self.points - self.clawed_back

    @property
    def total(self) -> Fate:
        """All vintages as one."""
        parts = (self.points, self.used, self.expired, self.clawed_back, self.open)
        points, used, expired, clawed_back, still_open = (part.sum(axis=1, keepdims=True) for part in parts)
        return Fate(self.vintages, points, used, expired, clawed_back, still_open, self.until)


def redemption_rate(fate: Fate) -> Array:
    """Points used / points not clawed back, ``[replicate, vintage]``: the URR once nothing is open, and before that the
    least that it can be. A redemption that a return undoes counts, and the points given back for it count as issued anew."""
    return ratio(fate.used, fate.net)


def open_share(fate: Fate) -> Array:
    """Points still outstanding / points not clawed back: by so much the URR may still rise."""
    return ratio(fate.open, fate.net)


def truth(followed: Result, months: int, by: Period = "month") -> Fate:
    """The vintages of reported months 1 to ``months``, followed to the end of a longer run."""
    return fate(followed, months, by)


def fate(result: Result, months: int | None = None, by: Period = "month", until: int | None = None) -> Fate:
    """What became of the points issued in reported months 1 to ``months``, by the end of reported month ``until``.

    Args:
        months: months of issue; by default all of the run.
        by: what a vintage is.
        until: by default the end of the run.

    Raises:
        ValueError: months of issue or following lie outside the run.
    """
    warmup, total = result.scenario.run.warmup_months, result.scenario.run.months
    months, until = months or total, until or total
    if not 1 <= months <= until <= total:
        raise ValueError(f"points of months 1 to {months} cannot be followed to month {until} of {total}")
    vintages = periods(reported(result).start, months, by)
    rows = slice(warmup, warmup + months)
    ends = (triangle[:, rows, : warmup + until].sum(axis=2) for triangle in _ends(result))
    parts = [summed(part, vintages, axis=1) for part in (_issued(result)[:, rows], *ends)]
    return _fate(result, vintages, parts, until)


def fate_of_balance(result: Result, months: int) -> Fate:
    """What became, by the end of the run, of the points held at the end of reported month ``months``, by month of issue,
    warm-up included.

    Raises:
        ValueError: that month is not one of the run.
    """
    run = result.scenario.run
    if not 1 <= months <= run.months:
        raise ValueError(f"there is no month {months}; reported months are 1 to {run.months}")
    at = run.warmup_months + months
    gone = sum(triangle[:, :at, :at].sum(axis=2) for triangle in _ends(result))
    later = (triangle[:, :at, at:].sum(axis=2) for triangle in _ends(result))
    return _fate(result, periods(simulated(result).start, at), [_issued(result)[:, :at] - gone, *later], run.months)


def _fate(result: Result, vintages: Periods, counts: list[NDArray[np.int64]], until: int) -> Fate:
    """Of points, used, expired and clawed back, each ``[batch, vintage]``; what is open is their difference in integers."""
    counts = [*counts, counts[0] - counts[1] - counts[2] - counts[3]]
    points, used, expired, clawed_back, still_open = (_real(result, part) for part in counts)
    return Fate(vintages, points, used, expired, clawed_back, still_open, until)


def issued_in_open_vintages(result: Result) -> Array:
    """Points issued and not clawed back, of all months of issue of which any are outstanding at the end, ``[replicate]``."""
    used, expired, taken = (triangle.sum(axis=2) for triangle in _ends(result))
    net = _issued(result) - taken
    alive = (net - used - expired).sum(axis=0) > 0
    return _real(result, net[:, alive].sum(axis=1))


def _issued(result: Result) -> NDArray[np.int64]:
    """[batch, month of issue]"""
    issued: NDArray[np.int64] = result.tally.panel[..., ISSUED].sum(axis=(2, 3))
    return issued


def _ends(result: Result) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Used, expired and clawed back, each ``[batch, month of issue, month]``."""
    return result.tally.redeemed, result.tally.expired, result.tally.taken


def _real(result: Result, counts: NDArray[np.int64]) -> Array:
    """Counts by batch as points of the real base by replicate."""
    whole = replicates(counts)
    return whole * (WEIGHTS * result.scale).reshape(-1, *[1] * (whole.ndim - 1))
