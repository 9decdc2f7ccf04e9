"""Journal entries of a points program, in whole cents: both sides of each entry are equal to the cent.

Each function posts one kind of event for all periods at once, from amounts that have been rounded to foot
(``footing.RollForward.cents``); so the balance of an account is the closing balance of its roll-forward, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from loyalty_sim.finance.accrual import ACCRUED, COST, CPP_TRUE_UP, TAKEN_BACK, URR_TRUE_UP
from loyalty_sim.finance.deferred_fees import EARNED, RECEIVED, REFUNDED
from loyalty_sim.finance.footing import Cents
from loyalty_sim.finance.recognition import BREAKAGE, CHANGE, DEFERRED, REDEMPTIONS, RETURNED


class Account(StrEnum):
    """Accounts of the general ledger that a points program touches."""

    CASH = "Cash and receivables"
    INVENTORY = "Inventory"
    CONTRACT_LIABILITY = "Contract liability, points"
    ACCRUED_REWARDS = "Accrued rewards"
    DEFERRED_FEES = "Deferred membership fees"
    PAYABLE = "Payable to suppliers of rewards"
    SALES_REVENUE = "Revenue from goods"
    LOYALTY_REVENUE = "Loyalty revenue"
    BREAKAGE_REVENUE = "Breakage revenue"
    MARKETING_REVENUE = "Marketing revenue from partners"
    FEE_REVENUE = "Membership fee revenue"
    COST_OF_SALES = "Cost of sales, rewards"
    PROGRAM_EXPENSE = "Program expense"


class Entry(NamedTuple):
    """One line of the journal; an amount is on one side only."""

    period: int
    """From 0."""
    event: str
    account: Account
    debit: int
    """Cents."""
    credit: int


@dataclass(frozen=True)
class Posting:
    """What one kind of event posts in each period."""

    event: str
    amounts: Mapping[Account, Cents]
    """Cents by account, ``[period]``: debits positive, credits negative."""

    def __post_init__(self) -> None:
        """Refuse what does not balance.

        Raises:
            TypeError: amounts are not whole cents.
            ValueError: debits and credits of a period differ.
        """
        if not all(np.issubdtype(amount.dtype, np.integer) for amount in self.amounts.values()):
            raise TypeError(f"{self.event}: amounts must be whole cents")
        if np.any(sum(self.amounts.values())):
            raise ValueError(f"{self.event}: debits and credits differ")


# sales and returns


def sale_with_points(price: Cents, deferred: Cents) -> Posting:
    """Dr cash S; Cr revenue S - A, Cr contract liability A."""
    amounts = {Account.CASH: price, Account.SALES_REVENUE: deferred - price, Account.CONTRACT_LIABILITY: -deferred}
    return Posting("Sale with points", amounts)


def sale_of_points(price: Cents, deferred: Cents) -> Posting:
    """Points sold to a partner: Dr receivable; Cr marketing revenue for the service, Cr contract liability A."""
    amounts = {Account.CASH: price, Account.MARKETING_REVENUE: deferred - price, Account.CONTRACT_LIABILITY: -deferred}
    return Posting("Points sold to partners", amounts)


def goods_returned(paid_back: Cents, returned: Cents) -> Posting:
    """Dr revenue, Dr contract liability of the points clawed back; Cr cash."""
    amounts = {Account.SALES_REVENUE: paid_back - returned, Account.CONTRACT_LIABILITY: returned, Account.CASH: -paid_back}
    return Posting("Goods given back", amounts)


# contract liability


def redemption_in_own_goods(recognised: Cents, cost: Cents) -> Posting:
    """Dr contract liability, Cr loyalty revenue; Dr cost of sales, Cr inventory."""
    amounts = {
        Account.CONTRACT_LIABILITY: recognised, Account.LOYALTY_REVENUE: -recognised,
        Account.COST_OF_SALES: cost, Account.INVENTORY: -cost,
    }  # fmt: skip
    return Posting("Redemption in own goods", amounts)


def redemption_with_third_party(recognised: Cents, cost: Cents) -> Posting:
    """Dr contract liability, Cr loyalty revenue; Dr cost, Cr payable: the company answers for the reward (principal)."""
    amounts = {
        Account.CONTRACT_LIABILITY: recognised, Account.LOYALTY_REVENUE: -recognised,
        Account.COST_OF_SALES: cost, Account.PAYABLE: -cost,
    }  # fmt: skip
    return Posting("Redemption with a third party", amounts)


def redemption_arranged(recognised: Cents, cost: Cents) -> Posting:
    """Dr contract liability; Cr payable, Cr loyalty revenue for the margin: the company only arranges the reward (agent)."""
    amounts = {
        Account.CONTRACT_LIABILITY: recognised, Account.PAYABLE: -cost, Account.LOYALTY_REVENUE: cost - recognised,
    }  # fmt: skip
    return Posting("Redemption arranged", amounts)


def redemption_for_charity(recognised: Cents, cost: Cents) -> Posting:
    """Dr contract liability, Cr loyalty revenue; Dr program expense, Cr cash for what charity is given."""
    amounts = {
        Account.CONTRACT_LIABILITY: recognised, Account.LOYALTY_REVENUE: -recognised,
        Account.PROGRAM_EXPENSE: cost, Account.CASH: -cost,
    }  # fmt: skip
    return Posting("Points given to charity", amounts)


def breakage_at_expiry(released: Cents) -> Posting:
    """Remote method: Dr contract liability, Cr breakage revenue. Under the proportional method expiry posts nothing."""
    amounts = {Account.CONTRACT_LIABILITY: released, Account.BREAKAGE_REVENUE: -released}
    return Posting("Points expired", amounts)


def change_of_estimate(raised: Cents) -> Posting:
    """Dr loyalty revenue, Cr contract liability where the liability is raised; the other way round where it is lowered."""
    amounts = {Account.LOYALTY_REVENUE: raised, Account.CONTRACT_LIABILITY: -raised}
    return Posting("Change in estimate", amounts)


# accrued cost


def points_accrued(amount: Cents) -> Posting:
    """Dr program expense, Cr accrued rewards."""
    return Posting("Points issued at cost", {Account.PROGRAM_EXPENSE: amount, Account.ACCRUED_REWARDS: -amount})


def accrual_adjusted(amount: Cents) -> Posting:
    """True-up of URR or CPP, or points taken back: Dr program expense, Cr accrued rewards, or the other way round."""
    return Posting("Accrual adjusted", {Account.PROGRAM_EXPENSE: amount, Account.ACCRUED_REWARDS: -amount})


def redemption_of_accrued(accrued: Cents, cost: Cents) -> Posting:
    """Dr accrued rewards at CPP, Cr cash or inventory at actual cost; the difference is program expense."""
    amounts = {Account.ACCRUED_REWARDS: accrued, Account.PROGRAM_EXPENSE: cost - accrued, Account.CASH: -cost}
    return Posting("Redemption at cost", amounts)


# membership fees


def fee_received(fees: Cents) -> Posting:
    """Dr cash, Cr deferred fees."""
    return Posting("Membership fees received", {Account.CASH: fees, Account.DEFERRED_FEES: -fees})


def fee_earned(earned: Cents) -> Posting:
    """Dr deferred fees, Cr fee revenue."""
    return Posting("Membership fees earned", {Account.DEFERRED_FEES: earned, Account.FEE_REVENUE: -earned})


def fee_refunded(refunds: Cents) -> Posting:
    """Dr deferred fees, Cr cash; what a refund takes beyond the unearned part is earned the less."""
    return Posting("Membership fees refunded", {Account.DEFERRED_FEES: refunds, Account.CASH: -refunds})


# all of one basis


def deferred_basis(
    lines: Mapping[str, Cents], price: Cents, paid_back: Cents, cost: Cents, *, at_expiry: bool = False
) -> list[Posting]:
    """Postings of the contract liability over all vintages, with rewards in own goods.

    Args:
        lines: ``proportional(...)`` or ``remote(...)``, over vintages, in cents.
        price: charged for goods sold with points, ``[period]``.
        paid_back: for goods given back.
        cost: of the rewards redeemed.
        at_expiry: the remote method, in which breakage is recognised apart, at expiry.
    """
    redeemed, broken = -lines[REDEMPTIONS], -lines[BREAKAGE]
    together = redeemed if at_expiry else redeemed + broken
    expired = [breakage_at_expiry(broken)] if at_expiry else []
    return [
        sale_with_points(price, lines[DEFERRED]),
        goods_returned(paid_back, -lines[RETURNED]),
        redemption_in_own_goods(together, cost),
        *expired,
        change_of_estimate(lines[CHANGE]),  # of the remote method, at most a residue of rounding
    ]


def cost_basis(lines: Mapping[str, Cents], cost: Cents) -> list[Posting]:
    """Postings of the accrued cost over all vintages: ``accrual(...)`` in cents, and the actual cost of redemptions."""
    adjusted = lines[URR_TRUE_UP] + lines[CPP_TRUE_UP] + lines[TAKEN_BACK]
    return [points_accrued(lines[ACCRUED]), accrual_adjusted(adjusted), redemption_of_accrued(-lines[COST], cost)]


def fee_basis(lines: Mapping[str, Cents]) -> list[Posting]:
    """Postings of membership fees: ``deferred_fees(...)`` in cents."""
    return [fee_received(lines[RECEIVED]), fee_earned(-lines[EARNED]), fee_refunded(-lines[REFUNDED])]


def entries(postings: Sequence[Posting]) -> list[Entry]:
    """The journal: every amount that is not zero on its side, by period, event and, debits first, account."""
    found = [
        Entry(period, posting.event, account, max(int(cents), 0), max(-int(cents), 0))
        for posting in postings
        for account, amounts in posting.amounts.items()
        for period, cents in enumerate(amounts)
        if cents
    ]
    order = {posting.event: place for place, posting in enumerate(postings)}
    return sorted(found, key=lambda entry: (entry.period, order[entry.event], entry.debit == 0))


def balances(postings: Iterable[Posting]) -> dict[Account, Cents]:
    """Balance of each account at each close, debits positive: the trial balance, which adds up to zero."""
    totals: dict[Account, Cents] = {}
    for posting in postings:
        for account, amount in posting.amounts.items():
            totals[account] = totals.get(account, np.zeros_like(amount)) + amount
    return {account: total.cumsum() for account, total in totals.items()}
