"""What a result says, in words: numbers as people read them, the finding in a sentence, and what was changed."""

from loyalty_sim.report.finding import finding
from loyalty_sim.report.numbers import central, difference, estimate, interval, money, number, per_cent, percentage_points
from loyalty_sim.scenario.changes import Change, lever_changes

__all__ = [
    "Change", "central", "difference", "estimate", "finding", "interval", "lever_changes", "money", "number",
    "per_cent", "percentage_points",
]  # fmt: skip
