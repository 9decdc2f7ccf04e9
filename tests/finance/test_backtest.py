"""How wrong the accountant would have been: estimates against what the simulation knows."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import simulate
from loyalty_sim.finance.backtest import Backtest, backtest, events
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.run_off import longer
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from tests.engine.plain import merged

CHANGE = {"month": 13, "announced_months": 2, "changes": {"point_value": 0.01}}


def scenario(**parts: Any) -> Scenario:
    """A beauty retailer with few customers, two years long."""
    base = preset("beauty-tiers").model_dump()
    return Scenario.model_validate(merged(merged(base, {"run": {"customers": 3_000, "months": 24}}), parts))


@cache
def against_truth(*, changed: bool, estimator: str = "chain-ladder") -> Backtest:
    """Its back-test, with a devaluation in month 13 or without."""
    chosen = scenario(amendments=[CHANGE] if changed else [])
    policy = Policy(estimator=estimator, urr=0.3)  # type: ignore[arg-type]
    return backtest(simulate(chosen), simulate(longer(chosen)), policy)


def test_an_estimate_from_the_triangle_comes_near_the_truth_where_nothing_changes() -> None:
    """In a steady program the redemption rate is estimated to within five points on average and the liability to within a
    tenth, never off by more than twice that: seasons and a small sample leave their noise."""
    steady = against_truth(changed=False)
    rate, share = np.abs(steady.error_of_rate[0]), np.abs(steady.error[0]) / steady.known.closing[0]
    assert rate.mean() < 0.05
    assert rate.max() < 0.1
    assert share.mean() < 0.1
    assert share.max() < 0.2


def test_a_run_on_redemptions_misleads_the_estimate() -> None:
    """Told of a devaluation, members use points before it: the triangle of the past does not know, and far too much is owed
    on paper from the announcement on, until the change itself has been learnt."""
    changed, steady = against_truth(changed=True), against_truth(changed=False)
    wrong, noise = (found.error[0] / found.known.closing[0] for found in (changed, steady))
    assert np.abs(wrong[:10] - noise[:10]).max() < 0.1
    assert wrong[10:13].min() > 0.3
    assert np.abs(wrong[15:]).max() < 0.3


def test_a_wrong_rate_that_is_fixed_stays_wrong() -> None:
    """A fixed rate far below the truth understates what is owed at every close, beyond the noise."""
    table = against_truth(changed=False, estimator="fixed").table()
    assert (table["error_high95"] < 0).all()
    assert table["urr_error"].max() < -0.2


def test_the_table_says_when_what_happened() -> None:
    """Announcements, changes of the rules and shocks stand in the month in which they happen."""
    shock = {"name": "Recession", "month": 5, "months": 6, "rate_factor": 0.8}
    happened = events(scenario(amendments=[CHANGE], market={"shocks": [shock]}))
    assert len(happened) == 24
    assert {index + 1: text for index, text in enumerate(happened) if text} == {
        5: "Recession begins",
        11: "a change is announced; Recession is over",
        13: "the rules change",
    }
    table = against_truth(changed=True).table()
    assert table["error"].to_numpy() == pytest.approx((table["liability_stated"] - table["liability_known"]).to_numpy())
    assert list(table["what_happened"]).index("the rules change") == 12


def test_who_knows_the_future_is_not_tested() -> None:
    """Perfect foresight has no error to show."""
    chosen = simulate(scenario())
    with pytest.raises(ValueError, match="never wrong"):
        backtest(chosen, chosen, Policy(estimator="perfect foresight"))
