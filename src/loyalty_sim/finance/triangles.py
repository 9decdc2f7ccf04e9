"""Vintage triangles: points redeemed and expired by period of issue and age, what an accountant would make of them at the
last close, and what the simulation knows to be true.

Everything is counted month by month and regrouped to quarters or years of issue, with ages in the same unit: age 0 is the
period of issue. A cell beyond the last close is not known; what is expected of it follows the development of the older
vintages (chain-ladder with its tail) up to the redemption rate on which the books rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance import chain_ladder
from loyalty_sim.finance.estimate import Array, ratio
from loyalty_sim.finance.liability import Policy, estimated_urr, oldest_age, vintages
from loyalty_sim.finance.periods import Period, Periods, periods, simulated, summed
from loyalty_sim.finance.run_off import run_off_months
from loyalty_sim.finance.tables import statistics
from loyalty_sim.finance.vintages import Vintages, expected_remaining, to_date, urr_in_force

if TYPE_CHECKING:
    import pandas as pd  # half a second that the arrays alone do without

Ending = Literal["redeemed", "expired"]
Cell = Literal["increment", "cumulative", "share"]
"""Points of the period; points to date; points to date / points issued and not clawed back."""
CELLS: tuple[Cell, ...] = ("increment", "cumulative", "share")


@dataclass(frozen=True)
class Triangle:
    """Points of each vintage that met one end, of the real base; increments are ``[replicate, vintage, age]``."""

    ending: Ending
    """Redeemed (or turned into certificates), or expired (less those reinstated)."""
    vintages: Periods
    """Warm-up included."""
    issued: Array
    """Points issued less those clawed back by the last close, ``[replicate, vintage]``."""
    seen: Array
    """Increments; not a number beyond the last close. The period of the last close counts as far as it has come."""
    completed: Array
    """The same, with what is expected after the last close; not a number where nothing is known of it."""
    ultimate: Array
    """Points expected to meet this end ever, ``[replicate, vintage]``; not a number where nothing is known of it."""
    true: Array | None
    """Increments as they will be, where the run was followed; not a number beyond its end."""

    def cells(self, what: Cell = "share", increments: Array | None = None) -> Array:
        """The triangle as increments, as points to date, or as points to date / points issued; of those seen by default."""
        increments = self.seen if increments is None else increments
        if what == "increment":
            return increments
        cumulative = to_date(increments)  # what follows an unknown cell is unknown too
        return cumulative if what == "cumulative" else ratio(cumulative, self.issued[..., None] + np.zeros(cumulative.shape))

    def wide(self, what: Cell = "share", completed: bool = False) -> pd.DataFrame:
        """As accountants read it: columns vintage, issued, and one per age; empty where not known, or with expectations."""
        import pandas as pd

        cells = self.cells(what, self.completed if completed else self.seen)[0]
        known = np.isfinite(cells).any(axis=0)
        columns: dict[str, object] = {"vintage": list(self.vintages.labels), "issued": self.issued[0]}
        return pd.DataFrame(columns | {str(age): cells[:, age] for age in np.flatnonzero(known)})


@dataclass(frozen=True)
class Triangles:
    """Both triangles of a run at its last close, and the redemption rate of each vintage."""

    result: Result
    policy: Policy
    redeemed: Triangle
    expired: Triangle
    plain: Array
    """Redeemed to date x F by month of issue, summed to vintages, ``[replicate, vintage]``: chain-ladder without a prior,
    possible or not; not a number where a factor F to ultimate is not known."""
    developed: Array
    """Share of all redemptions that have come by each month of age, 1/F, ``[replicate, age in months]``."""
    factors: Array
    """Factor from each month of age to the next, ``[replicate, age in months]``; not a number where none is known."""
    true_urr: Array | None
    """Points redeemed by the end of the longer run / points not clawed back by then, ``[replicate, vintage]``."""

    @property
    def urr(self) -> Array:
        """Redemption rate on which the books rest, ``[replicate, vintage]``: redemptions expected ever / points issued."""
        return ratio(self.redeemed.ultimate, self.redeemed.issued)

    @property
    def error(self) -> Array | None:
        """Redemption rate of the books less the true one, ``[replicate, vintage]``: above zero, too much is expected."""
        return None if self.true_urr is None else self.urr - self.true_urr

    def tidy(self) -> pd.DataFrame:
        """One row per cell of both triangles, without those of which nothing is known in any way.

        Columns: ending, vintage, age, period (of the calendar), months_seen of it by the last close; increment, cumulative
        and share as seen; completed_increment, ... with expectations; and true_increment, ... where the run was followed.
        """
        import pandas as pd

        return pd.concat([self._tidy(each) for each in (self.redeemed, self.expired)], ignore_index=True)

    def by_vintage(self) -> pd.DataFrame:
        """One row per vintage: how far it has come, what is expected of it, and by how much that is wrong.

        Columns: vintage, months (of issue), issued (less clawed back), redeemed, expired, outstanding, developed (redeemed /
        redemptions expected ever), plain_rate (chain-ladder without a prior), urr with the ends of its intervals, remaining
        (redemptions yet expected); where the run was followed urr_true, error with the ends of its intervals, error_points.
        """
        import pandas as pd

        issued, ultimate = self.redeemed.issued[0], self.redeemed.ultimate[0]
        redeemed, expired = (np.nansum(each.seen[0], axis=-1) for each in (self.redeemed, self.expired))
        columns: dict[str, object] = {
            "vintage": list(self.redeemed.vintages.labels), "months": self.redeemed.vintages.months, "issued": issued,
            "redeemed": redeemed, "expired": expired, "outstanding": issued - redeemed - expired,
            "developed": ratio(redeemed, ultimate), "plain_rate": ratio(self.plain[0], issued),
            **_with_ends("urr", self.urr), "remaining": ultimate - redeemed,
        }  # fmt: skip
        if self.true_urr is not None and self.error is not None:
            columns |= {"urr_true": self.true_urr[0], **_with_ends("error", self.error)}
            columns["error_points"] = self.error[0] * issued
        return pd.DataFrame(columns)

    def by_age(self) -> pd.DataFrame:
        """One row per month of age, up to where development is complete.

        Columns: age, factor (to the next age), developed with the ends of its intervals, and to_ultimate = 1 / developed;
        empty where not known.
        """
        import pandas as pd

        developed = self.developed[0]
        factor = np.full(len(developed), np.nan)
        factor[: self.factors.shape[-1]] = self.factors[0]
        columns: dict[str, object] = {"age": np.arange(len(developed)), "factor": factor}
        columns |= _with_ends("developed", self.developed)
        columns["to_ultimate"] = ratio(np.ones(len(developed)), developed)
        return pd.DataFrame(columns)[: int((developed < 1).sum()) + 1]

    def _tidy(self, triangle: Triangle) -> pd.DataFrame:
        import pandas as pd

        total, kind, start = self.result.scenario.run.total_months, triangle.vintages.kind, triangle.vintages.start
        count, ages = triangle.seen.shape[1:]
        row, age = (index.reshape(-1) for index in np.mgrid[:count, :ages])
        column = row + age
        calendar = periods(start, int(column.max() + 1) * 12, kind)
        seen = np.zeros(len(calendar.labels), dtype=np.int64)
        seen[:count] = periods(start, total, kind).months
        columns: dict[str, object] = {
            "ending": triangle.ending, "vintage": np.array(triangle.vintages.labels, dtype=object)[row], "age": age,
            "period": np.array(calendar.labels, dtype=object)[column], "months_seen": seen[column],
        }  # fmt: skip
        named = {"": triangle.seen, "completed_": triangle.completed, "true_": triangle.true}
        shown = {name: values for name, values in named.items() if values is not None}
        columns |= {name + what: triangle.cells(what, of)[0].reshape(-1) for name, of in shown.items() for what in CELLS}
        frame = pd.DataFrame(columns)
        return frame[frame[[f"{name}increment" for name in shown]].notna().any(axis=1)]


def triangles(
    result: Result, by: Period = "month", policy: Policy | None = None, followed: Result | None = None
) -> Triangles:
    """Points redeemed and expired by vintage and age, completed as the books expect it.

    Args:
        by: what a vintage is, and in what ages are counted: calendar months, quarters or years.
        policy: where the expected redemption rate comes from.
        followed: the same run, continued (``run_off.longer``), for what is true in the end.

    Raises:
        ValueError: ``followed`` is no continuation of the run.
    """
    policy = policy or Policy()
    points, months = vintages(result), result.scenario.run.total_months
    urr = urr_in_force(points, estimated_urr(result, points, policy, followed))
    remaining = expected_remaining(points, urr)[..., -1]
    ahead = run_off_months(result.scenario) if followed is None else followed.scenario.run.total_months - months
    last_age = oldest_age(result)
    share = chain_ladder.developed(points.used, points.issued, last_age, ahead)[..., -1, :]
    regroup = _Grouping(simulated(result, by), periods(simulated(result).start, months + ahead, by), months)
    later = None if followed is None else vintages(followed)
    dying = _expected_to_expire(points, remaining, last_age)
    going = chain_ladder.developed(to_date(points.expired), points.issued, last_age, ahead)[..., -1, :]
    parts: tuple[tuple[Ending, Array, Array, Array], ...] = (
        ("redeemed", points.redeemed, remaining, share), ("expired", points.expired, dying, going),
    )  # fmt: skip
    redeemed, expired = (
        Triangle(
            ending,
            regroup.rows,
            summed(points.net[..., -1], regroup.rows),
            regroup.by_age(_padded(flow, ahead, np.nan), partly=True),
            regroup.by_age(np.concatenate([flow, _expected(left, pattern, months)], axis=-1)),
            summed(flow.sum(axis=-1) + left, regroup.rows),
            None if later is None else regroup.by_age(getattr(later, ending)[..., :months, :]),
        )
        for ending, flow, left, pattern in parts
    )
    own = share[..., :months][..., ::-1]  # the share developed at the age that each vintage has
    plain = np.where(points.issued > 0, chain_ladder.chain_ladder(points.used[..., -1], own), 0.0)
    factors = chain_ladder.factors(points.used)[..., -1, :]
    true_urr = None if later is None else _realised(later, regroup.rows)
    return Triangles(result, policy, redeemed, expired, summed(plain, regroup.rows), share, factors, true_urr)


def _realised(points: Vintages, rows: Periods) -> Array:
    """Redemption rate in the end of vintages that are made of the first months of issue."""
    months = int(rows.months.sum())
    used, net = (summed(part[..., :months, -1], rows) for part in (points.used, points.net))
    return ratio(used, net)


@dataclass(frozen=True)
class _Grouping:
    """From ``[replicate, month of issue, month]`` to ``[replicate, vintage, age]``."""

    rows: Periods
    columns: Periods
    months: int
    """Months that have been seen."""

    def by_age(self, flow: Array, partly: bool = False) -> Array:
        """Sums over the months of both; unknown where a month is, or, ``partly``, where all of them are."""
        unseen = self.columns.first >= self.months
        grouped = summed(summed(np.nan_to_num(flow) if partly else flow, self.rows, axis=-2), self.columns)
        if partly:
            grouped = np.where(unseen, np.nan, grouped)
        row, age = np.ogrid[: len(self.rows.labels), : len(self.columns.labels)]
        column = row + age
        inside = column < len(self.columns.labels)
        found: Array = np.where(inside, grouped[..., row, np.where(inside, column, 0)], np.nan)
        return found


def _expected(remaining: Array, share: Array, months: int) -> Array:
    """What of the remaining points goes in each month after the last close, ``[replicate, month of issue, month ahead]``.

    It comes as development goes on from the age reached, remaining x (1/F(b) - 1/F(b - 1)) / (1 - 1/F(a)); not known where
    development is not.
    """
    vintage, ahead = np.ogrid[:months, : share.shape[-1] - months]
    now, then = share[..., months - 1 - vintage], share[..., months - vintage + ahead]
    before = share[..., months - 1 - vintage + ahead]
    part = np.divide(then - before, 1 - now, out=np.zeros(then.shape), where=np.broadcast_to(now < 1, then.shape))
    unknown = (share[..., None, -1:] == 0) & (remaining[..., None] > 0)
    expected: Array = np.where(unknown, np.nan, remaining[..., None] * part)
    return expected


def _expected_to_expire(points: Vintages, remaining: Array, last_age: float) -> Array:
    """Points that will yet expire, ``[replicate, month of issue]``: where all die by an age, all that will not be redeemed.

    Otherwise the chain-ladder of those expired, for vintages too young for it at the rate of the others, as far as that is
    possible; not a number where nothing is known.
    """
    rest: Array = np.maximum(points.outstanding[..., -1] - remaining, 0.0)
    if np.isfinite(last_age):
        return rest
    gone, net = to_date(points.expired)[..., -1], points.net[..., -1]
    share = chain_ladder.developed(to_date(points.expired), points.issued)[..., -1, ::-1]
    ultimate = chain_ladder.chain_ladder(gone, share)
    known = np.isfinite(ultimate)
    rate = ratio(np.where(known, ultimate, 0.0).sum(axis=-1), np.where(known, net, 0.0).sum(axis=-1))
    left: Array = np.minimum(np.where(known, ultimate, rate[..., None] * net) - gone, rest)
    return np.where(rest > 0, left, 0.0)


def _padded(flow: Array, ahead: int, value: float) -> Array:
    """The flow with so many months more."""
    return np.concatenate([flow, np.full((*flow.shape[:-1], ahead), value)], axis=-1)


def _with_ends(name: str, values: Array) -> dict[str, Array]:
    """Value and ends of intervals under a name."""
    found = statistics(values)
    return {name: found["value"]} | {f"{name}_{end}": found[end] for end in ("low80", "high80", "low95", "high95")}
