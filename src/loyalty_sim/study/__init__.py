"""Many runs of one question."""

from loyalty_sim.study.strength import RESPONSES, at_strength

__all__ = ["RESPONSES", "at_strength"]
