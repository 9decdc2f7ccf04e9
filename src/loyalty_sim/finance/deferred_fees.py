"""Fees of paid memberships that have been received and not yet been earned.

A fee buys access over a term and is earned evenly over it, instant by instant; that of a lifetime over the time for which a
membership is expected to last. A free trial is paid for by nothing and defers nothing. The engine counts, customer by
customer, the straight lines along which fees are earned, so that what is left at a month's end is exact to the instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from loyalty_sim.engine import Measure, Result
from loyalty_sim.engine.units import FEE_UNIT
from loyalty_sim.finance.estimate import WEIGHTS, Array, replicates
from loyalty_sim.finance.footing import RollForward, before
from loyalty_sim.finance.periods import Period, at_end, at_start, reported, summed
from loyalty_sim.finance.tables import wide

if TYPE_CHECKING:
    import pandas as pd  # half a second that the checks do without

RECEIVED, EARNED, REFUNDED = "fees_received", "earned", "refunded"
"""Lines of a roll-forward of deferred fees."""
CENTS = 100


def unearned(result: Result) -> Array:
    """Fees not yet earned at the end of each simulated month, ``[replicate, month]``, in money of the real base = sum of
    level - slope x time over all terms that run."""
    level, slope = (counted(result, measure).cumsum(axis=1) for measure in (Measure.FEE_LEVEL, Measure.FEE_SLOPE))
    left: Array = (level - slope * np.arange(1, level.shape[1] + 1)) / FEE_UNIT
    return left


def counted(result: Result, measure: Measure) -> Array:
    """A measure of money in each simulated month, ``[replicate, month]``, for the real base."""
    scale = (WEIGHTS * result.scale / CENTS)[:, None]
    counts: Array = replicates(result.tally.panel[..., measure].sum(axis=2)) * scale
    return counts


def deferred_fees(result: Result) -> RollForward:
    """Roll-forward of deferred fees, ``[replicate, simulated month]``: opening + received - refunded - earned = closing.

    A refund takes back what was not yet earned; where it takes more, what had been earned is reversed, and where it takes
    less, the rest is earned at once.
    """
    closing, received, refunded = unearned(result), counted(result, Measure.FEES), counted(result, Measure.REFUNDS)
    earned = before(closing) + received - refunded - closing
    return RollForward({RECEIVED: received, EARNED: -earned, REFUNDED: -refunded}, closing)


def fees_table(result: Result, kind: Period = "year") -> pd.DataFrame:
    """The roll-forward of the reported months, a line a row and a column per period; no rows without fees."""
    roll, by, warmup = deferred_fees(result), reported(result, kind), result.scenario.run.warmup_months
    if not roll.closing.any() and not roll.lines[RECEIVED].any():
        return wide({}, result, kind)
    flows = {name: summed(line[:, warmup:], by) for name, line in roll.lines.items()}
    opening, closing = at_start(roll.opening[:, warmup:], by), at_end(roll.closing[:, warmup:], by)
    return wide({"opening": opening, **flows, "closing": closing}, result, kind)
