"""Breakage four ways: by hand, on runs followed past their horizon, and reconciled."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import ISSUED, Measure, Result, simulate
from loyalty_sim.finance import kpis
from loyalty_sim.finance.breakage import (
    breakages,
    by_members_of_segments,
    calendar_breakage,
    fate_shares,
    outstanding_breakage,
    reconciliation,
    ultimate_breakage,
    urr,
    vintage_table,
)
from loyalty_sim.finance.run_off import (
    MOST_RUN_OFF,
    fate,
    fate_of_balance,
    longer,
    open_share,
    redemption_rate,
    run_off_months,
    truth,
)
from loyalty_sim.scenario import Expiry, Market, Program, Run, Scenario, Segment
from loyalty_sim.scenario.presets import preset
from tests.finance.vintages import EXAMPLE, IN_THE_END, with_vintages

MakeResult = Callable[..., Result]
Pair = tuple[Result, Result]


@pytest.fixture(scope="module")
def pair() -> Pair:
    """A run in which points die at the end of a month, with an amendment in it and one after it, and the same followed."""
    changes = [
        {"month": 6, "announced_months": 3, "changes": {"point_value": 0.02}},
        {"month": 11, "announced_months": 6, "changes": {"point_value": 0.001}},
    ]
    scenario = Scenario.model_validate({
        "program": {"expiry": {"rule": "after earning", "months": 12, "rounding": "month end"}},
        "market": {"return_share": 0.05, "segments": [{"name": "A", "share": 0.5}, {"name": "B", "share": 0.5}]},
        "amendments": changes, "run": {"months": 10, "warmup_months": 14, "customers": 2000},
    })  # fmt: skip
    return simulate(scenario), simulate(longer(scenario))


def worked_example(make: MakeResult, months: int) -> Result:
    """The worked example, its first 24 months or to the end of both vintages."""
    triangles: dict[str, Any] = {key: dict(value) for key, value in EXAMPLE.items()}
    if months > 24:
        for key, more in IN_THE_END.items():
            triangles[key] |= more
    return with_vintages(make, Scenario(run=Run(months=months, warmup_months=0)), **triangles)


def test_a_run_cut_short_is_the_shorter_run(pair: Pair) -> None:
    """The months of a run are the same, count for count, in the run that follows its points past the horizon."""
    result, followed = pair
    months = result.scenario.run.total_months
    for name in ("panel", "tiers", "moves", "partners"):
        assert np.array_equal(getattr(followed.tally, name)[:, :months], getattr(result.tally, name)), name
    for name in ("redeemed", "expired", "taken"):
        assert np.array_equal(getattr(followed.tally, name)[:, :months, :months], getattr(result.tally, name)), name
    assert len(followed.scenario.amendments) == 1


def test_points_that_die_by_time_are_followed_to_the_last(pair: Pair) -> None:
    """The months asked for are those needed: in the last of them points of the horizon die, and none is left after it."""
    result, followed = pair
    assert run_off_months(result.scenario) == 12
    last = result.scenario.run.total_months
    assert followed.tally.expired[:, :last, -1].sum() > 0
    assert not truth(followed, 10).open.any()
    assert not fate_of_balance(followed, 10).open.any()


@pytest.mark.parametrize(
    ("expiry", "months"),
    [
        ({"rule": "after earning", "months": 12, "rounding": "exact"}, 12),
        ({"rule": "after earning", "months": 11.5, "rounding": "month end"}, 12),
        ({"rule": "after earning", "months": 12, "rounding": "quarter end"}, 14),
        ({"rule": "after earning", "months": 12, "rounding": "year end", "grace_days": 30}, 24),
        ({"rule": "calendar date", "months": 6}, 17),
        ({"rule": "from the first point", "months": 9}, 18),
        ({"rule": "inactivity", "months": 12}, MOST_RUN_OFF),
        ({"rule": "after earning", "months": 12, "extended_by_activity": True}, MOST_RUN_OFF),
        ({"rule": "never"}, MOST_RUN_OFF),
        ({"rule": "after earning", "months": 240}, MOST_RUN_OFF),
        ({"rule": "after earning", "months": 12, "reinstate_days": 90}, 27),
    ],
)
def test_months_of_following_come_from_the_expiry_rule(expiry: dict[str, Any], months: int) -> None:
    """Points are followed for their life with rounding and grace; for the most when activity prolongs it."""
    assert run_off_months(Scenario(program=Program(expiry=Expiry(**expiry)))) == months


def test_following_stays_within_what_a_run_may_be() -> None:
    """No run is longer than 240 months, nor grows beyond what a scenario may; without points there is nothing to follow."""
    never = Program(expiry=Expiry(rule="never"))
    assert longer(Scenario(program=never, run=Run(months=230))).run.months == 240
    growing = Scenario(program=never, market=Market(acquisition_growth=2.0))
    assert 36 < longer(growing).run.months < 36 + MOST_RUN_OFF
    assert run_off_months(preset("lifetime-dividend")) == 0


@pytest.mark.parametrize("expiry", [Expiry(rule="never"), Expiry(rule="inactivity", months=6)])
def test_what_is_never_settled_is_stated(expiry: Expiry) -> None:
    """Where points outlive the run, shares redeemed, expired and open add up to 1, and the last is told beside 1 - URR."""
    scenario = Scenario(program=Program(expiry=expiry), run=Run(months=6, warmup_months=3, customers=500))
    result, followed = simulate(scenario), simulate(longer(scenario, 6))
    shares = fate_shares(truth(followed, 6))
    assert shares["open"].value > 0
    assert sum(share.value for share in shares.values()) == pytest.approx(1)
    ultimate = next(figure for figure in breakages(result, followed) if figure.key == "ultimate")
    assert ultimate.still_open.value == pytest.approx(shares["open"].value)
    assert ultimate.value.value == pytest.approx(shares["expired"].value + shares["open"].value)
    assert urr(followed, 6).value == pytest.approx(1 - ultimate.value.value)


def test_balance_is_not_issue(make: MakeResult) -> None:
    """Of 100 points issued and 60 redeemed, with 80 % redeemed in the end, 20 of the 40 held are redeemed, and not 32."""
    scenario = Scenario(run=Run(months=3, warmup_months=0))
    points = {"issued": {0: 100}, "redeemed": {(0, 0): 60, (0, 1): 20}, "expired": {(0, 2): 20}}
    followed = with_vintages(make, scenario, **points)
    held = fate_of_balance(followed, 1)
    assert held.points[0].sum() == pytest.approx(40)
    assert held.used[0].sum() == pytest.approx(20)
    assert urr(followed, 1).value == pytest.approx(0.8)
    assert outstanding_breakage(followed, 1)[0] == pytest.approx(0.5)


def test_worked_example_four_ways(make: MakeResult) -> None:
    """Ultimate 18 %, of the year 8.75 %, settled 8.7 %, of the balance 28.8 %, with 20,000 points clawed back."""
    followed = worked_example(make, 36)
    assert redemption_rate(truth(followed, 24, "year"))[0].tolist() == pytest.approx([0.82, 0.82])
    assert ultimate_breakage(followed, 24)[0] == pytest.approx(0.18)
    assert outstanding_breakage(followed, 24)[0] == pytest.approx(1 - 741 / 1041)
    two_years = {figure.key: figure.value for figure in breakages(worked_example(make, 24), followed)}
    assert two_years["settled"].value == pytest.approx(105 / 1209)
    assert two_years["calendar"].value == pytest.approx(105 / 2270)
    second = with_vintages(make, Scenario(run=Run(months=12, warmup_months=12)), **EXAMPLE)
    assert kpis(second)["breakage"].program.value == pytest.approx(0.0875)


def test_vintages_by_year_leave_nothing_out(make: MakeResult) -> None:
    """After two years 210,000 and 831,000 points of the vintages are open; the shares of each add up to 1."""
    table = vintage_table(worked_example(make, 24), by="year")
    assert table["vintage"].tolist() == ["2027", "2028"]
    assert table["open"].tolist() == pytest.approx([210_000, 831_000])
    assert table["clawed_back"].tolist() == pytest.approx([20_000, 0])
    assert (table["redeemed_share"] + table["expired_share"] + table["open_share"]).tolist() == pytest.approx([1, 1])
    early = fate(worked_example(make, 36), 24, "year", until=24)
    assert early.used[0].tolist() == pytest.approx(table["used"].tolist())


def test_growth_lowers_calendar_breakage_by_the_formula(make: MakeResult) -> None:
    """At 20 % yearly growth and lots that die at 24 months, ultimate breakage of 20 % shows as 20 % x e^{-gW} = 13.9 %."""
    issued = {month: round(1e7 * 1.2 ** (month / 12)) for month in range(60)}
    redeemed = {(month, month): round(0.8 * points) for month, points in issued.items()}
    expired = {(month, month + 24): issued[month] - redeemed[month, month] for month in range(36)}
    scenario = Scenario(run=Run(months=24, warmup_months=36))
    result = with_vintages(make, scenario, issued, redeemed, expired)
    assert kpis(result)["breakage"].program.value == pytest.approx(0.2 * math.exp(-2 * math.log(1.2)), rel=1e-5)
    assert kpis(result)["breakage"].program.value == pytest.approx(0.139, abs=5e-4)


def test_growth_lowers_calendar_breakage_in_a_run() -> None:
    """In a growing run calendar breakage lies below the ultimate, by about the growth of issue over the life of points."""
    market = Market(customers=2_000, acquired_per_year=20_000, acquisition_growth=0.5)
    expiry = Expiry(rule="after earning", months=12, rounding="month end")
    scenario = Scenario(program=Program(expiry=expiry), market=market, run=Run(months=36, warmup_months=13, customers=4000))
    result, followed = simulate(scenario), simulate(longer(scenario))
    found = {figure.key: figure.value for figure in breakages(result, followed)}
    assert found["calendar"].high95 < found["ultimate"].low95
    issued = result.tally.panel[..., ISSUED].sum(axis=(0, 2, 3))
    growth = issued[1:37].sum() / issued[13:].sum()  # e^{-gW}, with W a year
    assert found["calendar"].value == pytest.approx(found["ultimate"].value * growth, rel=0.12)


def test_reconciled_to_the_point(pair: Pair) -> None:
    """From calendar to ultimate breakage and on to that of the balance: the steps add up to sums that are computed apart."""
    result, followed = pair
    steps = {step.key: step for step in reconciliation(result, followed)}
    points = {key: step.points for key, step in steps.items()}
    assert points["never"] == pytest.approx(sum(points[key] for key in ("expired", "older", "later", "open")))
    assert points["balance"] == pytest.approx(points["never"] + points["gone"] + points["older_held"])
    found = {figure.key: figure.value.value for figure in breakages(result, followed) if figure.value}
    assert steps["never"].share == pytest.approx(found["ultimate"])
    held = fate_of_balance(followed, 10)
    assert points["balance"] == pytest.approx(found["outstanding"] * held.net[0].sum())
    whole = truth(followed, 10)
    assert steps["expired"].share == pytest.approx(found["calendar"] * whole.points[0].sum() / whole.net[0].sum())
    assert min(abs(points[key]) for key in ("expired", "older", "later", "never", "older_held")) > 0
    assert whole.clawed_back[0].sum() > 0


def test_reinstated_points_are_not_broken() -> None:
    """Where members get expired points back, all figures count what expired for good, and are reconciled all the same."""
    expiry = Expiry(rule="after earning", months=3, reinstate_days=60)
    scenario = Scenario(program=Program(expiry=expiry), run=Run(months=12, warmup_months=6, customers=2000))
    result, followed = simulate(scenario), simulate(longer(scenario))
    steps = {step.key: step.points for step in reconciliation(result, followed)}
    assert steps["never"] == pytest.approx(sum(steps[key] for key in ("expired", "older", "later", "open")))
    assert steps["balance"] == pytest.approx(steps["never"] + steps["gone"] + steps["older_held"])
    counts = result.tally.panel[:, 6:].sum(axis=(0, 1, 2)) * result.scale
    assert counts[Measure.REINSTATED] > 0
    assert steps["expired"] == pytest.approx(counts[Measure.EXPIRED] - counts[Measure.REINSTATED])
    assert sum(share.value for share in fate_shares(truth(followed, 12)).values()) == pytest.approx(1)


def test_every_figure_says_how_it_is_to_be_read(pair: Pair) -> None:
    """Each figure has its weighting and window; ultimate and outstanding have an interval and what is still open; without
    the longer run they are not known, while the average member's is known of each run."""
    result, followed = pair
    found = {figure.key: figure for figure in breakages(result, followed)}
    assert list(found) == [
        "calendar", "settled", "ultimate", "outstanding", "calendar_segments", "settled_segments", "members",
        "members_losers", "members_followed", "members_followed_losers",
    ]  # fmt: skip
    assert "months 1-10, followed to the end of month 22" in found["ultimate"].window
    for key in ("ultimate", "outstanding"):
        assert found[key].value.se > 0
        assert found[key].value.low95 < found[key].value.value < found[key].value.high95
        assert found[key].still_open.value == 0
    assert found["members"].weighting == found["members_losers"].weighting == "members"
    assert found["members"].window == "months 1-10"
    assert found["members_followed"].window == "months 1-22"
    assert 0 < found["members"].value.value < found["members_losers"].value.value < 1
    alone = {figure.key: figure.value for figure in breakages(result)}
    assert alone["ultimate"] is alone["outstanding"] is None
    assert alone["calendar"] == found["calendar"].value


def test_segments_weighted_by_their_members(make: MakeResult) -> None:
    """Of 10 members who lose 10 % and 30 who lose 50 % of as many points: 30 % by points, 40 % by members."""
    market = Market(segments=(Segment(name="A", share=0.5), Segment(name="B", share=0.5)))
    result = make(Scenario(market=market, run=Run(months=1, warmup_months=0)))
    for segment, members, expired in ((0, 10, 100), (1, 30, 500)):
        panel = result.tally.panel[:, 0, segment]
        panel[:, [Measure.ENROLLED, Measure.EARNED, Measure.EXPIRED]] = (members, 1000, expired)
    assert kpis(result)["breakage"].program.value == pytest.approx(0.3)
    assert by_members_of_segments(result, calendar_breakage)[0] == pytest.approx(0.4)


def test_another_run_is_refused(pair: Pair, rich: Result) -> None:
    """Only the longer run of the same scenario tells the fate of its points; months outside a run are refused."""
    result, followed = pair
    for function in (breakages, reconciliation):
        with pytest.raises(ValueError, match="not of this scenario"):
            function(result, rich)
    with pytest.raises(ValueError, match="not of this scenario"):
        breakages(followed, result)
    with pytest.raises(ValueError, match="cannot be followed to month 30 of 22"):
        fate(followed, 10, until=30)
    with pytest.raises(ValueError, match="no month 23"):
        fate_of_balance(followed, 23)


def test_open_share_is_what_the_redemption_rate_may_still_rise_by(pair: Pair) -> None:
    """What is redeemed of a vintage in the end lies between what is to date, and that with all that is open."""
    result, followed = pair
    early, late = fate(result), truth(followed, 10)
    to_date, in_the_end = redemption_rate(early)[0], redemption_rate(late)[0]
    assert (early.used[0] <= late.used[0]).all()
    assert (late.used[0] <= (early.used + early.open)[0]).all()
    assert open_share(early)[0, -1] > 0.3
    assert in_the_end[-1] > to_date[-1]
