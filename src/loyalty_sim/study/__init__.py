"""Many runs of one question."""

from loyalty_sim.study.comparison import Comparison, compare_designs, compared, made_comparable, verdict
from loyalty_sim.study.ends import Move, assumptions, of_study
from loyalty_sim.study.execution import run
from loyalty_sim.study.files import load, loads, planned
from loyalty_sim.study.growth import Choice, choose
from loyalty_sim.study.plan import Design, Draw, Plan, Row
from loyalty_sim.study.results import Results, Standing, read
from loyalty_sim.study.runner import Cost, Done, LostWorkersError, estimate_cost, sweep
from loyalty_sim.study.selection import Contender, Selection, select
from loyalty_sim.study.sensitivity import Sensitivity, sensitivities, sensitivity_plan
from loyalty_sim.study.specification import Study
from loyalty_sim.study.store import StudyFolderError
from loyalty_sim.study.strength import RESPONSES, at_strength
from loyalty_sim.study.tornado import Bar, Tornado, tornado
from loyalty_sim.study.uncertainty import Range, ranges

__all__ = [
    "RESPONSES", "Bar", "Choice", "Comparison", "Contender", "Cost", "Design", "Done", "Draw", "LostWorkersError",
    "Move", "Plan", "Range", "Results", "Row", "Selection", "Sensitivity", "Standing", "Study", "StudyFolderError",
    "Tornado", "assumptions", "at_strength", "choose", "compare_designs", "compared", "estimate_cost", "load", "loads",
    "made_comparable", "of_study", "planned", "ranges", "read", "run", "select", "sensitivities", "sensitivity_plan",
    "sweep", "tornado", "verdict",
]  # fmt: skip
