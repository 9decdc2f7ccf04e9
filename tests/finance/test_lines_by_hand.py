"""Lines and key figures on panels small enough to reckon by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import band, kpis, monthly
from loyalty_sim.finance.kpis import first_lasting_gain
from loyalty_sim.scenario import Economics, Expiry, Paid, Program, Redemption, Run, Scenario, Tier, Tiers

MakeResult = Callable[..., Result]


def scenario(months: int, warmup: int = 0, **parts: object) -> Scenario:
    return Scenario(run=Run(months=months, warmup_months=warmup, start="2027-03"), **parts)


def program_values(result: Result) -> dict[str, float | None]:
    return {key: kpi.program and kpi.program.value for key, kpi in kpis(result).items()}


def test_customers_are_a_running_sum(make: MakeResult) -> None:
    """Customers at month end = opening + new - lapsed since the first simulated month, in both worlds."""
    result = make(
        scenario(2, 1), OPENING={0: 100}, NEW=[0, 10, 20], LAPSED=[5, 7, 1], LAPSED_0=[6, 9, 2]
    )  # fmt: skip
    table = monthly(result)
    assert table["customers"].tolist() == pytest.approx([98, 117])
    assert table["customers_0"].tolist() == pytest.approx([95, 113])
    assert table["customers_diff"].tolist() == pytest.approx([3, 4])
    assert kpis(result)["retained"].program.value == pytest.approx(4)


def test_retention_pools_complete_program_years(make: MakeResult) -> None:
    """Retention = 1 - lapsed of those present at year starts / present at year starts; the last half year is not in it."""
    months = 30
    result = make(
        scenario(months), OPENING={0: 100}, NEW=[2] * months, LAPSED=[3] * months, LAPSED_OPENING=[1] * months,
        LAPSED_0=[4] * months, LAPSED_OPENING_0=[2] * months,
    )  # fmt: skip
    retention, churn = kpis(result)["retention"], kpis(result)["churn"]
    # 100 present when year 1 begins, 100 + 12 x (2 - 3) = 88 when year 2 does; 24 of them lapse within their year
    assert retention.program.value == pytest.approx(1 - 24 / 188)
    assert retention.without.value == pytest.approx(1 - 48 / (100 + 76))
    assert retention.difference.value == pytest.approx(48 / 176 - 24 / 188)
    assert churn.program.value == pytest.approx(24 / 188)
    assert "months 1-24" in retention.window


def test_retention_of_less_than_a_year_says_so(make: MakeResult) -> None:
    """With under 12 months, retention is that of the months there are, not annualised, and its window says so."""
    result = make(scenario(6), OPENING={0: 50}, LAPSED_OPENING=[1] * 6, LAPSED=[1] * 6)
    retention = kpis(result)["retention"]
    assert retention.program.value == pytest.approx(44 / 50)
    assert retention.window == "months 1-6, less than a program year"


def test_opening_base_without_history_is_there_at_the_start(make: MakeResult) -> None:
    """Customers that enter at the instant month 1 begins count as present at its start, after an empty warm-up too."""
    result = make(scenario(12, 3), OPENING={3: 40}, LAPSED={5: 4}, LAPSED_OPENING={5: 4}, LAPSED_FIRST={5: 4})
    assert kpis(result)["retention"].program.value == pytest.approx(0.9)
    assert monthly(result)["still_there"].tolist() == pytest.approx([1, 1, *[0.9] * 10])


def test_still_there_follows_the_customers_of_month_1(make: MakeResult) -> None:
    """Still there = 1 - those of month 1's start that lapsed since / all of them; newcomers play no part."""
    result = make(
        scenario(3, 1), OPENING={0: 100}, NEW=[5, 50, 50, 50], LAPSED=[25, 9, 9, 9], LAPSED_FIRST=[0, 8, 4, 4],
        LAPSED_0=[25, 20, 9, 9], LAPSED_FIRST_0=[0, 16, 4, 4],
    )  # fmt: skip
    table = monthly(result)
    assert table["still_there"].tolist() == pytest.approx([0.9, 0.85, 0.8])
    assert table["still_there_0"].tolist() == pytest.approx([0.8, 0.75, 0.7])


def test_repeat_rate_frequency_and_basket(make: MakeResult) -> None:
    """Repeat rate and frequency are per buyer of a program year, pooled; the basket is sales at list price / purchases."""
    result = make(
        scenario(13), BUYERS=[10] * 12 + [99], REPEATERS=[4] * 12 + [99], PURCHASES=[30] * 13, SALES=[90_000] * 13,
        BUYERS_0=[10] * 13, REPEATERS_0=[3] * 13, PURCHASES_0=[20] * 13, SALES_0=[50_000] * 13,
    )  # fmt: skip
    found = kpis(result)
    assert found["repeat_rate"].program.value == pytest.approx(0.4)
    assert found["repeat_rate"].without.value == pytest.approx(0.3)
    assert found["frequency"].program.value == pytest.approx(3)
    assert found["frequency"].difference.value == pytest.approx(1)
    assert found["average_basket"].program.value == pytest.approx(30)
    assert found["average_basket"].without.value == pytest.approx(25)
    assert found["purchase_lift"].program.value == pytest.approx(0.5)


def test_points_carry_over_from_the_warm_up(make: MakeResult) -> None:
    """Outstanding points include the warm-up's; breakage and redemption rate are of the reported months only."""
    program = Program(point_value=0.05)
    result = make(
        scenario(2, 1, program=program),
        EARNED=[1000, 200, 300], WELCOME=[0, 0, 100], REDEEMED=[100, 240, 0], EXPIRED=[50, 60, 60],
    )  # fmt: skip
    table, found = monthly(result), program_values(result)
    assert table["points_issued"].tolist() == pytest.approx([200, 400])
    assert table["points_outstanding"].tolist() == pytest.approx([750, 1090])
    assert table["face_value_redeemed"].tolist() == pytest.approx([12, 0])
    assert found["outstanding"] == pytest.approx(1090)
    assert found["outstanding_value"] == pytest.approx(54.5)
    assert found["breakage"] == pytest.approx(120 / 600)
    assert found["breakage_settled"] == pytest.approx(120 / 360)
    assert found["redemption_rate"] == pytest.approx(240 / 600)


def golden_costs(make: MakeResult) -> Result:
    silver = Tier(name="Silver", threshold=100, perk_cost_per_year=12, entry_gift_cost=3)
    tiers = Tiers(levels=(silver, Tier(perk_cost_per_year=60, entry_gift_cost=10)))
    chosen = scenario(
        2,
        program=Program(tiers=tiers, paid=Paid(offered=True, shipping_cost=2.5), point_value=0.05),
        economics=Economics(
            gross_margin=0.5, cost_per_point=0.03, fixed_cost_per_year=240, cost_per_member_year=6, discount_rate=0.21,
            acquisition_cost=25,
        ),
    )  # fmt: skip
    return make(
        chosen,
        tiers={0: [10, -4], 1: [5, 1], 2: [0, 3]}, moves={(0, 1): [5, 4], (1, 2): [0, 2], (0, 2): [0, 1], (2, 1): [0, 1]},
        OPENING={0: 40}, LAPSED={1: 3}, LAPSED_0={0: 1, 1: 4}, ENROLLED={0: 15, 1: 2}, MEMBERS_LAPSED={1: 2},
        REDEEMED=[1000, 2000], PAID_ORDERS=[4, 8], TIER_SHIPPING=[0, 500], FEES=[5000, 1000],
        SALES=[200_000, 300_000], SALES_0=[150_000, 225_000], DISCOUNTS=[700, 2000],
        TIER_DISCOUNTS=[300, 0], MEMBER_SALES=[100_000, 150_000],
        MORE_SALES=[40_000, 80_000], MISSED_SALES=[1000, 10_000], STAYED_SALES=[12_000, 7000], LEFT_SALES=[1000, 2000],
    )  # fmt: skip


def test_program_cost_by_part(make: MakeResult) -> None:
    """Redemption at cost per point, perks by tier, a gift a rise, shipping by order, a twelfth of the fixed cost (unscaled),
    members."""
    table = monthly(golden_costs(make))
    assert table["cost_redemption"].tolist() == pytest.approx([30, 60])
    assert table["cost_perks"].tolist() == pytest.approx([5, 6 + 15])
    assert table["cost_shipping"].tolist() == pytest.approx([10, 20])
    assert table["cost_gifts"].tolist() == pytest.approx([15, 12 + 30])
    assert table["cost_tier_shipping"].tolist() == pytest.approx([0, 5])
    assert table["discounts_tiers"].tolist() == pytest.approx([3, 0])
    assert table["cost_fixed"].tolist() == pytest.approx([20, 20])
    assert table["cost_members"].tolist() == pytest.approx([7.5, 7.5])
    assert table["program_cost"].tolist() == pytest.approx([72.5 + 15, 128.5 + 47])


def test_rewards_of_stated_cost_cost_that(make: MakeResult) -> None:
    """Of 500 points worth 20, 200 worth 12 cost the 5 that are stated; the rest half its value, or 2 cents a point."""
    counts = {"REDEEMED": [500], "FACE": [2000], "PRICED_POINTS": [200], "PRICED_FACE": [1200], "PRICED_COST": [500]}
    shared = monthly(make(scenario(1, economics=Economics(reward_cost=0.5)), **counts))
    assert shared["cost_redemption"].tolist() == pytest.approx([5 + 0.5 * 8])
    stated = monthly(make(scenario(1, economics=Economics(reward_cost=0.5, cost_per_point=0.02)), **counts))
    assert stated["cost_redemption"].tolist() == pytest.approx([5 + 0.02 * 300])


def test_points_given_to_charity_cost_cash_and_no_reward(make: MakeResult) -> None:
    """Of 500 points worth 20, 100 worth 5 go to charity and cost 6; the others cost half of 15, or 2 cents a point. All are
    redeemed."""
    program = {"program": Program(redemption=Redemption(donation=True, donation_cost=1.2))}
    counts = {"EARNED": [1000], "REDEEMED": [500], "FACE": [2000], "DONATED": [100], "DONATED_FACE": [500]}
    result = make(scenario(1, economics=Economics(reward_cost=0.5), **program), **counts)
    table = monthly(result)
    assert table["points_donated"].tolist() == pytest.approx([100])
    assert table["cost_donated"].tolist() == pytest.approx([6])
    assert table["cost_redemption"].tolist() == pytest.approx([0.5 * 15])
    assert table["program_cost"].tolist() == pytest.approx([13.5])
    assert program_values(result)["redemption_rate"] == pytest.approx(0.5)
    stated = monthly(make(scenario(1, economics=Economics(cost_per_point=0.02), **program), **counts))
    assert stated["cost_redemption"].tolist() == pytest.approx([0.02 * 400])


def test_points_reinstated_are_not_issued_and_their_fee_is_income(make: MakeResult) -> None:
    """Of 300 points expired 100 come back in four reinstatements at 2.5 each: a fifth of 1,000 issued is lost, 800 are held,
    and the fees are all the program brings."""
    program = {"program": Program(expiry=Expiry(reinstate_days=30, reinstatement_fee=2.5))}
    result = make(scenario(1, **program), EARNED=[1000], EXPIRED=[300], REINSTATED=[100], REINSTATEMENTS=[4])
    table, found = monthly(result), program_values(result)
    assert (table["points_issued"].tolist(), table["points_reinstated"].tolist()) == ([1000], [100])
    assert table["points_outstanding"].tolist() == pytest.approx([800])
    assert table["reinstatement_fees"].tolist() == table["incremental_margin"].tolist() == pytest.approx([10])
    assert (found["breakage"], found["points_expired"]) == pytest.approx((0.2, 300))
    assert found["breakage_settled"] == pytest.approx(1.0)


def golden_returns(make: MakeResult, **economics: float) -> dict[str, list[float]]:
    """Of 1,000 sold 200 comes back, with 10 of 50 of discounts, and 100 points worth 5 that had paid for it; of 800 without
    the program 160."""
    result = make(
        scenario(1, economics=Economics(gross_margin=0.5, **economics)),
        SALES=[100_000], RETURNS=[20_000], SALES_0=[80_000], RETURNS_0=[16_000], MORE_SALES=[20_000],
        MEMBER_SALES=[100_000], MEMBER_RETURNS=[20_000], DISCOUNTS=[5_000], RETURNED_DISCOUNTS=[1_000],
        EARNED=[1_000], REDEEMED=[600], FACE=[3_000], RESTORED=[100], RESTORED_FACE=[500], CLAWED_BACK=[150],
    )  # fmt: skip
    table = monthly(result)
    return {column: table[column].tolist() for column in table.columns}


def test_returns_take_back_revenue_margin_discounts_and_rewards(make: MakeResult) -> None:
    """Returns lower revenue and margin in both worlds and undo their discounts and the cost of the points that paid;
    what was sold more is partly given back."""
    table = golden_returns(make)
    assert (table["returns"], table["returns_0"], table["more_returns"]) == ([200], [160], [40])
    assert (table["discounts"], table["revenue"], table["revenue_0"]) == ([40], [760], [640])
    assert table["incremental_revenue"] == pytest.approx([200 - 40 - 40])
    assert (table["gross_margin"], table["gross_margin_0"]) == ([0.5 * 800 - 40], [0.5 * 640])
    assert (table["face_value_redeemed"], table["cost_redemption"]) == ([25], [25])
    assert table["incremental_margin"] == pytest.approx([360 - 320 - 25])


def test_returns_move_points_both_ways(make: MakeResult) -> None:
    """Points that paid are issued again and cost nothing at a stated cost per point; those earned are taken back."""
    table = golden_returns(make, cost_per_point=0.02)
    assert (table["points_issued"], table["points_taken_back"]) == ([1_100], [150])
    assert table["points_outstanding"] == [1_100 - 600 - 150]
    assert table["cost_redemption"] == pytest.approx([0.02 * 500])


def test_certificates_have_a_breakage_of_their_own(make: MakeResult) -> None:
    """Of 800 points settled 100 expire and 500 become certificates; of those worth 30, 10 expire, 12 are used and cost
    half of that, and 8 are held."""
    result = make(
        scenario(1, economics=Economics(reward_cost=0.5)),
        EARNED=[1000], REDEEMED=[200], FACE=[0], EXPIRED=[100], CONVERTED=[500], CERTIFICATES_VALUE=[3000],
        CERTIFICATES_USED_VALUE=[1200], CERTIFICATES_EXPIRED_VALUE=[1000],
    )  # fmt: skip
    table, found = monthly(result), program_values(result)
    assert table["points_outstanding"].tolist() == pytest.approx([200])
    assert table["points_converted"].tolist() == pytest.approx([500])
    assert table["certificate_value"].tolist() == pytest.approx([8])
    assert table["cost_certificates"].tolist() == pytest.approx([6])
    assert table["program_cost"].tolist() == pytest.approx([6])
    assert found["breakage_settled"] == pytest.approx(1 / 8)
    assert found["redemption_rate"] == pytest.approx(0.7)
    assert found["certificate_breakage"] == pytest.approx(10 / 22)


def test_dividends_accrue_and_are_used_paid_out_or_lost(make: MakeResult) -> None:
    """Of 40 accrued 10 are owed still; of 25 given 12 are used at half their value, 3 are paid out and 4 expire."""
    result = make(
        scenario(1, economics=Economics(reward_cost=0.5)),
        DIVIDEND_ACCRUED=[1000], DIVIDEND_GIVEN=[2500], DIVIDEND_FORFEITED=[500], DIVIDEND_USED=[1200],
        DIVIDEND_CASHED=[300], DIVIDEND_EXPIRED=[400],
    )  # fmt: skip
    table = monthly(result)
    found = {key: table[f"dividend_{key}"][0] for key in ("accrued", "given", "forfeited", "used", "cashed", "expired")}
    assert found == pytest.approx({"accrued": 10, "given": 25, "forfeited": 5, "used": 12, "cashed": 3, "expired": 4})
    assert table["dividend_outstanding"].tolist() == pytest.approx([6])
    assert table["cost_dividend"].tolist() == table["program_cost"].tolist() == pytest.approx([6 + 3])


def test_margin_from_sales_to_net_value(make: MakeResult) -> None:
    """Incremental margin = margin on sales less discounts, less the same without the program, plus fees, less cost."""
    result = golden_costs(make)
    table, found = monthly(result), program_values(result)
    assert table["revenue"].tolist() == pytest.approx([1990, 2980])
    assert table["revenue_0"].tolist() == pytest.approx([1500, 2250])
    assert table["gross_margin"].tolist() == pytest.approx([990, 1480])
    assert table["gross_margin_0"].tolist() == pytest.approx([750, 1125])
    assert table["more_often"].tolist() == pytest.approx([390, 700])
    assert table["stayed_longer"].tolist() == pytest.approx([110, 50])
    assert table["incremental_revenue"].tolist() == pytest.approx([490, 730])
    first, second = 240 + 50 - 87.5, 355 + 10 - 175.5
    assert table["incremental_margin"].tolist() == pytest.approx([first, second])
    assert table["cumulative_margin"].tolist() == pytest.approx([first, first + second])
    assert found["net_value"] == found["incremental_margin"] == pytest.approx(first + second)
    assert found["cost_ratio"] == pytest.approx(263 / 2500)
    assert found["roi"] == pytest.approx((first + second) / 263)
    assert found["npv"] == pytest.approx(first / 1.21 ** (1 / 12) + second / 1.21 ** (2 / 12))


def test_cost_per_customer_kept(make: MakeResult) -> None:
    """(cost + discounts - fees) / customers kept at the end, beside the cost of winning one."""
    found = program_values(golden_costs(make))
    assert found["retained"] == pytest.approx(2)
    assert found["cost_per_retained"] == pytest.approx((263 + 30 - 60) / 2)
    assert found["acquisition_cost"] == 25


def test_cost_per_point_is_the_face_value_unless_stated(make: MakeResult) -> None:
    """With no cost per point a redeemed point costs what it takes off the price."""
    result = make(scenario(1, program=Program(point_value=0.04)), REDEEMED=[500])
    assert program_values(result)["cost"] == pytest.approx(20)


def test_reward_cost_is_a_share_of_the_face_value(make: MakeResult) -> None:
    """A reward cost below 1 follows the point value; an amount stated per point goes before it."""
    program = Program(point_value=0.04)
    result = make(scenario(1, program=program, economics=Economics(reward_cost=0.6)), REDEEMED=[500])
    assert program_values(result)["cost"] == pytest.approx(12)
    stated = make(scenario(1, program=program, economics=Economics(reward_cost=0.6, cost_per_point=0.03)), REDEEMED=[500])
    assert program_values(stated)["cost"] == pytest.approx(15)


def test_what_cannot_be_computed_is_none(make: MakeResult) -> None:
    """No points, no members, no cost and nobody kept: the ratios on them are None, not zero and not an error."""
    found = program_values(make(scenario(3), OPENING={0: 10}, PURCHASES=[1] * 3, PURCHASES_0=[1] * 3))
    for key in ("breakage", "breakage_settled", "redemption_rate", "cost_ratio", "roi", "cost_per_retained", "repeat_rate"):
        assert found[key] is None, key
    assert found["cost"] == 0
    assert found["enrolment_rate"] == 0


def test_enrolment_and_capped_share(make: MakeResult) -> None:
    """Members / customers at the end; capped customer-months / customers at month end, summed."""
    result = make(scenario(2), OPENING={0: 100}, NEW={1: 50}, ENROLLED={0: 30}, MEMBERS_LAPSED={1: 6}, CAPPED=[1, 4])
    found = program_values(result)
    assert found["members_end"] == pytest.approx(24)
    assert found["enrolment_rate"] == pytest.approx(0.16)
    assert found["capped_share"] == pytest.approx(5 / 250)


@pytest.mark.parametrize(
    ("cumulative", "month"),
    [([1, 2], 1), ([-1, 0], 2), ([-1, 2, 3], 2), ([5, -1, 2], 3), ([1, 2, -1], None), ([0, 0], 1)],
)
def test_payback_is_the_first_lasting_gain(cumulative: list[float], month: int | None) -> None:
    """Payback is the first month from which the cumulative margin stays at or above zero."""
    found = float(first_lasting_gain(np.array(cumulative, float)))
    assert np.isnan(found) if month is None else found == month


def test_payback_of_a_panel(make: MakeResult) -> None:
    """Fees of 10 a month against a fixed cost of 30 in all until month 3: paid back in month 3."""
    costs = scenario(4, economics=Economics(fixed_cost_per_year=60))
    paid = make(costs, FEES=[0, 500, 1000, 1000])
    assert kpis(paid)["payback"].program.value == 3
    assert kpis(paid)["payback"].program.se == 0
    assert kpis(make(costs, FEES=[0, 500, 500, 500]))["payback"].program is None


def test_payback_interval_comes_from_the_bands(make: MakeResult) -> None:
    """The ends of the payback interval are where the bands cross zero; one past the horizon when the lower never does."""
    result = make(scenario(3, economics=Economics(fixed_cost_per_year=120)), FEES=[900, 1100, 1300])
    result.tally.panel[::2, :, 0, Measure.FEES] += 900
    result.tally.panel[1::2, :, 0, Measure.FEES] -= 900
    cumulative = band(result, "cumulative_margin")
    payback = kpis(result)["payback"].program
    assert payback.value == 2
    for low, high in (("low80", "high80"), ("low95", "high95")):
        assert getattr(payback, low) == (cumulative[high] >= 0).idxmax() + 1
        assert getattr(payback, high) == 4
        assert (cumulative[low] < 0).all()


def test_months_are_dated_from_the_start(make: MakeResult) -> None:
    """Month 1 is the start month of the run; the warm-up is not reported."""
    table = monthly(make(scenario(11, 2)))
    assert table["month"].tolist() == list(range(1, 12))
    assert [str(date)[:7] for date in table["date"]][::10] == ["2027-03", "2028-01"]
