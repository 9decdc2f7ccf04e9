"""What happens to a customer, and to all of them: terms, draws, rules, the two clocks, the tally."""

from loyalty_sim.engine.measures import (
    ADDED,
    BINS,
    ISSUED,
    SETTLED,
    SHARE_UNIT,
    USED,
    AtEnd,
    AtPartner,
    AtTier,
    Measure,
    Spread,
)
from loyalty_sim.engine.run import MODEL_VERSION, Cancelled, Inline, Result, package_versions, run_id, simulate
from loyalty_sim.engine.tally import BATCHES, Tally

__all__ = [
    "ADDED",
    "BATCHES",
    "BINS",
    "ISSUED",
    "MODEL_VERSION",
    "SETTLED",
    "SHARE_UNIT",
    "USED",
    "AtEnd",
    "AtPartner",
    "AtTier",
    "Cancelled",
    "Inline",
    "Measure",
    "Result",
    "Spread",
    "Tally",
    "package_versions",
    "run_id",
    "simulate",
]
