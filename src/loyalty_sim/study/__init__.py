"""Many runs of one question."""

from loyalty_sim.study.comparison import Comparison, compare_designs, compared, made_comparable, verdict
from loyalty_sim.study.strength import RESPONSES, at_strength

__all__ = ["RESPONSES", "Comparison", "at_strength", "compare_designs", "compared", "made_comparable", "verdict"]
