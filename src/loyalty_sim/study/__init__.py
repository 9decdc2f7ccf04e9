"""Many runs of one question."""

from loyalty_sim.study.comparison import Comparison, compare_designs, compared, made_comparable, verdict
from loyalty_sim.study.execution import run
from loyalty_sim.study.files import load, loads, planned
from loyalty_sim.study.plan import Design, Draw, Plan, Row
from loyalty_sim.study.results import Results, Standing, read
from loyalty_sim.study.runner import Cost, Done, LostWorkersError, estimate_cost, sweep
from loyalty_sim.study.specification import Study
from loyalty_sim.study.store import StudyFolderError
from loyalty_sim.study.strength import RESPONSES, at_strength

__all__ = [
    "RESPONSES", "Comparison", "Cost", "Design", "Done", "Draw", "LostWorkersError", "Plan", "Results", "Row", "Standing",
    "Study", "StudyFolderError", "at_strength", "compare_designs", "compared", "estimate_cost", "load", "loads",
    "made_comparable", "planned", "read", "run", "sweep", "verdict",
]  # fmt: skip
