"""How wrong would the accountant have been? Estimates at each close against what the simulation knows of the end.

An estimate rests on what had been seen by its close. Where points are followed until they have met their end, the truth is
known, and with it by how much the liability was stated too high or too low, when, and what happened then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from loyalty_sim.engine import Result
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.liability import Liability, Policy, liability
from loyalty_sim.finance.periods import reported
from loyalty_sim.finance.tables import statistics
from loyalty_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd  # half a second that the checks do without


@dataclass(frozen=True)
class Backtest:
    """Estimates and the truth at each close, ``[replicate, reported month]``."""

    stated: Liability
    known: Liability

    @property
    def error(self) -> Array:
        """Liability stated less liability known, in money: above zero, too much was owed on paper."""
        return self.stated.closing - self.known.closing

    @property
    def error_of_rate(self) -> Array:
        """URR estimated for the points issued in a month, at its close, less the rate at which they were used in the end."""
        return self.stated.urr - self.known.urr

    def table(self) -> pd.DataFrame:
        """One row per month.

        Columns: period, urr_estimated, urr_true, urr_error, liability_stated, liability_known, error with the ends of its
        intervals, error_share (of the liability known), and what_happened in that month.
        """
        import pandas as pd

        error, known = statistics(self.error), self.known.closing[0]
        columns: dict[str, object] = {
            "period": list(reported(self.stated.result).labels),
            "urr_estimated": self.stated.urr[0], "urr_true": self.known.urr[0], "urr_error": self.error_of_rate[0],
            "liability_stated": self.stated.closing[0], "liability_known": known, "error": error["value"],
        }  # fmt: skip
        columns |= {f"error_{end}": error[end] for end in ("low80", "high80", "low95", "high95")}
        share = np.divide(error["value"], known, out=np.full(len(known), np.nan), where=known > 0)
        happened = events(self.stated.result.scenario)
        return pd.DataFrame({**columns, "error_share": share, "what_happened": happened})


def backtest(result: Result, followed: Result, policy: Policy | None = None) -> Backtest:
    """The liability by what had been seen at each close, beside the one of somebody who knew the end.

    Args:
        result: the run.
        followed: the same run, continued until its points have met their end (``run_off.longer``).
        policy: how points are accounted for; that of perfect foresight would have no error.

    Raises:
        ValueError: the policy knows the future already, or ``followed`` is no continuation of the run.
    """
    policy = policy or Policy()
    if policy.estimator == "perfect foresight":
        raise ValueError("perfect foresight is never wrong; test the chain-ladder or a fixed rate against it")
    known = liability(result, replace(policy, estimator="perfect foresight"), followed)
    return Backtest(liability(result, policy), known)


def events(scenario: Scenario) -> list[str]:
    """[reported month] what happened that may have misled an estimate: changes of the rules, announcements, shocks."""
    found: list[list[str]] = [[] for _ in range(scenario.run.months)]
    for regime in scenario.regimes[1:]:
        told = int(np.floor(regime.start - regime.transition.announced_months))
        if told < regime.start and 0 <= told < len(found):
            found[told].append("a change is announced")
        if 0 <= regime.start < len(found):
            found[regime.start].append("the rules change")
    for shock in scenario.market.shocks:
        if 1 <= shock.month <= len(found):
            found[shock.month - 1].append(f"{shock.name} begins")
        if 1 <= shock.month + shock.months <= len(found):
            found[shock.month + shock.months - 1].append(f"{shock.name} is over")
    return ["; ".join(month) for month in found]
