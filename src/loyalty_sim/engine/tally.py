"""The tally: what happened to all customers, in integers that add up exactly however the work was split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.measures import AT_END, AT_PARTNER, AT_TIER, BINS, MEASURES, SPREADS
from loyalty_sim.engine.terms import layout
from loyalty_sim.scenario.partners import MAX_PARTNERS
from loyalty_sim.scenario.status import MAX_TIERS

BATCHES = 20
"""Groups of customers (index modulo 20) from whose differences intervals are computed."""

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Counts of one run or of a part of it. Months count from the first simulated one, warm-up included."""

    books: Counts
    """[batch, cell] all counts; the rules write to one batch. The properties below are views of it."""
    months: int
    segments: int

    @classmethod
    def empty(cls, months: int, segments: int) -> Tally:
        """A tally of nothing."""
        return cls(np.zeros((BATCHES, layout(months, segments)[-1]), np.int64), months, segments)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels to another process or machine: most counts are 0, so that it is enough to say which are not."""
        counted = self.books != 0
        return _unpacked, (np.packbits(counted), self.books[counted], self.months, self.segments)

    def add(self, other: Tally) -> None:
        """Add the counts of another part of the run."""
        self.books.__iadd__(other.books)

    @property
    def panel(self) -> Counts:
        """[batch, month, segment, measure]; the measures are in ``measures.Measure``."""
        return self._part(0, (self.months, self.segments, MEASURES))

    @property
    def tiers(self) -> Counts:
        """[batch, month, tier] changes of the number of members in each tier; 0 is the base level."""
        return self._part(1, (self.months, MAX_TIERS + 1))

    @property
    def redeemed(self) -> Counts:
        """[batch, month of issue, month] points redeemed, or turned into certificates."""
        return self._part(2, (self.months, self.months))

    @property
    def expired(self) -> Counts:
        """[batch, month of issue, month] points expired, less those reinstated in the month."""
        return self._part(3, (self.months, self.months))

    @property
    def taken(self) -> Counts:
        """[batch, month of issue, month] points taken back."""
        return self._part(4, (self.months, self.months))

    @property
    def settled(self) -> Counts:
        """[batch, month of issue, month] points redeemed, converted, expired or taken back."""
        total: Counts = self.redeemed + self.expired + self.taken
        return total

    @property
    def moves(self) -> Counts:
        """[batch, month, from, to] members who moved from one tier to another; 0 is the base level."""
        return self._part(5, (self.months, MAX_TIERS + 1, MAX_TIERS + 1))

    @property
    def partners(self) -> Counts:
        """[batch, month, partner, what]; what is counted is in ``measures.AtPartner``."""
        return self._part(6, (self.months, MAX_PARTNERS, AT_PARTNER))

    @property
    def held(self) -> Counts:
        """[batch, month, tier, what] points that members of each tier can use; what is counted is in ``measures.AtTier``.
        Zero where no program has tiers."""
        return self._part(7, (self.months, MAX_TIERS + 1, AT_TIER))

    @property
    def ended(self) -> Counts:
        """[batch, segment, what] single members when the run is over; what is counted is in ``measures.AtEnd``."""
        return self._part(8, (self.segments, AT_END))

    @property
    def spread(self) -> Counts:
        """[batch, by what, bin] members present at the end; ``measures.Spread`` says by what, ``ending.widths`` how wide."""
        return self._part(9, (SPREADS, BINS))

    def _part(self, index: int, shape: tuple[int, ...]) -> Counts:
        bounds = (0, *layout(self.months, self.segments))
        return self.books[:, bounds[index] : bounds[index + 1]].reshape(BATCHES, *shape)


def _unpacked(counted: NDArray[np.uint8], counts: Counts, months: int, segments: int) -> Tally:
    tally = Tally.empty(months, segments)
    which = np.unpackbits(counted, count=tally.books.size).view(np.bool_)
    tally.books[which.reshape(tally.books.shape)] = counts
    return tally
