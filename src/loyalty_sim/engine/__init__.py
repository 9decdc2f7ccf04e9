"""What happens to a customer, and to all of them: terms, draws, rules, the two clocks, the tally."""

from loyalty_sim.engine.measures import ADDED, ISSUED, SETTLED, USED, AtPartner, AtTier, Measure
from loyalty_sim.engine.run import MODEL_VERSION, Cancelled, Inline, Result, package_versions, run_id, simulate
from loyalty_sim.engine.tally import BATCHES, Tally

__all__ = [
    "ADDED",
    "BATCHES",
    "ISSUED",
    "MODEL_VERSION",
    "SETTLED",
    "USED",
    "AtPartner",
    "AtTier",
    "Cancelled",
    "Inline",
    "Measure",
    "Result",
    "Tally",
    "package_versions",
    "run_id",
    "simulate",
]
