"""Partners of a coalition: who earns where, who delivers, and what is settled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from loyalty_sim.engine import AtPartner, Measure, simulate
from loyalty_sim.finance import checks, monthly
from loyalty_sim.finance.settlement import partner_settlement
from loyalty_sim.report.charts import caused
from loyalty_sim.scenario import Scenario
from tests.engine.plain import at_visits, lot_life, merged, plain
from tests.engine.watch import check_mean, check_ratio, watch

M = Measure
FUEL = {"name": "Fuel", "shoppers": 0.4, "purchases_per_year": 24, "points": 3}
BANK = {"name": "Bank", "shoppers": 1.0, "purchases_per_year": 6, "points": 0, "redeemed_share": 0.25}


def coalition(customers: int, months: int, *partners: dict[str, Any], **parts: Any) -> Scenario:
    """A plain scenario with partners."""
    return plain(customers, months, **merged({"program": {"partners": list(partners)}}, parts))


def test_points_of_partners_are_poisson_among_those_who_shop_there() -> None:
    """A share s of members buys there at rate r from joining on; with mean tenure T each gets s r T points per purchase."""
    scenario = coalition(20_000, 12, {**FUEL, "points": 1}, market={"history_months": 0})
    lives = watch(scenario)
    earned = lives[M.PARTNER_EARNED]
    check_mean(earned, 0.4 * 2 * 12, precision=0.01, wrong=(2 * 12,))
    shoppers = earned > 0
    assert shoppers.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / 20_000))
    check_mean((earned[shoppers] - 24.0) ** 2, 24.0, precision=0.03)


def test_each_partner_delivers_its_share_of_redemptions() -> None:
    """Redemptions go to partners with the stated chances; the rest the company delivers."""
    scenario = coalition(4_000, 12, {**FUEL, "redeemed_share": 0.5}, BANK, behaviour=at_visits(0.5))
    tally = simulate(scenario).tally
    here = tally.partners.sum((0, 1))
    redemptions = tally.panel[..., M.REDEMPTIONS].sum()
    for partner, share in ((0, 0.5), (1, 0.25)):
        error = np.sqrt(share * (1 - share) * redemptions)
        assert abs(here[partner, AtPartner.REDEMPTIONS] - share * redemptions) < 4 * error
    assert here[:2, AtPartner.REDEEMED].sum() == tally.panel[..., M.PARTNER_REDEEMED].sum()
    assert here[1, AtPartner.PURCHASES] == 0 < here[0, AtPartner.PURCHASES]
    assert here[0, AtPartner.ISSUED] == 3 * here[0, AtPartner.PURCHASES]
    assert here[2:].sum() == 0
    lives = watch(scenario)
    check_ratio(lives[M.PARTNER_REDEEMED], lives[M.REDEEMED], 0.75, precision=0.01)


def test_a_purchase_at_a_partner_keeps_the_balance_alive() -> None:
    """Points die after three months of silence; who buys at a partner every week loses next to none."""
    rule = lot_life(3, rule="inactivity")
    weekly = {**FUEL, "shoppers": 1.0, "purchases_per_year": 52}
    silent = watch(coalition(2_000, 36, program=rule, rate=0.1, behaviour=at_visits(0.0)))
    kept = watch(coalition(2_000, 36, weekly, program=rule, rate=0.1, behaviour=at_visits(0.0)))
    assert silent[M.EXPIRED].sum() > 0.3 * silent[M.EARNED].sum()
    assert kept[M.EXPIRIES].sum() < 20


def test_a_partner_more_changes_nobody_at_the_others() -> None:
    """Purchases at one partner are the same whether or not there is another; those of the company always are."""
    one, two = simulate(coalition(500, 12, FUEL)).tally, simulate(coalition(500, 12, FUEL, {**BANK, "points": 5})).tally
    assert (one.partners[:, :, 0, :2] == two.partners[:, :, 0, :2]).all()
    assert (one.panel[..., M.PURCHASES] == two.panel[..., M.PURCHASES]).all()
    assert two.partners[:, :, 1].sum() > 0


def test_partners_who_do_nothing_change_nothing() -> None:
    """A partner that gives no points and delivers nothing changes no count."""
    idle = {**BANK, "redeemed_share": 0.0}
    assert (simulate(coalition(500, 12)).tally.books == simulate(coalition(500, 12, idle)).tally.books).all()


def running(**parts: Any) -> Scenario:
    """Two partners in a running program with effects."""
    partners = [{**FUEL, "points": 30, "redeemed_share": 0.3}, {**BANK, "points": 10}]
    base = {
        "program": {"partners": partners, "point_value": 0.01},
        "run": {"customers": 1_000, "months": 14, "warmup_months": 6},
    }
    return Scenario.model_validate(merged(base, parts))


def test_settlement_adds_up_to_zero_and_to_the_lines() -> None:
    """Each month the net of partners and operator is zero; prices times points are what is paid and received."""
    result = simulate(running())
    table, lines = partner_settlement(result), monthly(result)
    assert list(table["party"].unique()) == ["Fuel", "Bank", "Operator"]
    assert np.allclose(table.groupby("month")["net"].sum(), 0, atol=1e-6)
    assert np.allclose(table["paid"].sum(), table["received"].sum())
    operator = table[table["party"] == "Operator"].reset_index()
    assert np.allclose(operator["received"], lines["partner_income"])
    assert np.allclose(operator["paid"], lines["cost_settlement"])
    fuel = table[table["party"] == "Fuel"].reset_index()
    assert (fuel[["issued", "redeemed"]].sum() > 0).all()
    assert np.allclose(fuel["paid"], 0.01 * fuel["issued"])
    assert np.allclose(fuel["received"], 0.008 * fuel["redeemed"])
    assert partner_settlement(simulate(running(program={"partners": []}))).empty


def test_money_of_partners_foots_and_shows() -> None:
    """All checks hold; income and settlement are parts of the incremental margin and of the waterfall."""
    result = simulate(running())
    assert [check for check in checks(result) if not check.ok and check.level == "error"] == []
    parts = caused(result).table["part"].tolist()
    assert {"Points sold to partners", "Settled with partners"} <= set(parts)
    stated = simulate(running(economics={"cost_per_point": 0.005}))
    own = monthly(stated)["cost_redemption"].sum() / 0.005
    partner = partner_settlement(stated)["redeemed"].sum()
    assert own + partner == pytest.approx(monthly(stated)["points_redeemed"].sum())


def test_a_change_of_partners_begins_at_its_date() -> None:
    """A partner added by an amendment gives points from then on, and one that stays goes on as before."""
    later = running(
        program={"partners": [FUEL]},
        amendments=[{"month": 7, "changes": {"partners": [FUEL, {**BANK, "points": 5}]}}],
    )
    never = running(program={"partners": [FUEL]})
    changed, steady = simulate(later).tally.partners.sum(0), simulate(never).tally.partners.sum(0)
    assert (changed[:, 0, 0] == steady[:, 0, 0]).all()
    assert not changed[:12, 1].any()
    assert changed[12:, 1, 0].all()


def test_shares_above_one_are_refused() -> None:
    """Partners cannot deliver more than all redemptions, and have different names."""
    with pytest.raises(ValueError, match="add up to at most 1"):
        running(program={"partners": [{**FUEL, "redeemed_share": 0.8}, {**BANK, "redeemed_share": 0.4}]})
    with pytest.raises(ValueError, match="partners need different names"):
        running(program={"partners": [FUEL, FUEL]})
