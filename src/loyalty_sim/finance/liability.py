"""What is owed for points, month by month: the contract liability or the accrued cost of a result, by a chosen policy.

``recognition`` and ``accrual`` hold the rules; here they meet the points of a run, its sales and its estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from loyalty_sim.engine import ISSUED, Measure, Result
from loyalty_sim.finance import accrual, chain_ladder, recognition
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.allocation import allocated_to_points
from loyalty_sim.finance.development import YEAR, development
from loyalty_sim.finance.estimate import WEIGHTS, Array, replicates
from loyalty_sim.finance.footing import RollForward
from loyalty_sim.finance.ledger import point_values
from loyalty_sim.finance.periods import Period, at_end, at_start, reported, summed
from loyalty_sim.finance.run_off import longest_life, refuse_another
from loyalty_sim.finance.tables import statistics
from loyalty_sim.finance.vintages import Vintages, at_issue, expected_remaining, perfect_foresight, urr_in_force
from loyalty_sim.finance.world import World, program_world
from loyalty_sim.scenario import Program

if TYPE_CHECKING:
    import pandas as pd  # half a second that the checks do without

Method = Literal["proportional", "remote", "accrued cost"]
Estimator = Literal["chain-ladder", "fixed", "perfect foresight"]
METHODS: dict[str, Method] = {"proportional": "proportional", "remote": "remote", "accrued-cost": "accrued cost"}
ESTIMATORS: dict[str, Estimator] = {
    "chain-ladder": "chain-ladder", "fixed": "fixed", "perfect-foresight": "perfect foresight",
}  # fmt: skip
"""Both by the names that a command line can take."""


@dataclass(frozen=True)
class Policy:
    """How points are accounted for."""

    method: Method = "proportional"
    """Deferred with breakage in proportion to redemptions, deferred with breakage at expiry, or accrued at cost."""
    estimator: Estimator = "chain-ladder"
    """Where the expected redemption rate comes from: the triangle known at each close, the rate below for ever, or what will
    really happen, as far as the run goes."""
    urr: float = 0.8
    """Redemption rate that is expected before anything has been seen, or for ever; judgement."""

    def __post_init__(self) -> None:
        """Refuse a rate that is none.

        Raises:
            ValueError: the rate is not from 0 to 1.
        """
        if not 0 <= self.urr <= 1:
            raise ValueError(f"the expected redemption rate is {self.urr:g}; it must be a number from 0 to 1")


@dataclass(frozen=True)
class Liability:
    """A roll-forward of what is owed for points, ``[replicate, reported month]``, in money."""

    result: Result
    policy: Policy
    opening: Array
    lines: dict[str, Array]
    """Signed as they change the balance."""
    closing: Array
    current: Array
    """Of the closing balance, what is expected to be used within twelve months."""
    per_point_of_urr: Array
    """How much higher the closing balance would be if one point of each hundred more were used; 0 by the remote method,
    which estimates nothing."""
    urr: Array
    """Redemption rate in force for the points issued in each month, at its close."""
    deferred_of_partners: Array
    """Of what is deferred on points issued, that of points sold to partners; nothing at accrued cost."""

    def by(self, kind: Period) -> dict[str, Array]:
        """Opening, lines, closing, current and non-current ``[replicate, period]``, by calendar month, quarter or year."""
        by = reported(self.result, kind)
        flows = {name: summed(line, by) for name, line in self.lines.items()}
        closing, current = at_end(self.closing, by), at_end(self.current, by)
        opening = {"opening": at_start(self.opening, by)}
        return {**opening, **flows, "closing": closing, "current": current, "non_current": closing - current}

    def table(self, kind: Period = "month") -> pd.DataFrame:
        """One row per period: every amount, with its intervals in columns of their own.

        Columns: period, months; for each amount its name, and name_low80, name_high80, name_low95, name_high95.
        """
        import pandas as pd

        by = reported(self.result, kind)
        columns: dict[str, object] = {"period": list(by.labels), "months": by.months}
        for name, values in self.by(kind).items():
            found = statistics(values)
            columns[name] = found["value"]
            columns |= {f"{name}_{end}": found[end] for end in ("low80", "high80", "low95", "high95")}
        return pd.DataFrame(columns)


def liability(result: Result, policy: Policy | None = None, followed: Result | None = None) -> Liability:
    """What is owed for points at each close of a run, and why it changed.

    Args:
        result: the run.
        policy: how points are accounted for.
        followed: the same run, continued (``run_off.longer``); perfect foresight looks to its end, or else to that of the
            run, where points are still outstanding that will yet be used.

    Raises:
        ValueError: ``followed`` is no continuation of the run.
    """
    policy = policy or Policy()
    points = vintages(result)
    estimate = estimated_urr(result, points, policy, followed)
    warmup, urr = result.scenario.run.warmup_months, urr_in_force(points, estimate)
    own, of_partners = _allocated(result, points, estimate)
    allocated = own + of_partners
    roll = _roll(result, points, estimate, allocated, policy)
    moved = _roll(result, points, estimate + recognition.POINT_OF_URR, allocated, policy)
    ahead = _next_year(result, points, urr)
    if policy.method == "remote":
        remaining, ahead = points.outstanding, np.minimum(points.outstanding, ahead + _dying(points))
    else:
        remaining = expected_remaining(points, urr)
    current = recognition.current(roll.closing, ahead, remaining).sum(axis=-2)
    whole = roll.over_vintages()
    return Liability(
        result,
        policy,
        whole.opening[:, warmup:],
        {name: line[:, warmup:] for name, line in whole.lines.items()},
        whole.closing[:, warmup:],
        current[:, warmup:],
        (moved.closing - roll.closing).sum(axis=-2)[:, warmup:],
        at_issue(urr)[:, warmup:],
        of_partners[:, warmup:] * (policy.method != "accrued cost"),
    )


def vintages(result: Result) -> Vintages:
    """Points of the real base by month of issue, ``[replicate, month of issue, month]``, warm-up included. Points that are
    reinstated have not expired; those that turn into certificates are used."""
    tally = result.tally
    scale = (WEIGHTS * result.scale)[:, None]
    issued = replicates(tally.panel[..., ISSUED].sum(axis=(2, 3))) * scale
    ends = (replicates(triangle) * scale[..., None] for triangle in (tally.redeemed, tally.expired, tally.taken))
    return Vintages(issued, *ends)


def price_of_sales(w: World) -> Array:
    """What members pay for goods = sales to members - their discounts - what points, certificates, dividends and coupons
    take off - what is paid back for returned goods. The rest of what they get is paid for by what was deferred."""
    taken_off = L.face_value_redeemed(w) + L.certificate_value_used(w) + L.dividend_used(w) + L.cost_coupons(w)
    paid: Array = np.maximum(w.flow(Measure.MEMBER_SALES) - L.discounts(w) - paid_back(w) - taken_off, 0.0)
    return paid


def paid_back(w: World) -> Array:
    """What members get back for returned goods = their returns at list price - the discounts on them."""
    return w.flow(Measure.MEMBER_RETURNS) - w.flow(Measure.RETURNED_DISCOUNTS)


def cost_per_point(result: Result) -> Array:
    """[simulated month] what one redeemed point is expected to cost under the program in force: the stated cost per point,
    or reward cost x what a point is worth."""
    economics = result.scenario.economics
    if economics.cost_per_point is not None:
        return np.full(result.scenario.run.total_months, economics.cost_per_point)
    return point_values(result.scenario) * economics.reward_cost


def last_age(program: Program) -> float:
    """Age in months after which no point can be used, for the tail of the triangle; infinite where activity prolongs it."""
    return float(np.ceil(longest_life(program)))


def oldest_age(result: Result) -> float:
    """The same for a run: the highest of the programs in force."""
    return max(last_age(regime.program) for regime in result.scenario.regimes)


def _roll(result: Result, points: Vintages, estimate: Array, allocated: Array, policy: Policy) -> RollForward:
    """By month of issue and month."""
    if policy.method == "accrued cost":
        return accrual.accrual(points, estimate, cost_per_point(result))
    if policy.method == "remote":
        return recognition.remote(points, allocated)
    return recognition.proportional(points, allocated, estimate)


def _allocated(result: Result, points: Vintages, estimate: Array) -> tuple[Array, Array]:
    """A of each month's points, members' own and those sold to partners, at the redemption rate estimated at its close; it
    is never opened again.

    Points of members' own purchases and gifts share in what members pay that month, by relative stand-alone price. Of what
    partners pay, the stand-alone price of their points is deferred and the rest is a service to them.
    """
    w = program_world(result).from_the_start
    each = point_values(result.scenario) * np.clip(at_issue(estimate), 0.0, 1.0)
    sold, price = w.flow(Measure.PARTNER_EARNED), price_of_sales(w)
    own = allocated_to_points(price, price, (points.issued - sold) * each)
    return own, np.minimum(L.partner_income(w), sold * each)


def estimated_urr(result: Result, points: Vintages, policy: Policy, followed: Result | None = None) -> Array:
    """URR of each vintage by the chosen estimator, as known at each close, ``[replicate, month of issue, month]``.

    Args:
        points: ``vintages(result)``.
        followed: see ``liability``.

    Raises:
        ValueError: ``followed`` is no continuation of the run.
    """
    if followed is not None:
        refuse_another(result, followed)
    if policy.estimator == "fixed":
        return np.broadcast_to(np.float64(policy.urr), points.redeemed.shape)
    if policy.estimator == "perfect foresight":
        months = points.periods
        return perfect_foresight(points if followed is None else vintages(followed))[..., :months, :months]
    share = development(result, points, oldest_age(result)).own_share
    prior = chain_ladder.pooled_urr(points.used, points.net, share, policy.urr)
    return chain_ladder.urr_estimates(points.used, points.net, share, prior)


def _next_year(result: Result, points: Vintages, urr: Array) -> Array:
    """Redemptions expected within twelve months after each close."""
    seen = development(result, points, oldest_age(result)).by_close
    return chain_ladder.expected_within(expected_remaining(points, urr), seen, YEAR)


def _dying(points: Vintages) -> Array:
    """Points that expire within twelve months after each close, as far as the run goes: under the remote method they end the
    liability as redemptions do."""
    later = np.minimum(np.arange(points.periods) + YEAR, points.periods - 1)
    gone = points.expired.cumsum(axis=-1)
    dying: Array = gone[..., later] - gone
    return dying
