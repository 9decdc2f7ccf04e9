"""As many customers as it takes for an answer that is precise enough."""

from __future__ import annotations

import math

from loyalty_sim.engine import simulate
from loyalty_sim.finance.estimate import T95, jackknife
from loyalty_sim.finance.world import program_world
from loyalty_sim.scenario.scenario import Scenario
from loyalty_sim.study.plan import Plan
from loyalty_sim.study.rows import Measured, figure
from loyalty_sim.study.specification import Base

FEWEST = 1_000
"""Below it the spread over batches of customers is too uncertain itself."""


def sized(plan: Plan) -> Plan:
    """The plan with as many customers as its precision takes: intervals narrow with the root of their number. Found from
    one run of the base scenario, so that it is the same whenever a study goes on; a plan without a precision stays."""
    wanted = plan.study.run.precision
    if wanted is None:
        return plan
    outcome = next(each for each in plan.study.outcomes if each.label == wanted.outcome)
    w = program_world(simulate(plan.base))
    se = float(jackknife(figure(w, Measured(outcome.kpi, outcome.world)))[1])
    customers = plan.base.run.customers
    needed = customers * (T95 * se / wanted.half_width) ** 2 if math.isfinite(se) else customers
    chosen = min(max(math.ceil(needed / 1000) * 1000, FEWEST), wanted.most_customers)
    return with_customers(plan, chosen)


def with_customers(plan: Plan, customers: int) -> Plan:
    """The plan with another number of simulated customers."""
    run = plan.base.run.model_copy(update={"customers": customers})
    base: Scenario = plan.base.model_copy(update={"run": run})
    study = plan.study.model_copy(update={"base": Base(scenario=base)})
    return Plan(study, base, plan.designs, plan.draws)
