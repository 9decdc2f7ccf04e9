"""The tally recounted from the log of events: what each measure says it counts is what it counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from loyalty_sim.engine import ISSUED, Measure, simulate
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset, presets
from tests.engine.test_clocks import changed
from tests.engine.watch import Lives, watch

M = Measure
WARMUP, MONTHS = 7, 29


def case(name: str) -> Scenario:
    """A preset with a warm-up that is no whole year, and nobody won by members: the log does not tell friends from the
    life in which they were won."""
    run = {"customers": 600, "months": MONTHS, "warmup_months": WARMUP}
    return changed(preset(name), run=run, program={"referral": {"offered": False}})


def by_month(times: NDArray[np.float64], weights: NDArray[Any] | None = None) -> NDArray[Any]:
    """[month] number of times, or sum of weights."""
    return np.bincount(times.astype(int), weights=weights, minlength=WARMUP + MONTHS)[: WARMUP + MONTHS]


@pytest.fixture(params=sorted(presets()), name="run")
def _run(request: pytest.FixtureRequest) -> tuple[Lives, NDArray[np.int64]]:
    """Lives with their log, and the panel [month, measure] of the same scenario."""
    scenario = case(request.param)
    return watch(scenario, log=True), simulate(scenario).tally.panel.sum((0, 2))


Run = tuple[Lives, NDArray[np.int64]]


def purchases(lives: Lives) -> list[NDArray[np.float64]]:
    """[life] times of purchases."""
    bought = lives.log[lives.log["purchase"] == 1]
    bounds = np.searchsorted(bought["life"], np.arange(len(lives.traits) + 1))
    return [bought["time"][bounds[life] : bounds[life + 1]] for life in range(len(lives.traits))]


def test_purchases_and_points_by_month(run: Run) -> None:
    """Purchases, sales, points issued, redeemed and expired of each month are those of its events; points that die at the
    very end of a month belong to it."""
    lives, panel = run
    log, end = lives.log, WARMUP + MONTHS
    assert (panel[:, M.PURCHASES] == by_month(log["time"], log["purchase"])).all()
    assert (panel[:, M.SALES] == by_month(log["time"], log["sales"])).all()
    assert (panel[:, ISSUED].sum(1) == by_month(log["time"], log["earned"])).all()
    assert (panel[:, M.REDEEMED] == by_month(log["time"], log["redeemed"])).all()
    ended = np.maximum(0, np.ceil(log["time"]) - 1)
    assert (panel[:, M.EXPIRED] == by_month(ended, log["expired"])).all()
    assert log["time"].max() <= end


def test_active_customers_bought_in_the_last_twelve_months(run: Run) -> None:
    """Active at the end of a month are those still there with a purchase in that month or the eleven before."""
    lives, panel = run
    active = np.zeros(WARMUP + MONTHS, int)
    for times, lapse in zip(purchases(lives), lives.traits["lapse"], strict=True):
        months = np.unique(times.astype(int))
        lit = np.zeros(WARMUP + MONTHS + 12, bool)
        for month in months:
            lit[month : month + 12] = True
        lit[int(min(lapse, len(lit))) :] = False
        active += lit[: WARMUP + MONTHS]
    assert (panel[:, M.ACTIVE].cumsum() == active).all()


def test_buyers_and_repeaters_of_each_program_year(run: Run) -> None:
    """Each program year counts a customer once at the first purchase, and once more at the second."""
    lives, panel = run
    first, second = np.zeros(WARMUP + MONTHS, int), np.zeros(WARMUP + MONTHS, int)
    for times in purchases(lives):
        years = (times.astype(int) - WARMUP) // 12
        for year in np.unique(years):
            own = times[years == year].astype(int)
            first[own[0]] += 1
            if len(own) > 1:
                second[own[1]] += 1
    assert (panel[:, M.BUYERS] == first).all()
    assert (panel[:, M.REPEATERS] == second).all()


@pytest.mark.parametrize("world", ["", "_0"])
def test_lapses_by_who_was_there(run: Run, world: str) -> None:
    """Lapses are counted in their month; apart are those of customers present when the program year, or month 1, began."""
    lives, panel = run
    born, lapse = lives.traits["born"], lives.traits["lapse" + world]
    gone = lapse < WARMUP + MONTHS
    assert (panel[:, M["LAPSED" + world]] == by_month(lapse[gone])).all()
    year_began = WARMUP + 12 * ((lapse.clip(max=1e6).astype(int) - WARMUP) // 12)
    assert (panel[:, M["LAPSED_OPENING" + world]] == by_month(lapse[gone & (born <= year_began)])).all()
    first = gone & (born <= WARMUP) & (lapse >= WARMUP)
    assert (panel[:, M["LAPSED_FIRST" + world]] == by_month(lapse[first])).all()


def test_openings_and_new_customers(run: Run) -> None:
    """Everyone is counted once, as present at the first instant (month 1 where the base has no history), or as new in the
    month of the first purchase."""
    lives, panel = run
    assert panel[:, M.OPENING].sum() + panel[:, M.NEW].sum() == len(lives.traits)
    new = (lives.traits["born"] > 0) & (lives.traits["born"] != WARMUP)
    assert (panel[1:, M.NEW] == by_month(lives.traits["born"][new])[1:]).all()


@pytest.mark.parametrize("name", sorted(presets()))
def test_capped_months_are_few(name: str) -> None:
    """The ready scenarios keep within the bounds of the multiplier in all but one customer-month of a thousand."""
    tally = simulate(case(name)).tally
    panel = tally.panel.sum((0, 2))
    present = (panel[:, M.OPENING] + panel[:, M.NEW] - panel[:, M.LAPSED]).cumsum().sum()
    assert panel[:, M.CAPPED].sum() <= 0.001 * present
