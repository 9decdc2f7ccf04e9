"""Identities that hold in every run, verified on the integers of this one, and warnings about its plausibility."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import ADDED, ISSUED, SETTLED, USED, AtPartner, Measure, Result
from loyalty_sim.finance import lines as L
from loyalty_sim.finance.kpis import capped_share, purchase_lift
from loyalty_sim.finance.settlement import unsettled
from loyalty_sim.finance.world import TWINS, program_world

Counts = NDArray[np.int64]
M = Measure
LARGEST_CAPPED_SHARE = 0.001
LARGEST_LIFT = 0.06
"""Published causal lifts of purchases are about 2 %; above 6 % a scenario is doubtful (judgement)."""


@dataclass(frozen=True)
class Check:
    """Something verified on a run. An "error" that is not ok is a bug; a "warning" that is not ok is doubtful input."""

    name: str
    ok: bool
    detail: str
    level: Literal["error", "warning"] = "error"


def checks(result: Result) -> list[Check]:
    """Verify the identities of a result, and whether it stays within what is plausible."""
    return [verify(result) for verify in VERIFICATIONS]


def _count(result: Result, *measures: Measure) -> Counts:
    """Sum of measures, ``[batch, month, segment]``."""
    total: Counts = np.sum([result.tally.panel[..., measure] for measure in measures], axis=0)
    return total


def points_roll_forward(result: Result) -> Check:
    """Opening + issued + reinstated - settled (used, expired, taken back) = closing in every month: what is left of all
    vintages."""
    issued = _count(result, *ISSUED).sum(axis=2)
    change = (_count(result, *ADDED) - _count(result, *SETTLED)).sum(axis=2)
    gone = result.tally.settled.cumsum(axis=2)
    months = np.arange(issued.shape[1])
    held = np.where(months[:, None] <= months, issued[:, :, None] - gone, 0)
    gap = int(np.abs(change.cumsum(axis=1) - held.sum(axis=1)).max())
    detail = f"{int(change.sum()):,} outstanding at the end in the sample; largest gap {gap:,} points"
    return Check("Points roll forward", gap == 0, detail)


def vintages(result: Result) -> Check:
    """Points leave a vintage neither before they are issued nor more than were issued."""
    issued = _count(result, *ISSUED).sum(axis=2)
    gone = result.tally.settled
    early = int(np.tril(gone, -1).sum())
    over = int((gone.sum(axis=2) > issued).sum())
    return Check("Vintages", early == 0 and over == 0, f"{early:,} points gone before issue, {over} vintages overdrawn")


def triangles(result: Result) -> Check:
    """Points used (redeemed or converted), expired less reinstated, and taken back by vintage add up to those of each
    month."""
    tally = result.tally
    kinds = (
        (tally.redeemed, _count(result, *USED)),
        (tally.expired, _count(result, M.EXPIRED) - _count(result, M.REINSTATED)),
        (tally.taken, _count(result, M.CLAWED_BACK)),
    )
    gap = max(int(np.abs(triangle.sum(axis=1) - counts.sum(axis=2)).max()) for triangle, counts in kinds)
    return Check("Points by vintage", gap == 0, f"largest gap between vintages and months {gap:,} points")


def customers_roll_forward(result: Result) -> Check:
    """Opening + new + won by members + won back - lapsed = closing in both worlds; no group loses more than it has."""
    warmup, problems = result.scenario.run.warmup_months, 0
    opening = _count(result, Measure.OPENING)[:, warmup]
    program, without = _customers(result)
    back_opening, back_first = (_count(result, measure) for measure in (Measure.RETURNED_OPENING, Measure.RETURNED_FIRST))
    none = np.zeros_like(back_first)
    for change, lapsed, lapsed_opening, lapsed_first, returned in (
        (program, Measure.LAPSED, Measure.LAPSED_OPENING, Measure.LAPSED_FIRST, (back_opening, back_first)),
        (without, Measure.LAPSED_0, Measure.LAPSED_OPENING_0, Measure.LAPSED_FIRST_0, (none, none)),
    ):
        present = change.cumsum(axis=1)
        at_start = opening + (present[:, warmup - 1] if warmup else 0)
        problems += int(((_count(result, lapsed_first) - returned[1]).sum(axis=1) > at_start).sum())
        problems += int((_count(result, lapsed_opening) > _count(result, lapsed)).sum())
        lost = _count(result, lapsed_opening) - returned[0]
        problems += _overdrawn_years(present[:, warmup:], at_start, lost[:, warmup:])
    closing = int(program.sum())
    detail = f"{closing:,} at the end in the sample; {problems} groups overdrawn"
    return Check("Customers roll forward", problems == 0, detail)


def _customers(result: Result) -> tuple[Counts, Counts]:
    """Change of customers present, in the program world, where some are won or won back, and in the no-program world."""
    arrived = _count(result, Measure.OPENING, Measure.NEW)
    program = arrived + _count(result, Measure.REFERRED, Measure.RETURNED) - _count(result, Measure.LAPSED)
    return program, arrived - _count(result, TWINS[Measure.LAPSED])


def _overdrawn_years(present: Counts, at_start: Counts, lapsed: Counts) -> int:
    """Groups of customers of which more lapsed within a program year than were there when it began."""
    starts = [at_start, *(present[:, month] for month in range(11, present.shape[1] - 1, 12))]
    return sum(int((lapsed[:, 12 * year : 12 * year + 12].sum(axis=1) > start).sum()) for year, start in enumerate(starts))


def members_by_tier(result: Result) -> Check:
    """Members of all tiers add up to members, every month."""
    change = _count(result, Measure.ENROLLED, Measure.RETURNED) - _count(result, Measure.MEMBERS_LAPSED)
    members = change.sum(axis=2).cumsum(axis=1)
    gap = int(np.abs(result.tally.tiers.sum(axis=2).cumsum(axis=1) - members).max())
    return Check("Members by tier", gap == 0, f"largest gap {gap:,} members")


def moves_between_tiers(result: Result) -> Check:
    """Rises and falls between tiers are the promotions and demotions of each month."""
    up, down = (np.einsum("bmij->bm", cut(result.tally.moves, k)) for cut, k in ((np.triu, 1), (np.tril, -1)))
    gap = int(np.abs(up - _count(result, Measure.PROMOTIONS).sum(axis=2)).max())
    gap = max(gap, int(np.abs(down - _count(result, Measure.DEMOTIONS).sum(axis=2)).max()))
    return Check("Moves between tiers", gap == 0, f"largest gap {gap:,} members")


def causes(result: Result) -> Check:
    """Bought more often + stayed longer + referred = program less no program, purchase by purchase and cent by cent."""
    gap = 0
    for what in ("PURCHASES", "SALES"):
        gained = _count(result, *(Measure[f"{cause}_{what}"] for cause in ("MORE", "STAYED", "REFERRED")))
        lost = _count(result, *(Measure[f"{cause}_{what}"] for cause in ("MISSED", "LEFT")))
        difference = _count(result, Measure[what]) - _count(result, Measure[f"{what}_0"])
        gap = max(gap, int(np.abs(difference - (gained - lost)).max()))
    return Check("Causes add up", gap == 0, f"largest gap {gap:,} purchases or cents")


def cost_parts(result: Result) -> Check:
    """The parts of the program cost add up to it, and with margin and income to the incremental margin."""
    w = program_world(result)
    parts = sum(float(part(w)[0].sum()) for part in L.COST_PARTS)
    whole = float(L.program_cost(w)[0].sum())
    sold = L.more_often(w) + L.stayed_longer(w) + L.referred(w) - L.more_returns(w)
    caused = float(sold[0].sum()) * result.scenario.economics.gross_margin
    margin = caused - float((L.discounts(w) - L.income(w))[0].sum()) - whole
    gap = max(abs(parts - whole), abs(margin - float(L.incremental_margin(w)[0].sum())))
    size = max(1.0, whole, float(L.sales(w)[0].sum()))
    return Check("Margin adds up", gap <= 1e-11 * size, f"program cost {whole:,.2f}; gap {gap:,.2f}")


def settlement(result: Result) -> Check:
    """Points of partners are those of the ledger, and what partners and operator pay each other adds up to zero."""
    points = result.tally.partners.sum(axis=2)
    gap = max(
        int(np.abs(points[..., what] - _count(result, measure).sum(axis=2)).max())
        for what, measure in (
            (AtPartner.ISSUED, Measure.PARTNER_EARNED),
            (AtPartner.REDEEMED, Measure.PARTNER_REDEEMED),
        )
    )
    w, money = program_world(result), unsettled(result)
    size = max(1.0, float((L.partner_income(w) + L.cost_settlement(w))[0].sum()))
    ok = gap == 0 and money <= 1e-11 * size
    return Check("Settlement with partners", ok, f"largest gap {gap:,} points; gap of money {money:,.2f}")


def member_sales(result: Result) -> Check:
    """Members buy no more than all customers, and no discount exceeds their sales."""
    more = int((_count(result, Measure.MEMBER_PURCHASES) > _count(result, Measure.PURCHASES)).sum())
    more += int((_count(result, Measure.MEMBER_SALES) > _count(result, Measure.SALES)).sum())
    discounts = _count(result, Measure.DISCOUNTS, Measure.TIER_DISCOUNTS)
    more += int((discounts > _count(result, Measure.MEMBER_SALES)).sum())
    return Check("Sales of members", more == 0, f"members exceed all customers in {more} months")


def no_negative_stock(result: Result) -> Check:
    """No balance, and no count of customers or members, is ever below zero; no flow is, either."""
    program, without = _customers(result)
    stocks = {
        "customers": program,
        "customers without a program": without,
        "members": _count(result, Measure.ENROLLED, Measure.RETURNED) - _count(result, Measure.MEMBERS_LAPSED),
        "points": _count(result, *ADDED) - _count(result, *SETTLED),
        "points expired for good": _count(result, M.EXPIRED) - _count(result, M.REINSTATED),
        "certificates": _count(result, M.CERTIFICATES) - _count(result, M.CERTIFICATES_USED, M.CERTIFICATES_EXPIRED),
        "value of certificates": _count(result, M.CERTIFICATES_VALUE)
        - _count(result, M.CERTIFICATES_USED_VALUE, M.CERTIFICATES_EXPIRED_VALUE),
        "dividends": _count(result, M.DIVIDEND_GIVEN)
        - _count(result, M.DIVIDEND_USED, M.DIVIDEND_CASHED, M.DIVIDEND_EXPIRED),
        "paid memberships": _count(result, Measure.PAID_JOINED) - _count(result, Measure.PAID_ENDED),
        "members on trial": _count(result, Measure.TRIALS) - _count(result, Measure.TRIALS_ENDED),
        "fees kept": _count(result, Measure.FEES) - _count(result, Measure.REFUNDS),
        "tiers": result.tally.tiers,
        **{measure.name.lower(): _count(result, measure) for measure in Measure if measure.stock},
    }
    below = [name for name, change in stocks.items() if change.cumsum(axis=1).min() < 0]
    below += [measure.name.lower() for measure in Measure if not measure.stock and _count(result, measure).min() < 0]
    return Check("Nothing below zero", not below, ", ".join(below) or "all stocks and flows at or above zero")


def upper_bound(result: Result) -> Check:
    """The upper bound of purchase rates cuts off next to nothing."""
    share = float(np.nan_to_num(capped_share(program_world(result))[0]))
    detail = f"{share:.3%} of customer-months reach largest_multiplier; effects are cut off above {LARGEST_CAPPED_SHARE:.1%}"
    return Check("Upper bound of purchase rates", share <= LARGEST_CAPPED_SHARE, detail, "warning")


def plausible_lift(result: Result) -> Check:
    """The purchase lift stays within what has been measured."""
    lift = float(np.nan_to_num(purchase_lift(program_world(result))[0]))
    detail = f"purchases {lift:+.1%} against no program; measured lifts are about 2 %, above {LARGEST_LIFT:.0%} is doubtful"
    return Check("Plausible purchase lift", lift <= LARGEST_LIFT, detail, "warning")


VERIFICATIONS: tuple[Callable[[Result], Check], ...] = (
    points_roll_forward, vintages, triangles, customers_roll_forward, members_by_tier, moves_between_tiers, causes,
    cost_parts, settlement, member_sales, no_negative_stock, upper_bound, plausible_lift,
)  # fmt: skip
