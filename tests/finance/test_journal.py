"""Journal entries that balance, and lead to the balances of the roll-forwards."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from loyalty_sim.finance.accrual import accrual, expense
from loyalty_sim.finance.allocation import sale_with_points
from loyalty_sim.finance.deferred_fees import EARNED, RECEIVED, REFUNDED
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import RollForward, before, whole_cents
from loyalty_sim.finance.journal import (
    Account,
    Entry,
    Posting,
    balances,
    breakage_at_expiry,
    change_of_estimate,
    cost_basis,
    deferred_basis,
    entries,
    fee_basis,
    redemption_arranged,
    redemption_with_third_party,
    sale_of_points,
)
from loyalty_sim.finance.recognition import proportional, remote, revenue
from loyalty_sim.finance.vintages import Vintages
from tests.finance.ledgers import CPP, FACE_VALUE, PERIODS, SALES, URR, URR_AT_ISSUE, WORKED, allocations, paths, run_off

ALLOCATED = sale_with_points(SALES, WORKED.issued, FACE_VALUE, URR_AT_ISSUE).deferred
COST = whole_cents(np.array([9_450.0, 23_670.0]))
NOTHING = np.zeros(2, np.int64)


def both_sides(journal: list[Entry]) -> dict[tuple[int, str], int]:
    """Debits less credits of each event and period."""
    found: dict[tuple[int, str], int] = {}
    for entry in journal:
        key = entry.period, entry.event
        found[key] = found.get(key, 0) + entry.debit - entry.credit
    return found


def test_journal_of_the_worked_example() -> None:
    """Year 2 of the worked example, deferred basis: sale, redemption with its breakage, and the change in estimate."""
    roll = proportional(WORKED, ALLOCATED, URR).over_vintages()
    journal = entries(deferred_basis(roll.cents(), whole_cents(SALES), NOTHING, COST))
    year2 = [(entry.event, entry.account, entry.debit, entry.credit) for entry in journal if entry.period == 1]
    assert year2 == [
        ("Sale with points", Account.CASH, 120_000_000, 0),
        ("Sale with points", Account.SALES_REVENUE, 0, 115_273_775),
        ("Sale with points", Account.CONTRACT_LIABILITY, 0, 4_726_225),
        ("Redemption in own goods", Account.CONTRACT_LIABILITY, 3_738_534, 0),
        ("Redemption in own goods", Account.COST_OF_SALES, 2_367_000, 0),
        ("Redemption in own goods", Account.LOYALTY_REVENUE, 0, 3_738_534),
        ("Redemption in own goods", Account.INVENTORY, 0, 2_367_000),
        ("Change in estimate", Account.LOYALTY_REVENUE, 36_866, 0),
        ("Change in estimate", Account.CONTRACT_LIABILITY, 0, 36_866),
    ]
    assert set(both_sides(journal).values()) == {0}


def test_balances_of_the_worked_example() -> None:
    """Contract liability and accrued rewards stand where the roll-forwards close, and the trial balance is zero."""
    deferred = balances(
        deferred_basis(proportional(WORKED, ALLOCATED, URR).over_vintages().cents(), whole_cents(SALES), NOTHING, COST)
    )
    assert deferred[Account.CONTRACT_LIABILITY].tolist() == [-2_519_194, -3_543_751]
    assert not sum(deferred.values()).any()
    accrued = balances(cost_basis(accrual(WORKED, URR, CPP).over_vintages().cents(), COST))
    assert accrued[Account.ACCRUED_REWARDS].tolist() == [-1_575_000, -2_223_000]
    assert accrued[Account.PROGRAM_EXPENSE].tolist() == [2_520_000, 2_520_000 + 2_952_000 + 63_000]
    assert not sum(accrued.values()).any()


def test_actual_cost_beyond_the_accrual_is_expense() -> None:
    """Redemptions that cost more than accrued put the difference into expense, and leave the accrual where it belongs."""
    roll = accrual(WORKED, URR, CPP).over_vintages()
    dearer = balances(cost_basis(roll.cents(), COST + 500))
    assert dearer[Account.ACCRUED_REWARDS].tolist() == [-1_575_000, -2_223_000]
    assert dearer[Account.PROGRAM_EXPENSE].tolist() == (whole_cents(expense(roll)) + 500).cumsum().tolist()


def test_remote_method_posts_breakage_at_expiry() -> None:
    """Under the remote method, expiry posts breakage; under the proportional one, it posts nothing."""
    at_expiry = entries(
        deferred_basis(remote(WORKED, ALLOCATED).over_vintages().cents(), whole_cents(SALES), NOTHING, COST, at_expiry=True)
    )
    posted = [entry for entry in at_expiry if entry.account is Account.BREAKAGE_REVENUE]
    assert posted == [Entry(1, "Points expired", Account.BREAKAGE_REVENUE, 0, round(ALLOCATED[0] * 10))]
    proportionally = entries(
        deferred_basis(proportional(WORKED, ALLOCATED, URR).over_vintages().cents(), whole_cents(SALES), NOTHING, COST)
    )
    assert all(entry.event != "Points expired" for entry in proportionally)


@given(points=run_off(), money=allocations(), estimate=paths())
def test_journals_balance(points: Vintages, money: Array, estimate: Array) -> None:
    """Every event balances in every period; liabilities end at zero and revenue at what was allocated and not returned."""
    money = np.where(points.issued > 0, money, 0.0)
    price = np.zeros(PERIODS, np.int64)
    price[: len(money)] = whole_cents(5 * money)
    cost = np.arange(PERIODS)
    for roll, at_expiry in ((proportional(points, money, estimate), False), (remote(points, money), True)):
        cents = roll.over_vintages().cents()
        postings = deferred_basis(cents, price, -cents["returned"], cost, at_expiry=at_expiry)
        journal, ledger = entries(postings), balances(postings)
        assert not any(both_sides(journal).values())
        assert all(entry.debit >= 0 and entry.credit >= 0 and not entry.debit * entry.credit for entry in journal)
        assert (ledger[Account.CONTRACT_LIABILITY] == -cents["closing"]).all()
        assert ledger[Account.CONTRACT_LIABILITY][-1] == 0
        income = ledger[Account.LOYALTY_REVENUE] + ledger.get(Account.BREAKAGE_REVENUE, 0)
        assert -income[-1] == pytest.approx(100 * revenue(roll).sum(), abs=0.5 * (4 * PERIODS + 1))


def test_a_negative_amount_changes_sides() -> None:
    """Expecting fewer redemptions than before is revenue: the liability is debited."""
    [debit, credit] = entries([change_of_estimate(np.array([-700]))])
    assert (debit.account, debit.debit) == (Account.CONTRACT_LIABILITY, 700)
    assert (credit.account, credit.credit) == (Account.LOYALTY_REVENUE, 700)


def test_an_agent_shows_the_margin() -> None:
    """Who answers for a reward shows it gross, who only arranges it the margin; both owe its cost and earn the same."""
    recognised, cost = np.array([900]), np.array([650])
    gross, net = (balances([event(recognised, cost)]) for event in (redemption_with_third_party, redemption_arranged))
    assert gross[Account.LOYALTY_REVENUE].tolist() == [-900]
    assert net[Account.LOYALTY_REVENUE].tolist() == [-250]
    assert gross[Account.PAYABLE].tolist() == net[Account.PAYABLE].tolist() == [-650]
    assert gross[Account.LOYALTY_REVENUE] + gross[Account.COST_OF_SALES] == net[Account.LOYALTY_REVENUE]


def test_points_sold_to_partners() -> None:
    """What a partner is billed is marketing revenue and contract liability."""
    posted = balances([sale_of_points(np.array([1200]), np.array([800]))])
    assert {account: int(cents[0]) for account, cents in posted.items()} == {
        Account.CASH: 1200,
        Account.MARKETING_REVENUE: -400,
        Account.CONTRACT_LIABILITY: -800,
    }


def test_fees_end_where_their_roll_forward_does() -> None:
    """Deferred fees and cash follow the roll-forward, refunds included."""
    received, refunded = np.random.default_rng(4).uniform(0, 900, (2, 30))
    left = np.random.default_rng(5).uniform(0, 2_000, 30)
    earned = before(left) + received - refunded / 30 - left
    cents = RollForward({RECEIVED: received, EARNED: -earned, REFUNDED: -refunded / 30}, left).cents()
    postings = fee_basis(cents)
    ledger = balances(postings)
    assert (ledger[Account.DEFERRED_FEES] == -cents["closing"]).all()
    assert (ledger[Account.CASH] == (cents[RECEIVED] + cents[REFUNDED]).cumsum()).all()
    assert not any(both_sides(entries(postings)).values())


def test_what_does_not_balance_is_refused() -> None:
    """A posting whose sides differ, or that is not in whole cents, cannot be made."""
    with pytest.raises(ValueError, match="Gift: debits and credits differ"):
        Posting("Gift", {Account.CASH: np.array([5]), Account.INVENTORY: np.array([-4])})
    with pytest.raises(TypeError, match="whole cents"):
        breakage_at_expiry(np.array([5.0]))
