"""The points ledger: opening + issued by source + reinstated - redeemed - converted - expired - clawed back = closing.

In whole points of the simulated sample, where every period foots to the point; in points of the real customer base; and at
face value. For all customers, for each segment, for each tier, and for each vintage (points by period of issue). A
roll-forward is made month by month and regrouped to quarters or years: flows add up, the opening balance is that of the
first month, the closing balance that of the last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import ADDED, BATCHES, ISSUED, SETTLED, AtTier, Measure, Result, Tally
from loyalty_sim.finance.estimate import WEIGHTS, Array, replicates
from loyalty_sim.finance.flows import tier_names
from loyalty_sim.finance.periods import Period, Periods, at_end, at_start, periods, reported, simulated, summed
from loyalty_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd  # half a second that the arrays alone do without

Values = NDArray[Any]
SAMPLE = "points of the sample"
REVALUATION = "revaluation"
LABELS = {
    "earned": "Earned on purchases",
    "welcome": "Welcome points",
    "head_start": "Head start",
    "referral": "For winning friends",
    "partner_earned": "Earned at partners",
    "birthday_gift": "Birthday gifts",
    "challenge": "For challenges",
    "restored": "Given back after returns",
    "action_points": "For acts",
    "reinstated": "Reinstated",
    "issued": "Issued",
    "received": "Became usable",
    "moved": "Came with members who changed tier",
    "redeemed": "Redeemed",
    "converted": "Turned into certificates",
    "used": "Redeemed or turned into certificates",
    "expired": "Expired",
    "broken": "Expired for good",
    "clawed_back": "Clawed back",
    REVALUATION: "Revaluation",
}


def label(key: str) -> str:
    """What a line of the ledger is called."""
    return LABELS.get(key, key.replace("_", " ").capitalize())


def definition(key: str) -> str:
    """What a line of the ledger holds, in a sentence."""
    own = {
        "issued": "Points issued, from all sources.",
        "received": "Points that became usable: issued, released or reinstated.",
        "moved": "Points of members who entered the tier, less those of members who left it.",
        "used": "Points redeemed, or turned into certificates.",
        "broken": "Points expired, less those reinstated in the month.",
        REVALUATION: "Points held when the value of a point changes x the change.",
    }
    return own.get(key) or f"Points {Measure[key.upper()].meaning}."


@dataclass(frozen=True)
class PointsLedger:
    """A balance explained, ``[..., period]``: opening + additions - deductions = closing in every period."""

    unit: str
    """``SAMPLE`` (whole numbers), "points" (of the real base), or a currency."""
    periods: Periods
    opening: Values
    additions: dict[str, Values]
    deductions: dict[str, Values]
    closing: Values
    names: tuple[str, ...] = ()
    """Segments or vintages of the first axis; none when there is but one balance."""

    @property
    def added(self) -> Values:
        """All additions."""
        return sum(self.additions.values(), np.zeros_like(self.opening))

    @property
    def deducted(self) -> Values:
        """All deductions."""
        return sum(self.deductions.values(), np.zeros_like(self.opening))

    @property
    def gap(self) -> Values:
        """Opening + additions - deductions - closing: zero, or a mistake."""
        gap: Values = self.opening + self.added - self.deducted - self.closing
        return gap

    @property
    def total(self) -> PointsLedger:
        """The sum of all segments, or of all vintages."""
        return replace(self._mapped(lambda values: values.sum(axis=0)), names=()) if self.names else self

    def by(self, kind: Period) -> PointsLedger:
        """The same balance by calendar month, quarter or year.

        Raises:
            ValueError: this roll-forward is not monthly, so that it cannot be regrouped.
        """
        if self.periods.kind != "month":
            raise ValueError(f"a roll-forward by {self.periods.kind} cannot be regrouped; take the monthly one")
        by = periods(self.periods.start, len(self.periods.labels), kind)
        regrouped = self._mapped(lambda values: summed(values, by))
        return replace(regrouped, periods=by, opening=at_start(self.opening, by), closing=at_end(self.closing, by))

    def table(self) -> pd.DataFrame:
        """One row per segment or vintage and period.

        Columns: name (where there are several balances), period, months (counted in it), opening, one per addition, added,
        one per deduction, deducted, closing.
        """
        import pandas as pd

        count = len(self.names) or 1
        columns: dict[str, Any] = {"name": np.repeat(self.names, len(self.periods.labels))} if self.names else {}
        columns |= {"period": list(self.periods.labels) * count, "months": np.tile(self.periods.months, count)}
        amounts = {"opening": self.opening, **self.additions, "added": self.added, **self.deductions}
        amounts |= {"deducted": self.deducted, "closing": self.closing}
        return pd.DataFrame(columns | {key: values.reshape(-1) for key, values in amounts.items()})

    def _mapped(self, change: Callable[[Values], Values]) -> PointsLedger:
        """Every amount changed in the same way."""
        return replace(
            self,
            opening=change(self.opening),
            additions={key: change(values) for key, values in self.additions.items()},
            deductions={key: change(values) for key, values in self.deductions.items()},
            closing=change(self.closing),
        )


def points_ledger(result: Result) -> PointsLedger:
    """Points of all customers month by month, in whole points of the sample."""
    return _from_panel(result, result.tally.panel.sum(axis=(0, 2)))


def segment_ledger(result: Result) -> PointsLedger:
    """The same for each segment of the market."""
    names = tuple(segment.name for segment in result.scenario.market.segments)
    return replace(_from_panel(result, result.tally.panel.sum(axis=0).swapaxes(0, 1)), names=names)


def _from_panel(result: Result, counts: NDArray[np.int64]) -> PointsLedger:
    """The roll-forward of counts ``[..., simulated month, measure]``: one line for each source and each end of points."""
    warmup = result.scenario.run.warmup_months
    net = counts[..., ADDED].sum(axis=-1) - counts[..., SETTLED].sum(axis=-1)
    held = net.cumsum(axis=-1)
    flows = {measure: counts[..., warmup:, measure] for measure in (*ADDED, *SETTLED)}
    return PointsLedger(
        SAMPLE,
        reported(result),
        (held - net)[..., warmup:],
        {measure.name.lower(): flows[measure] for measure in ADDED},
        {measure.name.lower(): flows[measure] for measure in SETTLED},
        held[..., warmup:],
    )


def tier_ledger(result: Result) -> PointsLedger:
    """Points that members of each tier can use, month by month, in whole points of the sample; the base level first.

    Points that are pending are in no tier. What members take along as they rise or fall cancels over all tiers.

    Raises:
        ValueError: no program of the scenario has tiers.
    """
    names, warmup = tuple(tier_names(result)), result.scenario.run.warmup_months
    if len(names) == 1:
        raise ValueError("no program of this scenario has tiers; there is no ledger by tier")
    counts = result.tally.held.sum(axis=0).swapaxes(0, 1)[: len(names)]
    received, used, expired, taken, moved = (counts[..., what] for what in AtTier)
    net = received + moved - used - expired - taken
    held = net.cumsum(axis=1)
    return PointsLedger(
        SAMPLE,
        reported(result),
        (held - net)[:, warmup:],
        {"received": received[:, warmup:], "moved": moved[:, warmup:]},
        {"used": used[:, warmup:], "expired": expired[:, warmup:], "clawed_back": taken[:, warmup:]},
        held[:, warmup:],
        names,
    )


def vintage_ledger(result: Result, by: Period = "month") -> PointsLedger:
    """Points of each vintage month by month, in whole points of the sample; vintages of the warm-up are among them.

    Args:
        by: a vintage is what was issued in a calendar month, quarter or year.
    """
    tally, warmup, vintages = result.tally, result.scenario.run.warmup_months, simulated(result, by)
    issued = np.diag(tally.panel[..., ISSUED].sum(axis=(0, 2, 3)))
    ends = {"used": tally.redeemed, "broken": tally.expired, "clawed_back": tally.taken}
    grouped = {key: summed(triangle.sum(axis=0), vintages, axis=0) for key, triangle in ends.items()}
    issued = summed(issued, vintages, axis=0)
    net = issued - sum(grouped.values(), np.zeros_like(issued))
    held = net.cumsum(axis=1)
    return PointsLedger(
        SAMPLE,
        reported(result),
        (held - net)[:, warmup:],
        {"issued": issued[:, warmup:]},
        {key: values[:, warmup:] for key, values in grouped.items()},
        held[:, warmup:],
        vintages.labels,
    )


def in_real_points(ledger: PointsLedger, result: Result) -> PointsLedger:
    """A ledger of the sample for the real customer base: every number x the real customers per simulated one."""
    return replace(ledger._mapped(lambda values: values * result.scale), unit="points")


def in_face_value(ledger: PointsLedger, result: Result) -> PointsLedger:
    """A monthly ledger of the sample in money of the real base, at what a point takes off a price in that month.

    Of a chart that is the mean over its rewards, of certificates what a converted point becomes; what redemptions did take
    off prices is the line ``face_value_redeemed``. When an amendment changes the value, what is held when it comes into
    force is revalued: opening points x (value - value of the month before), an addition, below zero when points lose value.

    Raises:
        ValueError: the ledger is not in points of the sample, or not monthly.
    """
    if ledger.unit != SAMPLE or ledger.periods.kind != "month":
        raise ValueError("face value is of a monthly ledger in points of the sample; regroup it afterwards")
    warmup = result.scenario.run.warmup_months
    value = point_values(result.scenario) * result.scale
    now, before = value[warmup:], np.concatenate([value[:1], value[:-1]])[warmup:]
    money = ledger._mapped(lambda values: values * now)
    revalued = ledger.opening * (now - before)
    return replace(
        money,
        unit=result.scenario.currency,
        opening=ledger.opening * before,
        additions=money.additions | {REVALUATION: revalued},
    )


def point_values(scenario: Scenario) -> NDArray[np.float64]:
    """[simulated month] what one point is worth in the program in force, warm-up included."""
    warmup = scenario.run.warmup_months
    values = np.empty(scenario.run.total_months)
    for regime in scenario.regimes:
        values[warmup + regime.start :] = regime.program.value_per_point
    return values


def closing_by_replicate(result: Result, closing: Callable[[Result], Array]) -> Array:
    """A closing balance by replicate, ``[replicate, ...]``, from a function of a run that is linear in its counts."""
    books, shape = result.tally.books, (result.tally.months, result.tally.segments)
    batches = []
    for batch in range(BATCHES):
        alone = np.zeros_like(books)
        alone[batch] = books[batch]
        batches.append(closing(replace(result, tally=Tally(alone, *shape))))
    whole = replicates(np.stack(batches))
    return whole * WEIGHTS.reshape(-1, *[1] * (whole.ndim - 1))
