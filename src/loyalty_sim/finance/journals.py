"""The journal of a run: what its points, rewards and membership fees post in each period, by a chosen policy.

``journal`` holds the entries of each kind of event; here they get the amounts of the reported months, in whole cents of the
real base. A period is the sum of its months, so that the cents of a year are those of its months.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.deferred_fees import RECEIVED, deferred_fees
from loyalty_sim.finance.estimate import Array
from loyalty_sim.finance.footing import CENTS_PER_UNIT, Cents, rounded_to_foot, whole_cents
from loyalty_sim.finance.journal import (
    Account,
    Posting,
    cost_basis,
    deferred_basis,
    entries,
    fee_basis,
    redemption_with_third_party,
    sale_of_points,
)
from loyalty_sim.finance.liability import Liability, allocations, estimated_urr, price_of_sales, vintages
from loyalty_sim.finance.periods import Period, reported, summed
from loyalty_sim.finance.recognition import DEFERRED
from loyalty_sim.finance.world import World, program_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that the postings alone do without


def postings(owed: Liability, followed: Result | None = None, by: Period = "month") -> list[Posting]:
    """All postings of the reported months, by calendar month, quarter or year; sales are those to members.

    Args:
        owed: what is owed for points, by the policy chosen.
        followed: the longer run that ``owed`` was made with, if any.
        by: the periods.
    """
    result = owed.result
    found = _of_points(owed, followed) if result.scenario.program.has_points or owed.closing[0].any() else []
    fees, warmup = deferred_fees(result).cents(), result.scenario.run.warmup_months
    own = {name: line[0, warmup:] for name, line in fees.items()}
    if own[RECEIVED].any() or own["opening"].any():
        found = [*found, *fee_basis(own)]
    into = reported(result, by)
    return [
        Posting(each.event, {account: summed(amount, into) for account, amount in each.amounts.items()})
        for each in found
        if any(amount.any() for amount in each.amounts.values())
    ]


def journal_table(owed: Liability, followed: Result | None = None, by: Period = "month") -> pd.DataFrame:
    """The journal, one row per line of an entry, debits before credits.

    Columns: period, event, account, debit, credit; in money, exact to the cent.
    """
    import pandas as pd

    labels = reported(owed.result, by).labels
    rows = [
        (labels[entry.period], entry.event, str(entry.account), entry.debit / CENTS_PER_UNIT, entry.credit / CENTS_PER_UNIT)
        for entry in entries(postings(owed, followed, by))
    ]
    return pd.DataFrame(rows, columns=["period", "event", "account", "debit", "credit"])


def liability_account(owed: Liability) -> Account:
    """The account that holds what is owed for points."""
    return Account.ACCRUED_REWARDS if owed.policy.method == "accrued cost" else Account.CONTRACT_LIABILITY


def _of_points(owed: Liability, followed: Result | None) -> list[Posting]:
    """Sales with points, points sold, redemptions and changes of what is owed, ``[month]``."""
    w = program_world(owed.result)
    lines = _cents(owed)
    own_goods, others = (whole_cents(part(w)[0]) for part in (_own_rewards, _rewards_of_others))
    if owed.policy.method == "accrued cost":
        return cost_basis(lines, own_goods + others)
    sold = whole_cents(_sold(owed, followed))
    paid_back = whole_cents(_paid_back(w)[0])
    price, billed = whole_cents(price_of_sales(w)[0]) + paid_back, whole_cents(L.partner_income(w)[0])
    rest = {**lines, DEFERRED: lines[DEFERRED] - sold}
    at_expiry = owed.policy.method == "remote"
    found = deferred_basis(rest, price, paid_back, own_goods, at_expiry=at_expiry)
    return [found[0], sale_of_points(billed, sold), *found[1:3], redemption_with_third_party(0 * others, others), *found[3:]]


def _cents(owed: Liability) -> Mapping[str, Cents]:
    """The lines of what is owed in cents that foot from opening to closing in every month."""
    opening, closing = whole_cents(owed.opening[0]), whole_cents(owed.closing[0])
    parts = np.stack([line[0] for line in owed.lines.values()])
    return dict(zip(owed.lines, rounded_to_foot(parts, (closing - opening) / CENTS_PER_UNIT), strict=True))


def _sold(owed: Liability, followed: Result | None) -> Array:
    """Deferred for points sold to partners, ``[month]``; where nothing is sold, that is known without an estimate."""
    if not L.partner_income(program_world(owed.result)).any():
        return np.zeros(owed.closing.shape[1])
    points = vintages(owed.result)
    estimate = estimated_urr(owed.result, points, owed.policy, followed)
    sold: Array = allocations(owed.result, points, estimate)[1][0, owed.result.scenario.run.warmup_months :]
    return sold


def _paid_back(w: World) -> Array:
    """Paid back to members for returned goods."""
    return w.flow(Measure.MEMBER_RETURNS) - w.flow(Measure.RETURNED_DISCOUNTS)


def _own_rewards(w: World) -> Array:
    """Rewards in goods of the company: redeemed at once, or by certificate."""
    return L.cost_redemption(w) + L.cost_certificates(w)


def _rewards_of_others(w: World) -> Array:
    """Rewards that partners deliver, and points given to charity."""
    return L.cost_of_points(w) - _own_rewards(w)
