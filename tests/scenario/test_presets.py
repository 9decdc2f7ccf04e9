"""The shipped scenarios load, tell a story and have plausible results."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.scenario import Scenario, Segment
from loyalty_sim.scenario.files import ScenarioError, dumps, load, loads
from loyalty_sim.scenario.presets import preset, presets

NAMES = list(presets())
POINTS = [name for name in NAMES if name != "paid-membership"]
"""Presets with points."""
TIERED = ["beauty-tiers", "apparel-certificates", "airline-miles"]


@lru_cache(maxsize=len(NAMES))
def result(name: str) -> Result:
    """The preset's run as shipped."""
    return simulate(preset(name))


def total(name: str, *measures: Measure) -> float:
    """Sum of measures over the months reported."""
    run = result(name)
    return float(run.tally.panel[:, run.scenario.run.warmup_months :, :, list(measures)].sum())


def at_end(name: str, *measures: Measure) -> float:
    """Sum of changes from the beginning to the end."""
    return float(result(name).tally.panel[..., list(measures)].sum())


def members_at_end(name: str) -> float:
    """Members who have not lapsed at the end."""
    return at_end(name, Measure.ENROLLED) - at_end(name, Measure.MEMBERS_LAPSED)


def test_the_presets_are_listed_in_order() -> None:
    """The page opens on the first one."""
    assert NAMES == [
        "beauty-tiers",
        "coffee-stars",
        "grocery-cashback",
        "apparel-certificates",
        "paid-membership",
        "airline-miles",
        "cdnow",
    ]
    assert {path.name for path in presets().values()} == {path.name for path in presets()["cdnow"].parent.glob("*.yaml")}


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_told_and_sourced(name: str) -> None:
    """Each file names its schema, tells a story and says for every number of the program where it comes from."""
    text = presets()[name].read_text(encoding="utf-8")
    scenario = load(presets()[name])
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert len(scenario.story) > 400
    assert scenario.run.customers == 20_000
    assert len(re.findall("judgement|source|page|filing|[12][09][0-9]{2}|invented", text)) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_survives_saving(name: str) -> None:
    """A copy saved under another name is the same scenario."""
    assert loads(dumps(preset(name))) == preset(name)


def test_an_unknown_preset_is_refused_with_a_suggestion() -> None:
    """A misspelt name is answered with the nearest and with all of them."""
    with pytest.raises(ScenarioError, match="did you mean coffee-stars") as caught:
        preset("coffee-star")
    assert "airline-miles" in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_the_lift_of_purchases_is_modest(name: str) -> None:
    """Published causal effects are about 2 %; no preset claims more than 6 %."""
    lift = total(name, Measure.PURCHASES) / total(name, Measure.PURCHASES_0) - 1
    assert 0 < lift < 0.06


@pytest.mark.parametrize("name", NAMES)
def test_the_program_costs_a_plausible_share_of_member_sales(name: str) -> None:
    """Between one and eight per cent of what members buy, discounts included and fees not deducted."""
    scenario = result(name).scenario
    assert 0.005 < cost(name, scenario) / (total(name, Measure.MEMBER_SALES) / 100) < 0.08


def cost(name: str, scenario: Scenario) -> float:
    """Redemptions, perks, shipping, discounts, fixed and per-member costs over the horizon, of the sample."""
    economics, program, years = scenario.economics, scenario.program, scenario.run.months / 12
    per_point = program.point_value * economics.reward_cost if economics.cost_per_point is None else economics.cost_per_point
    tiers = result(name).tally.tiers.sum(axis=0).cumsum(axis=0)[scenario.run.warmup_months :].mean(axis=0)
    perks = sum(level.perk_cost_per_year * float(tiers[index + 1]) for index, level in enumerate(program.tiers.levels))
    return (
        total(name, Measure.REDEEMED) * per_point
        + total(name, Measure.PAID_ORDERS) * program.paid.shipping_cost
        + total(name, Measure.DISCOUNTS) / 100
        + years * (perks + economics.fixed_cost_per_year / result(name).scale)
        + years * economics.cost_per_member_year * float(tiers.sum())
    )


BREAKAGE = {
    "beauty-tiers": (0.2, 0.45), "coffee-stars": (0.1, 0.4), "grocery-cashback": (0.01, 0.2),
    "apparel-certificates": (0.2, 0.5), "airline-miles": (0.1, 0.45), "cdnow": (0.3, 0.65),
}  # fmt: skip


@pytest.mark.parametrize("name", POINTS)
def test_breakage_is_plausible(name: str) -> None:
    """Between the teens and the forties of per cent; less where points are cash, more where a whole cohort leaves."""
    expired, redeemed = total(name, Measure.EXPIRED), total(name, Measure.REDEEMED)
    low, high = BREAKAGE[name]
    assert low < expired / (expired + redeemed) < high


@pytest.mark.parametrize("name", NAMES)
def test_the_program_keeps_customers(name: str) -> None:
    """Fewer customers have stopped by the end than without a program, though not many fewer."""
    left, left_0 = at_end(name, Measure.LAPSED), at_end(name, Measure.LAPSED_0)
    assert 0.85 * left_0 < left < left_0


@pytest.mark.parametrize("name", [name for name in NAMES if name != "cdnow"])
def test_the_business_is_steady(name: str) -> None:
    """Acquisition about replaces who lapses, so that what moves is the program and not the market."""
    run = result(name)
    panel = run.tally.panel.sum(axis=(0, 2))
    stock = np.cumsum(panel[:, Measure.OPENING] + panel[:, Measure.NEW] - panel[:, Measure.LAPSED_0])
    start = stock[run.scenario.run.warmup_months - 1]
    assert start * run.scale == pytest.approx(run.scenario.market.customers, rel=0.01)
    assert 0.9 < stock[-1] / start < 1.15


@pytest.mark.parametrize("name", TIERED)
def test_tiers_are_reached_by_some(name: str) -> None:
    """Some five to thirty per cent of members hold a status, fewer the higher; the base level is the largest."""
    tiers = result(name).tally.tiers.sum(axis=(0, 1))[: len(result(name).scenario.program.tiers.levels) + 1]
    shares = tiers / tiers.sum()
    assert 0.05 < shares[1:].sum() < 0.35
    assert list(shares) == sorted(shares, reverse=True)
    assert shares[-1] > 0.01


def test_a_fair_share_of_members_pays() -> None:
    """Between 5 and 40 % of members hold the paid membership, and most of them renew."""
    name = "paid-membership"
    paying = at_end(name, Measure.PAID_JOINED) - at_end(name, Measure.PAID_ENDED)
    assert 0.05 < paying / members_at_end(name) < 0.4
    renewed, ended = total(name, Measure.PAID_RENEWED), total(name, Measure.PAID_ENDED)
    assert 0.5 < renewed / (renewed + ended) < 0.9


@pytest.mark.parametrize("name", NAMES)
def test_rates_hardly_ever_meet_their_bounds(name: str) -> None:
    """The bounds on purchase rates touch less than one customer-month in a thousand."""
    months = float(np.cumsum(result(name).tally.panel[..., Measure.ENROLLED].sum(axis=(0, 2))).sum())
    assert total(name, Measure.CAPPED, Measure.FLOORED) < 0.001 * months


@pytest.mark.parametrize("name", POINTS)
def test_the_warm_up_outlasts_the_points(name: str) -> None:
    """Month 1 finds balances of every age, unless the program is launched with it."""
    scenario = preset(name)
    longest = (
        scenario.program.expiry.months
        + {"exact": 0, "month end": 1, "quarter end": 3, "year end": 12}[scenario.program.expiry.rounding]
    )
    assert scenario.run.warmup_months in (0, max(scenario.run.warmup_months, math.ceil(longest)))
    assert (scenario.run.warmup_months == 0) == (name == "cdnow")


def test_cdnow_is_the_published_population() -> None:
    """The figures in the file are exactly those that the published parameters give."""
    scenario = preset("cdnow")
    published = Segment.pareto_nbd(
        r=0.5533, alpha=10.5776, s=0.6062, beta=11.6679, p=6.249, q=3.745, gamma=15.448, name="CDNOW 1997"
    )
    assert scenario.market.segments == (published,)
    assert (scenario.market.customers, scenario.market.history_months, scenario.market.acquired_per_year) == (2357, 0, 0)


def test_the_story_of_the_beauty_retailer_is_true() -> None:
    """As shipped, the program costs more than the margin on the sales it causes, as the story says."""
    scenario, name = preset("beauty-tiers"), "beauty-tiers"
    caused = (total(name, Measure.SALES) - total(name, Measure.SALES_0)) / 100 * scenario.economics.gross_margin
    assert 0.4 * cost(name, scenario) < caused < cost(name, scenario)
