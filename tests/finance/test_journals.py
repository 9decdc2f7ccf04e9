"""The journal of a run: balanced, closing where the roll-forwards do, with the money of the monthly lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from loyalty_sim.engine import Result, simulate
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.deferred_fees import unearned
from loyalty_sim.finance.journal import Account, Posting, balances
from loyalty_sim.finance.journals import Journal, has_fees, journal
from loyalty_sim.finance.liability import METHODS, Policy, liability, price_of_sales
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset

PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
NAMES = ("beauty-tiers", "paid-membership", "coalition")


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    """Small runs that begin in the middle of a quarter."""
    return {name: simulate(small(name)) for name in NAMES}


def small(name: str) -> Scenario:
    """A preset with few customers."""
    scenario = preset(name)
    settings = {**scenario.run.model_dump(), "customers": 400, "start": "2027-05", "months": 14}
    return Scenario.model_validate({**scenario.model_dump(), "run": settings})


def posted(found: Journal) -> dict[Account, float]:
    """Money posted to each account over the run, debits positive."""
    return {account: float(cents[-1]) / 100 for account, cents in balances(found.postings).items()}


@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("method", METHODS.values())
@pytest.mark.parametrize("name", NAMES)
def test_journals_balance_and_close(results: dict[str, Result], name: str, method: str, by: Period) -> None:
    """Under every method and by every period each event balances, and accounts close to the cent where roll-forwards do."""
    result = results[name]
    owed = liability(result, Policy(method=method))  # type: ignore[arg-type]
    found = journal(owed, by)
    assert found.entries
    assert (found.unbalanced, found.astray) == (0, 0)
    points = Account.ACCRUED_REWARDS if method == "accrued cost" else Account.CONTRACT_LIABILITY
    if points in found.closing:
        assert found.closing[points][-1] == -round(100 * float(owed.closing[0, -1]))
    if Account.DEFERRED_FEES in found.closing:
        assert found.closing[Account.DEFERRED_FEES][-1] == -round(100 * float(unearned(result)[0, -1]))
    assert set(found.closing) == {points} if name != "paid-membership" else {Account.DEFERRED_FEES}


def test_money_is_that_of_the_lines(results: dict[str, Result]) -> None:
    """What customers and partners pay, what they are paid back and what rewards cost are those of the monthly lines."""
    result = results["coalition"]
    w = program_world(result)
    total = {
        name: float(line[0].sum())
        for name, line in {
            "price": price_of_sales(w), "partners": L.partner_income(w), "settled": L.cost_settlement(w),
            "own": L.cost_redemption(w) + L.cost_certificates(w), "charity": L.cost_donated(w),
        }.items()
    }  # fmt: skip
    money = posted(journal(liability(result), "month"))
    assert total["partners"] > 0
    assert total["settled"] > 0
    assert money[Account.CASH] == pytest.approx(total["price"] + total["partners"] - total["charity"], abs=0.5)
    assert money[Account.PAYABLE] == pytest.approx(-total["settled"], abs=0.5)
    assert money[Account.INVENTORY] == pytest.approx(-total["own"], abs=0.5)
    assert money[Account.COST_OF_SALES] == pytest.approx(total["own"] + total["settled"], abs=0.5)


def test_what_partners_pay_is_deferred_for_their_points(results: dict[str, Result]) -> None:
    """Marketing revenue is what partners pay less what is deferred for their points; at accrued cost it is all of it."""
    result = results["coalition"]
    paid = float(L.partner_income(program_world(result))[0].sum())
    owed = liability(result)
    deferred = float(owed.deferred_of_partners[0].sum())
    assert 0 < deferred < paid
    assert deferred < float(owed.lines["deferred"][0].sum())
    assert posted(journal(owed))[Account.MARKETING_REVENUE] == pytest.approx(deferred - paid, abs=0.5)
    at_cost = journal(liability(result, Policy(method="accrued cost")))
    assert posted(at_cost)[Account.MARKETING_REVENUE] == pytest.approx(-paid, abs=0.5)


def test_rewards_of_partners_share_what_is_recognised(results: dict[str, Result]) -> None:
    """What is recognised for redemptions is shared by the points used with partners and in own goods, without rest."""
    owed = liability(results["coalition"])
    found = {posting.event: posting.amounts for posting in journal(owed, "quarter").postings}
    kinds = ("Redemption in own goods", "Redemption with a third party", "Points given to charity")
    recognised = sum(found[kind][Account.CONTRACT_LIABILITY] for kind in kinds)
    amounts = owed.by("quarter")
    whole = -(amounts["for_redemptions"][0] + amounts["breakage"][0])
    assert np.array(recognised) / 100 == pytest.approx(whole, abs=0.06)
    assert (found["Redemption with a third party"][Account.CONTRACT_LIABILITY] > 0).all()


def test_a_mistake_is_found(results: dict[str, Result]) -> None:
    """A posting that is missing leaves an account astray from its roll-forward."""
    found = journal(liability(results["beauty-tiers"]))
    assert replace(found, postings=found.postings[1:]).astray > 0
    assert replace(found, postings=(*found.postings, Posting("Twice", found.postings[0].amounts))).astray > 0


def test_fees_are_seen(results: dict[str, Result]) -> None:
    """Only a program with a paid membership has fees to defer."""
    assert {name: has_fees(result) for name, result in results.items()} == {
        "beauty-tiers": False, "paid-membership": True, "coalition": False,
    }  # fmt: skip
