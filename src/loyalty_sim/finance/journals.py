"""The journal of a run: what its points and paid memberships post in every period, by the policy of its liability.

``journal`` has the postings; here they get their amounts. The journal holds what points and memberships touch: sales to
members with what is deferred out of them, rewards, re-estimates, points sold to partners, and fees. What ordinary goods
cost, what running the program costs, and fees for points that are reinstated are no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.finance import journal as J
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.deferred_fees import deferred_fees
from loyalty_sim.finance.estimate import Array, ratio
from loyalty_sim.finance.footing import CENTS_PER_UNIT, Cents, rounded_to_foot, whole_cents
from loyalty_sim.finance.journal import Account, Entry, Posting
from loyalty_sim.finance.liability import Liability, paid_back, price_of_sales
from loyalty_sim.finance.periods import Period, Periods, at_end, at_start, reported, summed
from loyalty_sim.finance.recognition import BREAKAGE, CHANGE, DEFERRED, REDEMPTIONS, RETURNED
from loyalty_sim.finance.world import program_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that the postings alone do without


@dataclass(frozen=True)
class Journal:
    """What is posted in each period, and the balances that the postings must lead from and to."""

    periods: Periods
    postings: tuple[Posting, ...]
    opening: Mapping[Account, int]
    """Cents owed on an account of the balance sheet when the first period begins; credits negative."""
    closing: Mapping[Account, Cents]
    """Cents with which its roll-forward closes, ``[period]``; credits negative."""

    @property
    def entries(self) -> list[Entry]:
        """All lines in order of period and event, debits first."""
        return J.entries(self.postings)

    def table(self) -> pd.DataFrame:
        """One row per line of an entry: period, event, account, debit and credit in money, exact to the cent."""
        import pandas as pd

        labels = self.periods.labels
        rows = [
            (labels[line.period], line.event, str(line.account), line.debit / CENTS_PER_UNIT, line.credit / CENTS_PER_UNIT)
            for line in self.entries
        ]
        return pd.DataFrame(rows, columns=["period", "event", "account", "debit", "credit"])

    @property
    def unbalanced(self) -> int:
        """Largest difference between debits and credits of an event in a period, in cents; 0 unless there is a mistake."""
        sides: dict[tuple[int, str], int] = {}
        for entry in self.entries:
            key = entry.period, entry.event
            sides[key] = sides.get(key, 0) + entry.debit - entry.credit
        return max(map(abs, sides.values()), default=0)

    @property
    def astray(self) -> int:
        """Largest difference between the balance of an account and its roll-forward, in cents; 0 unless there is a
        mistake."""
        posted = J.balances(self.postings)
        nothing = np.zeros(len(self.periods.labels), np.int64)
        gaps = [self.opening[account] + posted.get(account, nothing) - closing for account, closing in self.closing.items()]
        return int(max((np.abs(gap).max(initial=0) for gap in gaps), default=0))


def journal(owed: Liability, kind: Period = "year") -> Journal:
    """Everything that points and memberships post, by calendar month, quarter or year.

    Args:
        owed: the liability for points by the policy of the books; of a program without points nothing is taken from it.
    """
    result, by = owed.result, reported(owed.result, kind)
    postings: list[Posting] = []
    opening: dict[Account, int] = {}
    closing: dict[Account, Cents] = {}
    if any(regime.program.has_points for regime in result.scenario.regimes):
        account = Account.ACCRUED_REWARDS if owed.policy.method == "accrued cost" else Account.CONTRACT_LIABILITY
        rolled = {name: line[0] for name, line in owed.lines.items()}
        cents = _cents(owed.opening[0], rolled, owed.closing[0], by)
        opening[account], closing[account] = -int(cents["opening"][0]), -cents["closing"]
        postings += _accrued(owed, cents, by) if account is Account.ACCRUED_REWARDS else _deferred(owed, cents, by)
    if has_fees(result):
        roll, warmup = deferred_fees(result), result.scenario.run.warmup_months
        lines = {name: line[0, warmup:] for name, line in roll.lines.items()}
        cents = _cents(roll.opening[0, warmup:], lines, roll.closing[0, warmup:], by)
        opening[Account.DEFERRED_FEES], closing[Account.DEFERRED_FEES] = -int(cents["opening"][0]), -cents["closing"]
        postings += J.fee_basis(cents)
    return Journal(by, tuple(postings), opening, closing)


def has_fees(result: Result) -> bool:
    """Whether a fee of a paid membership was ever paid, or is still being earned."""
    warmup, roll = result.scenario.run.warmup_months, deferred_fees(result)
    return bool(any(line[0, warmup:].any() for line in roll.lines.values()) or roll.closing[0, warmup:].any())


def _cents(opening: Array, lines: Mapping[str, Array], closing: Array, by: Periods) -> dict[str, Cents]:
    """A monthly roll-forward as whole cents of periods: each opening is the closing before, and the lines foot."""
    start, end = whole_cents(at_start(opening, by)), whole_cents(at_end(closing, by))
    parts = np.stack([summed(line, by) for line in lines.values()])
    footed = rounded_to_foot(parts, (end - start) / CENTS_PER_UNIT)
    return {"opening": start, **dict(zip(lines, footed, strict=True)), "closing": end}


def _deferred(owed: Liability, cents: Mapping[str, Cents], by: Periods) -> list[Posting]:
    """Postings of the contract liability."""
    w = program_world(owed.result)
    back = _posted(paid_back(w), by)
    sold, of_partners = _posted(L.partner_income(w), by), _posted(owed.deferred_of_partners, by)
    redeemed, broken, at_expiry = -cents[REDEMPTIONS], -cents[BREAKAGE], owed.policy.method == "remote"
    own, delivered, given = _by_reward(owed.result, redeemed if at_expiry else redeemed + broken, by)
    return [
        J.sale_with_points(_posted(price_of_sales(w), by) + back, cents[DEFERRED] - of_partners),
        J.sale_of_points(sold, of_partners),
        J.goods_returned(back, -cents[RETURNED]),
        J.redemption_in_own_goods(own, _posted(L.cost_redemption(w) + L.cost_certificates(w), by)),
        J.redemption_with_third_party(delivered, _posted(L.cost_settlement(w), by)),
        J.redemption_for_charity(given, _posted(L.cost_donated(w), by)),
        *([J.breakage_at_expiry(broken)] if at_expiry else []),
        J.change_of_estimate(cents[CHANGE]),
    ]


def _accrued(owed: Liability, cents: Mapping[str, Cents], by: Periods) -> list[Posting]:
    """Postings of the accrued cost, under which all that partners pay is revenue at once."""
    w = program_world(owed.result)
    sold = _posted(L.partner_income(w), by)
    return [J.sale_of_points(sold, np.zeros_like(sold)), *J.cost_basis(cents, _posted(L.cost_of_points(w), by))]


def _by_reward(result: Result, recognised: Cents, by: Periods) -> tuple[Cents, Cents, Cents]:
    """What is recognised for redemptions in own goods, with partners and for charity, by the points used in the period: the
    vintages do not know for what their points are used."""
    w = program_world(result)
    used = L.points_redeemed(w) + L.points_converted(w)
    apart = [w.flow(Measure.PARTNER_REDEEMED), w.flow(Measure.DONATED)]
    used, *parts = (summed(points[0], by) for points in (used, *apart))
    delivered, given = (np.rint(recognised * np.nan_to_num(ratio(part, used))).astype(np.int64) for part in parts)
    return recognised - delivered - given, delivered, given


def _posted(line: Array, by: Periods) -> Cents:
    """A monthly flow, ``[replicate, month]``, as whole cents of periods."""
    return whole_cents(summed(line[0], by))
