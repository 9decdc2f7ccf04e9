"""Profit and loss, and cash: by hand, footing in both worlds, and made of the monthly lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import kpis, monthly
from loyalty_sim.finance.lines import COST_PARTS, INCOME_PARTS
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.pnl import (
    CASH,
    CHARITY,
    PARTNERS,
    PROFIT_AND_LOSS,
    REWARDS,
    RUNNING,
    cash,
    pnl_figures,
    profit_and_loss,
)
from loyalty_sim.scenario import Economics, Run, Scenario
from loyalty_sim.scenario.presets import preset
from tests.finance.vintages import EXAMPLE, with_vintages

MakeResult = Callable[..., Result]
Statement = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module", params=["apparel-certificates", "lifetime-dividend", "paid-membership", "rich"])
def run(request: pytest.FixtureRequest, rich: Result) -> Result:
    """Runs with certificates and returns, with dividends and no points, with fees, and with everything at once."""
    if request.param == "rich":
        return rich
    scenario = preset(request.param)
    return simulate(scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1000})}))


def wide(table: pd.DataFrame, world: str = "program") -> pd.DataFrame:
    """One row per period and a column per line, of one world."""
    own = table[table["world"] == world]
    return own.pivot(index="period", columns="key", values="value")


def by_hand(make: MakeResult) -> Result:
    """Two months: 1,000 and 2,000 sold instead of 800 and 1,500, with returns, discounts, fees, and points redeemed."""
    economics = Economics(gross_margin=0.4, reward_cost=0.5, fixed_cost_per_year=120, discount_rate=0.21)
    return make(
        Scenario(economics=economics, run=Run(months=2, warmup_months=0)),
        SALES=[100_000, 200_000], SALES_0=[80_000, 150_000], RETURNS=[10_000, 0], RETURNS_0=[5_000, 0],
        DISCOUNTS=[2_000, 0], FEES=[500, 700], REFUNDS=[0, 200], MEMBER_SALES=[50_000, 90_000], EARNED=[5_000, 9_000],
        REDEEMED=[2_000, 4_000], FACE=[2_000, 4_000],
    )  # fmt: skip


def test_statement_by_hand(make: MakeResult) -> None:
    """Sales less returns and discounts, less cost of goods, plus fees, less rewards and a fixed cost of 10 a month."""
    table = profit_and_loss(by_hand(make))
    program, without, difference = (wide(table, world) for world in ("program", "without", "difference"))
    assert program["revenue"].tolist() == pytest.approx([1000 - 100 - 20, 2000])
    assert program["cost_of_goods"].tolist() == pytest.approx([540, 1200])
    assert program["gross_margin"].tolist() == pytest.approx([340, 800])
    assert program["fees"].tolist() == pytest.approx([5, 5])
    assert program["program_cost"].tolist() == pytest.approx([10 + 10, 20 + 10])
    assert program["margin_after_program"].tolist() == pytest.approx([325, 775])
    assert without["margin_after_program"].tolist() == pytest.approx([300, 600])
    assert without["program_cost"].tolist() == [0, 0]
    assert difference["margin_after_program"].tolist() == pytest.approx([25, 175])


def test_cash_by_hand(make: MakeResult) -> None:
    """880 and 5 come in, 540 go out for goods, 10 for rewards and 10 to run the program."""
    table = wide(cash(by_hand(make)))
    assert table.iloc[0].to_dict() == pytest.approx({
        "revenue": 880, "fees": 5, "partner_income": 0, "reinstatement_fees": 0, "cost_of_goods": 540,
        "paid_rewards": 10, "paid_partners": 0, "paid_charity": 0, "paid_running": 10, "net_cash": 325,
    })  # fmt: skip


def test_present_value_discounts_each_month_from_its_end(make: MakeResult) -> None:
    """At 21 % a year the 25 of month 1 and the 175 of month 2 are worth 25 / 1.21^(1/12) + 175 / 1.21^(2/12) today."""
    figures = pnl_figures(by_hand(make))
    assert figures["npv"].value == pytest.approx(25 * 1.21 ** (-1 / 12) + 175 * 1.21 ** (-2 / 12))
    assert figures["payback"].value == 1
    assert figures["roi"].value == pytest.approx(200 / 50)
    assert figures["cost_per_point"].value == pytest.approx(30 / 6000)


def test_figures_are_the_key_figures(run: Result) -> None:
    """Present value, payback and return are the key figures of that name, computed once."""
    figures, found = pnl_figures(run), kpis(run)
    for key in ("npv", "payback", "roi"):
        expected = found[key].program
        assert (figures[key] and figures[key].value) == (expected and pytest.approx(expected.value)), key


@pytest.mark.parametrize("world", ["program", "without", "difference"])
def test_profit_and_loss_foots(run: Result, world: str) -> None:
    """Revenue, gross margin, program cost and margin are what the lines above them add up to, in both worlds and between."""
    table = wide(profit_and_loss(run), world)
    size = 1e-11 * abs(table["sales"]).sum() + 1e-6
    close: dict[str, Any] = {"rtol": 0, "atol": size}
    assert np.allclose(table["sales"] - table["returns"] - table["discounts"], table["revenue"], **close)
    assert np.allclose(table["revenue"] - table["cost_of_goods"], table["gross_margin"], **close)
    assert np.allclose(table[[part.__name__ for part in COST_PARTS]].sum(axis=1), table["program_cost"], **close)
    income = table[[part.__name__ for part in INCOME_PARTS]].sum(axis=1)
    margin = table["gross_margin"] + income - table["program_cost"]
    assert np.allclose(margin, table["margin_after_program"], **close)


@pytest.mark.parametrize("world", ["program", "without", "difference"])
def test_cash_foots_and_is_the_margin(run: Result, world: str) -> None:
    """Receipts less payments are the net cash, and that is the margin after the program: nothing is deferred here."""
    table = wide(cash(run), world)
    close: dict[str, Any] = {"rtol": 0, "atol": 1e-11 * abs(table["revenue"]).sum() + 1e-6}
    received = table[["revenue", *(part.__name__ for part in INCOME_PARTS)]].sum(axis=1)
    paid = table[["cost_of_goods", "paid_rewards", "paid_partners", "paid_charity", "paid_running"]].sum(axis=1)
    assert np.allclose(received - paid, table["net_cash"], **close)
    assert np.allclose(table["net_cash"], wide(profit_and_loss(run), world)["margin_after_program"], **close)


def test_every_cost_is_paid_once() -> None:
    """Each part of the program cost is in exactly one kind of payment."""
    assert sorted(part.__name__ for part in (*REWARDS, *PARTNERS, *CHARITY, *RUNNING)) == sorted(
        part.__name__ for part in COST_PARTS
    )


def test_difference_is_the_incremental_margin(run: Result) -> None:
    """Program less no program is, month by month, the incremental margin of the monthly table."""
    table = wide(profit_and_loss(run), "difference")
    assert np.allclose(table["margin_after_program"], monthly(run)["incremental_margin"], rtol=1e-9, atol=1e-4)


@pytest.mark.parametrize("kind", ["quarter", "year"])
@pytest.mark.parametrize(("statement", "rows"), [(profit_and_loss, PROFIT_AND_LOSS), (cash, CASH)])
def test_quarters_and_years_are_the_sum_of_their_months(
    run: Result, statement: Statement, rows: tuple[Any, ...], kind: Period
) -> None:
    """A quarter or year of any line and world is the sum of its months."""
    months, longer = statement(run), statement(run, kind)
    assert len(longer) == 3 * len(rows) * longer["period"].nunique()
    per_line = longer[(longer["key"] == "revenue") & (longer["world"] == "program")]["months"]
    assert per_line.sum() == run.scenario.run.months
    into = np.repeat(longer["period"].unique(), per_line)
    for (key, world), own in months.groupby(["key", "world"]):
        expected = own.groupby(into)["value"].sum()
        found = longer[(longer["key"] == key) & (longer["world"] == world)].set_index("period")["value"]
        assert np.allclose(found, expected.loc[found.index], rtol=1e-12, atol=1e-6), (key, world)


def test_every_line_has_words_and_an_interval(rich: Result) -> None:
    """Lines of the statements have a label and a definition; what varies has an interval around its value."""
    for row in (*PROFIT_AND_LOSS, *CASH):
        assert row.label
        assert row.definition
    table = profit_and_loss(rich, "year")
    sales = table[(table["key"] == "sales") & (table["world"] == "program")]
    for low, high in (("low95", "low80"), ("low80", "value"), ("value", "high80"), ("high80", "high95")):
        assert (sales[low] < sales[high]).all()
    assert set(table["world"]) == {"program", "without", "difference"}


def test_a_point_of_urr_is_of_the_points_issued(make: MakeResult) -> None:
    """In the worked example one percentage point of URR moves the accrued cost by 2,250,000 x 1 % x 0.03 = 675."""
    scenario = Scenario(economics=Economics(cost_per_point=0.03), run=Run(months=24, warmup_months=0))
    figures = pnl_figures(with_vintages(make, scenario, **EXAMPLE))
    assert figures["cost_per_point"].value == pytest.approx(0.03)
    assert figures["liability_per_point_of_urr"].value == pytest.approx(675)


def test_cost_per_point_needs_points() -> None:
    """A program without points has no cost per point, and no liability for them to move."""
    scenario = preset("lifetime-dividend")
    figures = pnl_figures(simulate(scenario.model_copy(update={"run": Run(months=2, warmup_months=0, customers=100)})))
    assert figures["cost_per_point"] is figures["liability_per_point_of_urr"] is None
