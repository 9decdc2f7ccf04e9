"""The linter counts with what a point is worth, whichever lever says so."""

from __future__ import annotations

from typing import Any

import pytest

from loyalty_sim.scenario.lint import Finding, lint
from tests.scenario.test_lint import CAD, STAMPS, certificates, chart, design, expiry, ids, offered, paid, tier


def found(name: str, program: dict[str, Any], **others: Any) -> Finding:
    """The one finding of a rule."""
    (finding,) = [finding for finding in lint(design(program, **others)) if finding.id == name]
    return finding


@pytest.mark.parametrize(
    ("dear", "fair", "lever"),
    [
        (chart((100, 45)), chart((100, 35)), "program.redemption.chart"),
        (certificates(block_value=45), certificates(block_value=35), "program.certificates.block_value"),
        ({"point_value": 0.45}, {"point_value": 0.35}, "program.point_value"),
    ],
)
def test_the_rebate_is_that_of_the_rewards(dear: dict[str, Any], fair: dict[str, Any], lever: str) -> None:
    """A chart or certificates that give 45 % back at a margin of 40 % are warned of at their own lever."""
    assert found("rebate-above-margin", dear).where == lever
    assert "45 % of the price" in found("rebate-above-margin", dear).sentence
    assert "rebate-above-margin" not in ids(design(fair))


def test_a_dividend_adds_to_the_rebate() -> None:
    """30 % in points and 12 % of the year's spend exceed a margin of 40 %; a dividend alone is named alone."""
    assert (
        "Points and dividend give 42 %"
        in found("rebate-above-margin", {"point_value": 0.3, "dividend": {"share": 0.12}}).sentence
    )
    alone = found("rebate-above-margin", {"earn": {"points": 0}, "dividend": {"share": 0.5}})
    assert (alone.where, alone.sentence[:18]) == ("program.dividend.share", "The dividend gives")
    paying = {"earn": {"points": 0}, "dividend": {"share": 0.5, "who": "paying members"}}
    assert "rebate-above-margin" not in ids(design(paying))


def test_arbitrage_is_by_the_best_reward_and_all_multipliers() -> None:
    """One reward of a chart that gives back 40 % does so thrice for payers on a day of triple points."""
    event = {"bonuses": {"events": [{"multiplier": 3}]}}
    assert "arbitrage" in ids(design({**chart((100, 1), (200, 80)), **event}))
    assert "arbitrage" not in ids(design({**chart((100, 1), (200, 60)), **event}))


def test_the_fee_is_held_against_what_extra_points_are_worth() -> None:
    """Twice the points are worth a fee of 5 where certificates make a point 5 cents, and worth nothing without them."""
    double = paid(fee=5, earn_multiplier=2)
    assert "fee-above-benefit" not in ids(design({**certificates(), **double}))
    assert "fee-above-benefit" in ids(design({**double, "point_value": 0.0}))


def test_a_stated_cost_of_a_point_counts_for_the_orders_of_payers() -> None:
    """Points at 5 cents that cost 30 to the company eat up a margin of 40 % when payers earn twice as many."""
    program = {"point_value": 0.05, **paid(earn_multiplier=2)}
    assert "paid-order-at-a-loss" in ids(design(program, economics={"cost_per_point": 0.3}))
    assert "paid-order-at-a-loss" not in ids(design(program))


@pytest.mark.parametrize(
    ("program", "lever"),
    [
        (chart((500, 5), (1000, 12)), "program.redemption.chart[0].points"),
        (certificates(threshold_points=500), "program.certificates.threshold_points"),
    ],
)
def test_the_first_reward_is_that_of_chart_or_certificate(program: dict[str, Any], lever: str) -> None:
    """The block of points, which means nothing here, is in reach; the first reward of 500 points is not."""
    finding = found("reward-out-of-reach", program)
    assert (finding.where, "500 points" in finding.sentence) == (lever, True)
    assert "reward-out-of-reach" not in ids(design(chart((150, 5))))


@pytest.mark.parametrize(
    ("program", "what"),
    [
        (chart((100, 41)), "A reward is worth 41.00"),
        (certificates(block_value=41), "A certificate is worth 41.00"),
    ],
)
def test_a_reward_must_fit_a_basket(program: dict[str, Any], what: str) -> None:
    """A first reward worth more than the usual basket of 40 cannot be used, however it is given."""
    assert what in found("block-above-basket", program, economics={"gross_margin": 1.0}).sentence


def test_points_of_a_chart_are_earned_on_points_too() -> None:
    """Points that are worth something by a chart earn again where the whole basket earns."""
    assert "points-on-points" in ids(design({**chart((100, 3)), "earn": {"on": "basket"}}))


def test_the_exemption_is_by_the_largest_reward_of_a_chart() -> None:
    """Each reward of a chart up to C$50 may be exempt, however many are taken at once; one above it is not."""
    low = design(offered("Ontario", **chart((100, 3), (1000, 50))), **CAD)
    assert "ON-3" in ids(low)
    assert "ON-1" not in ids(low)
    (finding,) = [finding for finding in lint(low) if finding.id == "ON-3"]
    assert (finding.where, "C$50.00" in finding.sentence) == ("program.redemption.chart", True)
    assert "ON-1" in ids(design(offered("Ontario", **chart((100, 3), (1000, 50.01))), **CAD))


@pytest.mark.parametrize("more", [certificates(threshold_points=10, block_points=10), {"dividend": {"share": 0.02}}])
def test_rewards_without_limit_are_never_exempt(more: dict[str, Any]) -> None:
    """A certificate holds all blocks that there are, and a dividend is a share of any spend: no reward is the largest."""
    assert "ON-3" not in ids(design(offered("Ontario", **(STAMPS | more)), **CAD))


def test_certificates_and_dividends_are_looked_at_in_both_places() -> None:
    """Where points never expire, certificates and dividends that do are found in Ontario and Québec, each at its life."""
    lasting = {**expiry("never"), **certificates(), "dividend": {"share": 0.02}}
    for place, rule in (("Ontario", "ON-4"), ("Québec", "QC-1")):
        levers = {finding.where for finding in lint(design(offered(place, **lasting))) if finding.id == rule}
        assert levers == {"program.certificates.life_days", "program.dividend.life_months"}
    no_points = offered("Ontario", earn={"points": 0}, dividend={"share": 0.02})
    assert "ON-4" in ids(design(no_points))


def test_what_stacks_is_said() -> None:
    """Bonuses that multiply count with tier and payment; a cap on points, or bonuses of which the best counts, end it."""
    events = [{"name": "A", "multiplier": 3}, {"name": "B", "multiplier": 2}]
    gold = tier(900, earn_multiplier=2)
    finding = found("multipliers-stack", {**gold, "bonuses": {"events": events, "stacking": "multiply"}})
    assert "12 times its points (the best tier 2, bonuses of one month 6)" in finding.sentence
    for safe in ({"stacking": "multiply", "monthly_cap": 500}, {"stacking": "best", "events": events[1:]}):
        assert "multipliers-stack" not in ids(design({**gold, "bonuses": {"events": events} | safe}))
    once = {"bonuses": {"events": [{"multiplier": 8}]}}
    assert "multipliers-stack" not in ids(design(once))  # one multiplier stacks with none
