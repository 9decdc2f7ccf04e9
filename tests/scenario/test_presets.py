"""The shipped scenarios load, tell a story and have plausible results."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import numpy as np
import pytest

from loyalty_sim import finance
from loyalty_sim.engine import Measure, Result, simulate
from loyalty_sim.finance.settlement import partner_settlement
from loyalty_sim.scenario import Segment
from loyalty_sim.scenario.files import ScenarioError, dumps, load, loads
from loyalty_sim.scenario.presets import preset, presets

NAMES = list(presets())
POINTS = [name for name in NAMES if preset(name).program.has_points]
"""Presets with points."""
TIERED = [name for name in NAMES if preset(name).program.tiers.levels]
PAID = [name for name in NAMES if preset(name).program.paid.offered]
STEADY = [name for name in NAMES if name not in ("cdnow", "recession")]
"""Presets of a business that neither begins nor meets a shock."""


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
        "paid-membership",
        "apparel-certificates",
        "coffee-app",
        "beauty-chart",
        "grocery-cashback",
        "book-stamps",
        "lifetime-dividend",
        "warehouse-club",
        "airline-miles",
        "coalition",
        "outdoor-community",
        "recession",
        "beauty-inactivity",
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
    assert 0.005 < cost(name) / (total(name, Measure.MEMBER_SALES) / 100) < 0.08


def cost(name: str) -> float:
    """All costs of the program over the horizon and the discounts given, of the sample."""
    return (figure(name, "cost") + figure(name, "discounts_given")) / result(name).scale


def figure(name: str, key: str) -> float:
    """A key figure of the preset."""
    found = kpis(name)[key].program
    assert found is not None
    return found.value


@lru_cache(maxsize=len(NAMES))
def kpis(name: str) -> dict[str, finance.Kpi]:
    """The key figures of the preset."""
    return finance.kpis(result(name))


BREAKAGE = {
    "beauty-tiers": (0.2, 0.45), "coffee-stars": (0.1, 0.4), "grocery-cashback": (0.01, 0.2),
    "apparel-certificates": (0.02, 0.2), "airline-miles": (0.1, 0.45), "cdnow": (0.3, 0.65), "coffee-app": (0.02, 0.2),
    "beauty-chart": (0.2, 0.45), "beauty-inactivity": (0.1, 0.3), "book-stamps": (0.02, 0.2), "coalition": (0.02, 0.2),
    "outdoor-community": (0.1, 0.3), "recession": (0.1, 0.4),
}  # fmt: skip


@pytest.mark.parametrize("name", POINTS)
def test_breakage_is_plausible(name: str) -> None:
    """Between the teens and the forties of per cent; less where points are cash, turn into certificates by themselves or
    are kept alive by coming; more where a whole cohort leaves."""
    expired, redeemed = total(name, Measure.EXPIRED), total(name, Measure.REDEEMED, Measure.CONVERTED)
    low, high = BREAKAGE[name]
    assert low < expired / (expired + redeemed) < high


@pytest.mark.parametrize("name", NAMES)
def test_the_program_keeps_customers(name: str) -> None:
    """Fewer customers have stopped by the end than without a program, though not many fewer."""
    left, left_0 = at_end(name, Measure.LAPSED), at_end(name, Measure.LAPSED_0)
    assert 0.85 * left_0 < left < left_0


@pytest.mark.parametrize("name", STEADY)
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


@pytest.mark.parametrize("name", PAID)
def test_a_fair_share_of_members_pays(name: str) -> None:
    """Between 5 and 60 % of members hold a paid membership, and most of them renew; for life, most members hold one."""
    share = (at_end(name, Measure.PAID_JOINED) - at_end(name, Measure.PAID_ENDED)) / members_at_end(name)
    if preset(name).program.paid.term == "lifetime":
        assert 0.5 < share < 0.95
        assert total(name, Measure.PAID_RENEWED, Measure.PAID_ENDED) == 0
        return
    assert 0.05 < share < 0.6
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
    expiry = scenario.regimes[0].program.expiry
    longest = expiry.months + {"exact": 0, "month end": 1, "quarter end": 3, "year end": 12}[expiry.rounding]
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
    assert 0.4 * cost(name) < caused < cost(name)


LOSES = ["beauty-chart", "book-stamps", "coalition", "lifetime-dividend", "outdoor-community", "recession"]
GAINS = ["airline-miles", "coffee-app", "paid-membership"]


@pytest.mark.parametrize("name", LOSES + GAINS)
def test_what_the_stories_say_of_the_net_value_is_true(name: str) -> None:
    """Where a story says that the program costs more than it brings in, or that it pays, so it does."""
    assert (figure(name, "net_value") < 0) == (name in LOSES)


def test_certificates_are_issued_and_half_of_them_die() -> None:
    """Shoes: more certificates are issued than used; a life below the time between purchases breaks about half of them."""
    name = "apparel-certificates"
    issued, used = total(name, Measure.CERTIFICATES), total(name, Measure.CERTIFICATES_USED)
    assert issued > used > 0
    assert 0.35 < figure(name, "certificate_breakage") < 0.65
    assert total(name, Measure.CONVERTED) == 100 * total(name, Measure.CERTIFICATES_VALUE) / 500
    assert total(name, Measure.REDEEMED) == 0


def test_stamps_are_counted_per_full_ten_dollars() -> None:
    """Books: rounding down leaves members well below the five per cent that ten stamps for five dollars look like."""
    name = "book-stamps"
    paid = total(name, Measure.MEMBER_SALES) - total(name, Measure.DISCOUNTS)
    assert 0.7 < 10 * total(name, Measure.EARNED) / (paid / 100) < 0.9
    assert total(name, Measure.CERTIFICATES_EXPIRED) == 0 < total(name, Measure.CERTIFICATES_USED)


@pytest.mark.parametrize(("name", "month"), [("lifetime-dividend", 3), ("warehouse-club", 2)])
def test_the_dividend_is_given_once_a_year(name: str, month: int) -> None:
    """A dividend is given in its month and in no other, and all that is given is used, paid out or dies."""
    run = result(name)
    given = run.tally.panel[:, run.scenario.run.warmup_months :].sum(axis=(0, 2))[:, Measure.DIVIDEND_GIVEN]
    assert [index % 12 + 1 for index in np.flatnonzero(given)] == [month] * 3
    gone = total(name, Measure.DIVIDEND_USED, Measure.DIVIDEND_CASHED, Measure.DIVIDEND_EXPIRED)
    assert 0.7 < gone / given.sum() < 1.1
    assert (total(name, Measure.DIVIDEND_CASHED) > 0) == (name == "lifetime-dividend")


def test_the_coalition_settles_to_nothing() -> None:
    """What the operator and its four partners pay and receive adds up to zero in every month, and all of them trade."""
    table = partner_settlement(result("coalition"))
    assert table.groupby("month")["net"].sum().abs().max() < 0.01
    assert table["party"].nunique() == 5
    assert (table.groupby("party")[["paid", "received"]].sum() > 0).all(axis=None)


def test_a_bank_buys_about_half_of_the_miles() -> None:
    """Airline: between two and three fifths of the miles issued are sold to the bank."""
    name = "airline-miles"
    assert 0.4 < total(name, Measure.PARTNER_EARNED) * result(name).scale / figure(name, "points_issued") < 0.6


def test_the_steps_of_a_chart_are_those_that_are_used() -> None:
    """Beauty: what a redeemed point was worth lies between the first step and the last, nearer to the first."""
    name = "beauty-chart"
    chart = preset(name).program.redemption.chart
    low, high = chart[0].value / chart[0].points, chart[-1].value / chart[-1].points
    assert low < total(name, Measure.FACE) / 100 / total(name, Measure.REDEEMED) < (low + high) / 2


def test_the_change_of_rules_lets_balances_grow() -> None:
    """Coffee: after the change fewer Stars die than under the older rules, and more of them are outstanding."""
    name = "coffee-app"
    older = preset(name).model_copy(update={"program": preset(name).current_program, "current_program": None})
    before = {key: one.program for key, one in finance.kpis(simulate(older)).items()}
    for key in ("points_issued", "breakage", "cost"):
        assert before[key] is not None
    assert before["points_issued"].value > figure(name, "points_issued")  # type: ignore[union-attr]
    assert before["breakage"].value > 2 * figure(name, "breakage")  # type: ignore[union-attr]
    assert 2 * before["outstanding"].value < figure(name, "outstanding")  # type: ignore[union-attr]


def test_friends_are_won_and_causes_are_given_to() -> None:
    """Outdoor: friends who buy make a small part of sales, and half a per cent of members' sales is donated."""
    name = "outdoor-community"
    assert 0.0005 < total(name, Measure.REFERRED_SALES) / total(name, Measure.SALES) < 0.02
    donated = figure(name, "cost_giving") / result(name).scale
    assert donated == pytest.approx(0.005 * total(name, Measure.MEMBER_SALES) / 100, rel=1e-6)


def test_shocks_hit_both_worlds() -> None:
    """Recession: sales of the second year are below those of the first with and without the program, alike."""
    run = result("recession")
    years = run.tally.panel[:, run.scenario.run.warmup_months :].sum(axis=(0, 2)).reshape(3, 12, -1).sum(axis=1)
    falls = [years[1, world] / years[0, world] for world in (Measure.SALES, Measure.SALES_0)]
    assert all(0.88 < fall < 0.96 for fall in falls)
    assert falls[0] == pytest.approx(falls[1], abs=0.02)


def test_paying_pays_more_with_tenure() -> None:
    """Paid: a trial leads to paying for about half, and those who have paid renew at four in five or more."""
    name = "paid-membership"
    assert 0.4 < figure(name, "trial_conversion") < 0.7
    renewed, ended = total(name, Measure.PAID_RENEWED), total(name, Measure.PAID_ENDED)
    assert renewed / (renewed + ended) > 0.75
