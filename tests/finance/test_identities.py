"""Identities on real runs: what must add up, does."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Result, run_id, simulate
from loyalty_sim.finance import band, catalogue, checks, kpis, monthly, tidy, world
from loyalty_sim.finance.flows import BASE_LEVEL, tier_flows
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Behaviour, Earn, Expiry, Market, Program, Run, Scenario

MakeResult = Callable[..., Result]
COST_PARTS = (
    "cost_redemption", "cost_settlement", "cost_anyway", "cost_perks", "cost_gifts", "cost_shipping", "cost_tier_shipping",
    "cost_fixed", "cost_members",
    "cost_messages", "cost_coupons", "cost_member_perks", "cost_giving", "cost_actions", "cost_donated",
)  # fmt: skip
KEYS = [
    "net_value", "cost", "cost_ratio", "outstanding", "outstanding_value", "breakage", "breakage_settled",
    "certificate_breakage", "retention",
    "churn", "repeat_rate", "frequency", "average_basket", "customers_end", "members_end", "active_members_end", "revenue",
    "gross_margin", "purchases", "points_issued", "points_redeemed", "points_converted", "points_expired",
    "cost_redemption", "cost_donated", "cost_certificates", "cost_dividend", "cost_settlement", "cost_anyway", "cost_perks",
    "cost_gifts", "cost_shipping", "cost_tier_shipping", "cost_fixed", "cost_members",
    "cost_messages", "cost_coupons", "cost_member_perks", "cost_giving",
    "incremental_revenue", "more_often", "stayed_longer", "referred", "referred_customers", "discounts_given",
    "incremental_margin", "roi", "payback", "fees", "partner_income", "reinstatement_fees", "refunds", "trial_conversion",
    "break_even_spend", "retained", "cost_per_retained", "acquisition_cost", "purchase_lift",
    "redemption_rate", "enrolment_rate", "share_of_wallet", "program_complexity", "npv", "capped_share",
]  # fmt: skip

NOT_HERE = ("payback", "certificate_breakage")
"""Key figures that the run with everything that costs or earns at once may lack."""


def test_key_figures_come_in_order_and_describe_themselves(rich: Result) -> None:
    """The key figures are those promised, in that order, each with label, unit, window and definition."""
    found = kpis(rich)
    assert list(found) == KEYS
    for key, kpi in found.items():
        assert kpi.key == key
        assert kpi.label
        assert kpi.unit
        assert kpi.window in kpi.definition
    assert all(kpi.program is not None for key, kpi in found.items() if key not in NOT_HERE)


def test_both_worlds_and_their_difference(rich: Result) -> None:
    """Where a figure exists without the program, the difference is program less no program."""
    both = {key for key, kpi in kpis(rich).items() if kpi.without is not None}
    assert both == {
        "retention", "churn", "repeat_rate", "frequency", "average_basket", "customers_end", "revenue", "gross_margin",
        "purchases", "share_of_wallet",
    }  # fmt: skip
    for key in both:
        kpi = kpis(rich)[key]
        assert kpi.difference.value == pytest.approx(kpi.program.value - kpi.without.value)
        assert kpi.difference.se < kpi.program.se + kpi.without.se or kpi.without.se == 0


def test_every_line_is_in_the_monthly_table(rich: Result) -> None:
    """The monthly table has one column per line and world, and no missing value."""
    table = monthly(rich)
    expected = ["month", "date"]
    for key, line in catalogue().items():
        assert line.definition
        expected += [key, f"{key}_0", f"{key}_diff"] if line.worlds == "both" else [key]
    assert list(table.columns) == expected
    assert len(table) == rich.scenario.run.months
    assert not table.isna().any().any()


def test_causes_of_revenue_add_up(rich: Result) -> None:
    """More often + stayed longer + referred - more returns - discounts = incremental revenue, every month."""
    table = monthly(rich)
    assert table["discounts"].sum() > 0
    assert table["referred"].sum() > 0
    assert table["more_returns"].sum() > 0
    gained = table["more_often"] + table["stayed_longer"] + table["referred"]
    caused = gained - table["more_returns"] - table["discounts_given"]
    assert np.allclose(caused, table["incremental_revenue"], rtol=0, atol=1e-6)
    assert np.allclose(table["incremental_revenue"], table["revenue_diff"], rtol=0, atol=1e-6)


def test_flows_between_tiers_explain_who_holds_them(rich: Result) -> None:
    """Moves by program year add up to those of the tally, and members of a tier change by moves, joining and lapsing."""
    table, warmup = tier_flows(rich), rich.scenario.run.warmup_months
    assert sorted(table["year"].unique()) == [1, 2, 3]
    moves = rich.tally.moves.sum(0)[warmup:] * rich.scale
    assert table["members"].sum() == pytest.approx(moves.sum())
    first = table[(table.year == 1) & (table.from_tier == "Base") & (table.to_tier == "Gold")]
    assert first["members"].tolist() == pytest.approx([moves[:12, 0, 1].sum()])
    assert (first["low95"] < first["low80"]).all()
    assert (first["low80"] < first["members"]).all()


def test_cost_parts_add_up(rich: Result) -> None:
    """The parts of the program cost, each in use, add up to it."""
    table = monthly(rich)
    assert (table[list(COST_PARTS)].sum() > 0).all()
    assert np.allclose(table[list(COST_PARTS)].sum(axis=1), table["program_cost"])


def test_tiers_add_up_to_members(rich: Result) -> None:
    """Members of all tiers are the members, every month."""
    table = monthly(rich)
    tiers = [f"tier_{level}" for level in range(9)]
    assert (table[["tier_1", "tier_2"]].sum() > 0).all()
    assert np.allclose(table[tiers].sum(axis=1), table["members"])


def test_points_roll_forward_month_by_month(rich: Result) -> None:
    """Outstanding points change by issued + reinstated - redeemed - expired - taken back."""
    table = monthly(rich)
    assert table["points_reinstated"].sum() > 0
    settled = table["points_redeemed"] + table["points_expired"] + table["points_taken_back"]
    change = (table["points_issued"] + table["points_reinstated"] - settled)[1:]
    assert np.allclose(table["points_outstanding"].diff()[1:], change)
    assert table["points_outstanding"][0] > table["points_issued"][0]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("cost", "program_cost"), ("revenue", "revenue"), ("purchases", "purchases"), ("fees", "fees"),
        ("net_value", "incremental_margin"), ("points_expired", "points_expired"), ("more_often", "more_often"),
    ],
)  # fmt: skip
def test_key_figures_are_sums_of_their_lines(rich: Result, key: str, line: str) -> None:
    """A key figure over the horizon is the sum of its monthly line."""
    assert kpis(rich)[key].program.value == pytest.approx(monthly(rich)[line].sum())


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("customers_end", "customers"), ("members_end", "members"), ("active_members_end", "active_members"),
        ("outstanding", "points_outstanding"), ("retained", "customers_diff"), ("net_value", "cumulative_margin"),
    ],
)  # fmt: skip
def test_key_figures_at_the_end_are_the_last_month(rich: Result, key: str, line: str) -> None:
    """A key figure at the end is the last month of its monthly line."""
    assert kpis(rich)[key].program.value == pytest.approx(monthly(rich)[line].iloc[-1])


def test_active_customers_are_counted_from_purchases() -> None:
    """With everybody buying about weekly and nobody lapsing, all customers are active and all buyers repeat."""
    market = Market(acquired_per_year=0)
    weekly = market.segments[0].model_copy(
        update={"purchases_per_year": 60, "purchase_shape": None, "first_year_lapse": 0.0}
    )
    market = market.model_copy(update={"segments": (weekly,)})
    result = simulate(Scenario(market=market, run=Run(months=12, warmup_months=12, customers=200)))
    table, found = monthly(result), kpis(result)
    assert np.allclose(table["active_customers"], table["customers"])
    assert np.allclose(table["active_customers_0"], table["customers"])
    assert found["repeat_rate"].program.value == 1
    assert found["retention"].program.value == 1


def test_band_agrees_with_the_table(rich: Result) -> None:
    """The value of a band is the monthly line, in each world; cumulated it ends in the sum; a stock is not summed."""
    table = monthly(rich)
    assert np.allclose(band(rich, "revenue")["value"], table["revenue"])
    assert np.allclose(band(rich, "revenue", "without")["value"], table["revenue_0"])
    assert np.allclose(band(rich, "revenue", "difference")["value"], table["revenue_diff"])
    assert np.allclose(band(rich, "revenue", cumulative=True)["value"], table["revenue"].cumsum())
    assert np.allclose(band(rich, "customers", cumulative=True)["value"], table["customers"])


def test_band_ends_agree_with_the_key_figure(rich: Result) -> None:
    """The last month of a cumulated band has the interval of the key figure."""
    last, cost = band(rich, "program_cost", cumulative=True).iloc[-1], kpis(rich)["cost"].program
    for name in ("value", "low80", "high80", "low95", "high95"):
        assert last[name] == pytest.approx(getattr(cost, name))


def test_band_refuses_what_is_not_there(rich: Result) -> None:
    """An unknown line, or a world that a line does not have, is refused with a sentence that says what there is."""
    with pytest.raises(ValueError, match="no line 'profit'"):
        band(rich, "profit")
    with pytest.raises(ValueError, match="'fees' has no world 'without'"):
        band(rich, "fees", "without")


def test_tidy_holds_all_lines_and_segments(rich: Result) -> None:
    """The long table has the monthly values, and flows of the segments add up to all."""
    long = tidy(rich)
    calendar, kinds = ["scenario_id", "month", "date"], ["segment", "tier", "metric", "world", "statistic"]
    assert list(long.columns) == [*calendar, *kinds, "value", "unit"]
    assert set(long["scenario_id"]) == {run_id(rich.scenario)[:12]}
    tiers = long[long["metric"].str.fullmatch(r"tier_\d")].groupby("metric")["tier"].unique()
    named = (BASE_LEVEL, *rich.scenario.tier_names)
    assert [list(tiers[f"tier_{index}"]) for index in range(len(named))] == [[name] for name in named]
    assert set(long["tier"]) - {"all"} == {str(name) for names in tiers for name in names}
    assert set(long["segment"]) == {"all", "A", "B"}
    assert set(long["metric"]) == set(catalogue())
    values = long[(long["statistic"] == "value") & (long["world"] == "program")]
    wide = values[values["segment"] == "all"].pivot_table(index="month", columns="metric", values="value")
    for key in catalogue():
        assert np.allclose(wide[key], monthly(rich)[key]), key
    for key in ("sales", "points_outstanding", "customers", "incremental_revenue"):
        parts = values[(values["segment"] != "all") & (values["metric"] == key)].groupby("month")["value"].sum()
        assert np.allclose(parts, wide[key]), key
    assert "program_cost" not in set(values[values["segment"] == "A"]["metric"])


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(run=Run(months=7, warmup_months=0, customers=400)),
        Scenario(run=Run(months=25, warmup_months=5, customers=400), market=Market(history_months=0)),
        Scenario(
            program=Program(earn=Earn(per="visit", points=10), expiry=Expiry(rule="inactivity", months=3, rounding="exact")),
            run=Run(months=14, warmup_months=18, customers=400),
        ),
        Scenario(behaviour=Behaviour().at("off"), run=Run(months=12, warmup_months=12, customers=400)),
        Scenario(program=Program(expiry=Expiry(rule="never")), run=Run(months=1, warmup_months=3, customers=400)),
    ],
    ids=["launch", "no history", "inactivity", "effects off", "one month"],
)
def test_checks_hold_on_every_kind_of_run(scenario: Scenario) -> None:
    """No identity fails, whatever the horizon, warm-up, history, expiry rule and effects."""
    assert [check for check in checks(simulate(scenario)) if not check.ok] == []


def test_checks_hold_on_a_run_with_everything(rich: Result) -> None:
    """No identity fails with tiers, paid membership and segments."""
    assert [check for check in checks(rich) if not check.ok and check.level == "error"] == []


def _spoil(result: Result, measure: Measure, month: int, amount: int) -> None:
    result.tally.panel[3, month, 0, measure] += amount


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("Points roll forward", lambda r: _spoil(r, Measure.EXPIRED, 2, 1)),
        ("Points by vintage", lambda r: _spoil(r, Measure.REINSTATED, 2, 1)),
        ("Points by vintage", lambda r: _spoil(r, Measure.REDEEMED, 2, 1)),
        ("Vintages", lambda r: r.tally.redeemed[0, 3].__setitem__(2, 1)),
        ("Customers roll forward", lambda r: _spoil(r, Measure.LAPSED_OPENING, 4, 10**6)),
        ("Members by tier", lambda r: r.tally.tiers[0, 1].__setitem__(0, 10**6)),
        ("Causes add up", lambda r: _spoil(r, Measure.MORE_SALES, 4, 1)),
        ("Settlement with partners", lambda r: r.tally.partners[0, 3, 0].__setitem__(1, 10**6)),
        ("Margin adds up", lambda r: _spoil(r, Measure.STAYED_SALES, 4, 10)),
        ("Sales of members", lambda r: _spoil(r, Measure.MEMBER_SALES, 4, 10**9)),
        ("Nothing below zero", lambda r: _spoil(r, Measure.EXPIRED, 1, 10**9)),
        ("Upper bound of purchase rates", lambda r: _spoil(r, Measure.CAPPED, 4, 10**6)),
        ("Plausible purchase lift", lambda r: _spoil(r, Measure.PURCHASES, 4, 10**6)),
    ],
)
def test_each_check_notices_what_it_is_for(name: str, spoil: Callable[[Result], None]) -> None:
    """A spoilt count makes the check fail that watches over it."""
    result = simulate(Scenario(run=Run(months=6, warmup_months=1, customers=200)))
    assert next(check for check in checks(result) if check.name == name).ok
    spoil(result)
    assert not next(check for check in checks(replace(result)) if check.name == name).ok


def test_effects_off_causes_nothing() -> None:
    """With all effects off both worlds are alike: no incremental revenue, nobody kept, and no noise in either."""
    found = kpis(simulate(Scenario(behaviour=Behaviour().at("off"), run=Run(months=12, warmup_months=6, customers=1000))))
    for key in ("incremental_revenue", "more_often", "stayed_longer", "retained", "purchase_lift"):
        assert (found[key].program.value, found[key].program.se) == (0, 0), key
    assert found["cost_per_retained"].program is None
    assert found["net_value"].program.value == pytest.approx(-found["cost"].program.value)


def test_nothing_is_kept_of_a_result_that_is_gone(make: MakeResult) -> None:
    """What is computed of a result is computed once, and forgotten with it."""
    result = make(Scenario(run=Run(months=2, warmup_months=0)))
    kept, key = program_world(result), id(result)
    assert program_world(result) is kept
    del result
    gc.collect()
    assert key not in world._WORLDS
