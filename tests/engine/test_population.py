"""Who is there: the base at the start, its tenures and lapse rates, season, acquisition and the shares of segments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from loyalty_sim.engine import Measure, simulate
from loyalty_sim.engine.terms import lifetime_integral
from loyalty_sim.scenario import Segment
from tests.engine.plain import SEGMENT, merged, pareto, plain
from tests.engine.watch import check_mean, check_ratio, watch

KINDS: dict[str, dict[str, Any]] = {
    "all alike": {"first_year_lapse": 0.4},
    "uneven": {"first_year_lapse": 0.645, "lapse_shape": 0.6062},
    "exponential over gamma": {"first_year_lapse": 0.3, "lapse_shape": 1.0},
    "nearly even": {"first_year_lapse": 0.5, "lapse_shape": 20.0},
    "immortal": {"first_year_lapse": 0.0},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("history", "warmup"), [(60.0, 0), (60.0, 24), (7.5, 24), (0.0, 6)])
def test_base_has_the_stated_size_tenures_and_lapse(kind: str, history: float, warmup: int) -> None:
    """At the start of month 1 the base has the stated number of customers, acquired evenly and thinned by lapse, and
    loses as many in the next year as their Gamma lapse rates, aged by tenure, say; whatever the warm-up."""
    customers = 50_000
    scenario = plain(customers, 12, rate=0.1, segment=KINDS[kind], market={"history_months": history}, warmup=warmup)
    lives = watch(scenario)
    segment = scenario.market.segments[0]
    present = (lives.traits["born"] <= warmup) & (lives.traits["lapse_0"] >= warmup)
    spread = np.sqrt(max(1.0, len(present) * present.mean() * (1 - present.mean())))
    assert abs(present.sum() - customers) < 4 * spread
    left = lives[Measure.LAPSED_FIRST_0][present]
    assert lives[Measure.LAPSED_FIRST_0][~present].sum() == 0
    if history == 0:
        stays = segment.survival(12)
    else:
        integral = [lifetime_integral(segment, months) for months in (history, history + 12, 12.0)]
        stays = (integral[1] - integral[2]) / integral[0]
        tenure = warmup - lives.traits["born"][present]
        reach = min(history, float(warmup))
        for months in (0.3 * reach, 0.8 * reach):
            if reach > 0:
                check_mean(tenure < months, lifetime_integral(segment, months) / integral[0], precision=0.05)
    if kind == "immortal":
        assert left.sum() == 0
    else:
        check_mean(1 - left, stays, precision=0.01)


def test_tally_counts_the_base() -> None:
    """Openings plus new less lapsed customers of the warm-up are the customers present at the start of month 1."""
    scenario = plain(20_000, 12, segment=KINDS["uneven"], warmup=24)
    panel, lives = simulate(scenario).tally.panel[:, :24].sum((0, 1, 2)), watch(scenario)
    present = (lives.traits["born"] <= 24) & (lives.traits["lapse_0"] >= 24)
    assert panel[Measure.OPENING] + panel[Measure.NEW] - panel[Measure.LAPSED_0] == present.sum()


def test_survivors_buy_no_less_for_having_tenure() -> None:
    """Purchase rate and lapse rate are independent, so old and new customers have the same mean purchase rate."""
    segment = {"purchase_shape": 0.6, **pareto(0.6, 12.0)}
    lives = watch(plain(60_000, 3, rate=0.5, segment=segment, warmup=12))
    present = (lives.traits["born"] <= 12) & (lives.traits["lapse_0"] >= 12)
    check_mean(lives.traits["rate"][present], 0.5, precision=0.01)


def test_season_is_followed_by_calendar_month() -> None:
    """Purchases per calendar month are in proportion to the weights, wherever the run starts, warm-up or not."""
    weights = np.array([0.7, 0.8, 0.9, 1.0, 1.1, 1.0, 0.6, 0.9, 1.0, 1.2, 1.5, 2.4])
    scenario = plain(60_000, 24, rate=0.5, market={"seasonality": tuple(weights)}, warmup=5)
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"start": "2027-04"})})
    months = simulate(scenario).tally.panel[:, 5:, 0, Measure.PURCHASES_0].sum(0)
    expected = 60_000 * 0.5 * weights[(np.arange(24) + 3) % 12] * 12 / weights.sum()
    assert (np.abs(months - expected) < 4 * np.sqrt(expected)).all()
    assert (np.abs(months - np.roll(expected, 1)) > 4 * np.sqrt(expected)).any()


def test_new_customers_follow_acquisition_and_growth() -> None:
    """New customers of each year are the stated number and its growth, spread evenly over months; each starts by buying."""
    market = {"customers": 2_000, "acquired_per_year": 6_000, "acquisition_growth": 0.25}
    scenario = plain(8_000, 36, rate=0.001, market=market)
    new = simulate(scenario).tally.panel[:, :, 0, Measure.NEW].sum(0)
    assert new.reshape(3, 12).sum(1).tolist() == [6_000, 7_500, 9_375]
    assert set(new[:12]) == {500}
    assert np.ptp(new[12:24]) <= 1
    lives = watch(scenario)
    born = lives.traits["born"] > 0
    assert (lives[Measure.PURCHASES_0][born] >= 1).all()
    assert stats.kstest(lives.traits["born"][born] % 1, "uniform").pvalue > 1e-3


def test_segments_have_their_shares() -> None:
    """Present customers and new ones are split over segments by the stated shares, though segments lapse differently."""
    segments = [
        merged(SEGMENT, {"name": name, "share": share, "purchases_per_year": 6, **KINDS[kind]})
        for name, share, kind in (
            ("A", 0.5, "all alike"),
            ("B", 0.3, "uneven"),
            ("C", 0.2, "immortal"),
            ("D", 0.0, "immortal"),
        )
    ]
    scenario = plain(80_000, 12, market={"customers": 40_000, "acquired_per_year": 40_000, "segments": segments}, warmup=12)
    lives = watch(scenario)
    kind, born = lives.traits["segment"], lives.traits["born"]
    present = (born <= 12) & (lives.traits["lapse_0"] >= 12)
    for index, share in enumerate((0.5, 0.3, 0.2)):
        check_mean(kind[present] == index, share, precision=0.02)
        check_mean(kind[born > 12] == index, share, precision=0.02)
    assert not (kind == 3).any()


def test_sample_stands_for_the_real_base() -> None:
    """A tenth of the customers has a tenth of the purchases, and the scale says ten."""
    whole = plain(50_000, 6, segment=KINDS["uneven"])
    tenth = whole.model_copy(update={"run": whole.run.model_copy(update={"customers": 5_000})})
    assert simulate(tenth).scale == 10
    lives = watch(tenth)
    per_life = watch(whole)[Measure.PURCHASES_0].mean()
    check_ratio(lives[Measure.PURCHASES_0], np.ones(len(lives.traits)), per_life, precision=0.02)


def test_heavy_buyers_are_the_upper_third() -> None:
    """Thirds of buyers have a third of the customers each, and rise in purchase rate."""
    traits = watch(plain(30_000, 1, segment={"purchase_shape": 0.5533})).traits
    rate, third = traits["rate"], traits["third"]
    for index in range(3):
        check_mean(third == index, 1 / 3, precision=0.02)
    assert rate[third == 0].max() <= rate[third == 1].min()
    assert rate[third == 1].max() <= rate[third == 2].min()


def test_default_segment_is_the_published_one() -> None:
    """The default segment is CDNOW to the digits shown: 2.73 purchases a year, 64.5 % lapsed after one."""
    published = Segment.pareto_nbd(0.5533, 10.5776, 0.6062, 11.6679, 6.25, 3.745, 15.448)
    default = Segment()
    assert default.purchases_per_year == pytest.approx(published.purchases_per_year, abs=0.005)
    assert default.first_year_lapse == pytest.approx(published.first_year_lapse, abs=0.0005)
