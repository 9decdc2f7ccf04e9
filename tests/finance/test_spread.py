"""How members stand at the end: scaled to the real base, near thresholds, and their own breakage."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty_sim.engine import BINS, SHARE_UNIT, AtEnd, Result, Spread, simulate
from loyalty_sim.finance.breakage import breakages, member_breakage, members_who_lost
from loyalty_sim.finance.estimate import estimates
from loyalty_sim.finance.kpis import kpis
from loyalty_sim.finance.spread import balance_spread, near, status_spread
from loyalty_sim.scenario import Enrolment, Market, Program, Run, Scenario, Segment, Tier, Tiers
from tests.engine.plain import at_visits, lot_life, merged, starters
from tests.finance.conftest import MakeResult


def tiered(make: MakeResult) -> Result:
    """A result of nothing, of a program with tiers at 500 and 1,000 of spend: bins of 25."""
    tiers = Tiers(levels=(Tier(name="Low", threshold=500), Tier(name="High", threshold=1000)))
    return make(Scenario(program=Program(tiers=tiers), run=Run(months=12, warmup_months=0)))


def test_members_near_a_threshold_are_counted_in_whole_bins(make: MakeResult) -> None:
    """A tenth of 500 is two bins of 25 on either side: 450 to 550; the last bin has no end and is near nothing."""
    result = tiered(make)
    spread = result.tally.spread
    for bin_, members in ((17, 1), (18, 2), (19, 4), (20, 8), (21, 16), (22, 32), (BINS - 1, 64)):
        spread[:, Spread.STATUS, bin_] = members
    spread[:, Spread.STATUS_0, 19] = 3
    found = status_spread(result)
    assert found is not None
    assert (found.width, found.unit) == (25.0, "money")
    low, high = near(found)
    scale = 20 * result.scale
    assert (low.name, low.threshold, low.width) == ("Low", 500, 50)
    values = [each.value for each in (low.below, low.above, low.below_without, low.above_without, low.moved) if each]
    assert values == pytest.approx([6 * scale, 24 * scale, 3 * scale, 0, 120 * scale])
    assert high.moved is not None
    assert high.moved.value == pytest.approx(64 * scale)
    assert high.below is not None
    assert high.below.value == 0


def test_what_is_not_counted_is_none(make: MakeResult) -> None:
    """Without tiers there is no spread by status; without points none by balance."""
    bare = make(Scenario(program=Program(tiers=Tiers(levels=())), run=Run(months=12, warmup_months=0)))
    assert status_spread(bare) is None
    assert balance_spread(bare) is not None
    assert balance_spread(tiered(make)) is not None


def test_the_average_member_by_hand(make: MakeResult) -> None:
    """Three members of whom one lost all, one half and one nothing: on average a half; two of three have lost points."""
    result = tiered(make)
    result.tally.ended[:, 0, AtEnd.SETTLED] = 3
    result.tally.ended[:, 0, AtEnd.LOSERS] = 2
    result.tally.ended[:, 0, AtEnd.LOST] = SHARE_UNIT + SHARE_UNIT // 2
    assert member_breakage(result)[0] == pytest.approx(0.5)
    assert members_who_lost(result)[0] == pytest.approx(2 / 3)
    found = {each.key: each for each in breakages(result)}
    assert found["members"].value is not None
    assert found["members"].value.value == pytest.approx(0.5)
    assert found["members_losers"].weighting == "members"


def test_breakage_weighted_by_customers_is_exact() -> None:
    """B4: a tagged point for each customer with purchase rates Gamma(r, alpha) is lost with chance (alpha/(alpha + qW))^r,
    times 1 - q for the chance at the visit of joining: members count alike, whatever they buy."""
    r, alpha, q, window = 0.55, 10.58, 0.2, 52
    theory = (1 - q) * (alpha / (alpha + q * window)) ** r
    program = merged(lot_life(window), {"earn": {"points": 0}, "enrolment": {"welcome_points": 1}})
    scenario = starters(
        60_000, window + 1, rate=r / alpha, segment={"purchase_shape": r}, program=program, behaviour=at_visits(q)
    )
    result = simulate(scenario)
    assert result.tally.ended[..., AtEnd.SETTLED].sum() == 60_000
    found = estimates(member_breakage(result)[:, None])[0]
    assert found is not None
    assert abs(found.value - theory) < 4 * found.se < 0.02
    assert abs(found.value - (1 - q) * (alpha / (alpha + q * window)) ** (r + 1)) > 4 * found.se


def test_the_average_member_loses_more_than_the_average_point() -> None:
    """Frequent customers earn most points and lose few."""
    segments = (Segment(name="A", purchases_per_year=6, purchase_shape=0.5),)
    scenario = Scenario(
        program=Program(enrolment=Enrolment(share=1.0)),
        market=Market(segments=segments),
        run=Run(months=24, warmup_months=24, customers=4000),
    )
    result = simulate(scenario)
    by_points = kpis(result)["breakage_settled"].program
    assert by_points is not None
    assert float(member_breakage(result)[0]) > by_points.value + 0.05
    assert np.isfinite(member_breakage(result)).all()
