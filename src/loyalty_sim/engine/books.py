"""Writing to the tally: the books of one batch are a flat array of counts, laid out as ``terms.layout`` says."""

from __future__ import annotations

from loyalty_sim.engine.compiled import Books, Customer, Terms, rule
from loyalty_sim.engine.measures import AT_PARTNER, AT_TIER, MEASURES, AtTier
from loyalty_sim.scenario.partners import MAX_PARTNERS
from loyalty_sim.scenario.status import MAX_TIERS


@rule
def add(c: Customer, t: Terms, books: Books, month: int, measure: int, amount: int) -> None:
    """Add ``amount`` to a measure of the customer's segment in ``month``."""
    books[(month * t.segments + c.segment) * MEASURES + measure] += amount


@rule
def tick(c: Customer, t: Terms, books: Books, month: int, measure: int) -> None:
    """Add one to a measure."""
    books[(month * t.segments + c.segment) * MEASURES + measure] += 1


@rule
def untick(c: Customer, t: Terms, books: Books, month: int, measure: int) -> None:
    """Take one from a measure that holds changes of a stock."""
    books[(month * t.segments + c.segment) * MEASURES + measure] -= 1


@rule
def enter_tier(c: Customer, t: Terms, books: Books, month: int) -> None:
    """Count the customer into the tier they are in."""
    books[t.tiers_at + month * (MAX_TIERS + 1) + c.tier] += 1


@rule
def count_move(c: Customer, t: Terms, books: Books, month: int, level: int) -> None:
    """Count a move from the tier the customer is in to another."""
    books[t.moves_at + (month * (MAX_TIERS + 1) + c.tier) * (MAX_TIERS + 1) + level] += 1


@rule
def leave_tier(c: Customer, t: Terms, books: Books, month: int) -> None:
    """Count the customer out of the tier they are in."""
    books[t.tiers_at + month * (MAX_TIERS + 1) + c.tier] -= 1


@rule
def add_at_tier(c: Customer, t: Terms, books: Books, month: int, what: int, points: int) -> None:
    """Count points of a member in the tier held."""
    if t.tiered:
        books[t.held_at + (month * (MAX_TIERS + 1) + c.tier) * AT_TIER + what] += points


@rule
def change_tier(c: Customer, t: Terms, books: Books, month: int, level: int) -> None:
    """Hold another tier from now on; the points held go along."""
    base = t.held_at + month * (MAX_TIERS + 1) * AT_TIER + AtTier.MOVED
    books[base + c.tier * AT_TIER] -= c.balance
    books[base + level * AT_TIER] += c.balance
    c.tier = level


@rule
def add_partner(t: Terms, books: Books, month: int, partner: int, what: int, amount: int) -> None:
    """Add ``amount`` to what is counted for a partner."""
    books[t.partners_at + (month * MAX_PARTNERS + partner) * AT_PARTNER + what] += amount
