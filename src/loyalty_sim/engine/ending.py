"""What is counted of a customer only when the run is over: the member's own breakage, and where members stand."""

from __future__ import annotations

from loyalty_sim.engine.compiled import Books, Customer, Terms, rule
from loyalty_sim.engine.measures import AT_END, BINS, SHARE_UNIT, AtEnd, Spread


@rule
def count_end(c: Customer, t: Terms, books: Books) -> None:
    """Count what has become of the member's points; and of a member present, what counted towards tiers and what is held."""
    if not c.member:
        return
    if c.used + c.lost > 0:
        at = t.ended_at + c.segment * AT_END
        books[at + AtEnd.SETTLED] += 1
        if c.lost > 0:
            books[at + AtEnd.LOSERS] += 1
            books[at + AtEnd.LOST] += int(SHARE_UNIT * (c.lost / (c.used + c.lost)))
    if c.lapsed:
        return
    if t.status_width > 0 and c.joined <= t.last_year:
        _spread(t, books, Spread.STATUS, c.counted, t.status_width)
        _spread(t, books, Spread.STATUS_0, c.counted_0, t.status_width)
    if t.balance_width > 0:
        _spread(t, books, Spread.BALANCE, c.balance, t.balance_width)


@rule
def _spread(t: Terms, books: Books, by: int, amount: int, width: int) -> None:
    """Count a member into the bin of an amount."""
    books[t.spread_at + by * BINS + min(max(0, amount) // width, BINS - 1)] += 1
