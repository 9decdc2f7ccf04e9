"""A study in words: what it runs and how long that takes, its designs and their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from loyalty_sim.finance import Estimate
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import numbers
from loyalty_sim.study.pareto import Front
from loyalty_sim.study.places import located, value_at
from loyalty_sim.study.plan import Design, Plan
from loyalty_sim.study.precision import Reached
from loyalty_sim.study.results import Results, Standing
from loyalty_sim.study.runner import Cost
from loyalty_sim.study.specification import MOST_CUSTOMERS, Outcome


def sizes(plan: Plan) -> str:
    """The size of a study: designs, draws, replications, and what each run is."""
    parts = [f"{len(plan.designs):,} designs (with the base)"] if len(plan.designs) > 1 else ["the base"]
    parts += [f"{len(plan.draws):,} draws"] if len(plan.draws) > 1 else []
    parts += [f"{plan.study.run.replications} replications"] if plan.study.run.replications > 1 else []
    size = f"{plan.base.run.customers:,} customers over {plan.base.run.months} months"
    return f"{' x '.join(parts)} = {len(plan):,} runs of {size}"


def announced(plan: Plan, cost: Cost) -> str:
    """The size of a study, and what is still to be done of it, in a sentence."""
    return (
        f"{plan.study.name}: {sizes(plan)}"
        f"{'' if cost.runs == len(plan) else f', {cost.runs:,} of them to do'}; "
        f"about {duration(cost.seconds)} with {cost.jobs} side by side"
    )


def duration(seconds: float) -> str:
    """A time in words, to about two digits: "8 s", "3 min", "2.5 h"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def short(path: str) -> str:
    """A path as the heading of a column."""
    return path.removeprefix("program.")


def lever_text(value: Any) -> str:
    """The value of a lever."""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def lever_texts(plan: Plan, designs: Sequence[Design]) -> list[list[str]]:
    """The value of every lever of a study in each design; that of the base where the design does not set it."""
    content = plan.base.model_dump()
    base = {path: value_at(content, located(path)) for path in plan.lever_paths}
    return [[lever_text(design.settings.get(path, was)) for path, was in base.items()] for design in designs]


def value_text(estimate: Estimate | None, outcome: Outcome, currency: str) -> str:
    """An outcome without its interval."""
    if estimate is None:
        return numbers.UNDEFINED
    show = numbers.difference if outcome.world == "difference" else numbers.number
    return show(estimate.value, FIGURES[outcome.kpi].unit, currency)


def gap_texts(estimate: Estimate | None, outcome: Outcome, currency: str) -> tuple[str, str]:
    """An outcome less that of the base, and its 80 % interval; "" where it has none."""
    if estimate is None:
        return numbers.UNDEFINED, ""
    unit = FIGURES[outcome.kpi].unit
    value, low, high = (numbers.difference(end, unit, currency) for end in (estimate.value, *estimate.interval(80)))
    return value, "" if low == high else f"{low} to {high}"


def counted(found: Front) -> str:
    """How many designs are on the front, and why the others are not."""
    sure = "by value" if found.dominance == "plain" else f"at {found.dominance} %"
    total = len(found.designs) + len(found.dominated) + len(found.left_out)
    text = f"{len(found.designs):,} of {total:,} designs on the front, {len(found.dominated):,} dominated {sure}"
    return text + (f", {len(found.left_out):,} left out (a constraint broken, or no value)" if found.left_out else "")


def precise(results: Results, found: Reached) -> str:
    """Whether all designs are as precise as was asked for, and else how they would be."""
    goal = f"known to {half_width_text(results, found.outcome, found.wanted)} either way at 95 %"
    if not found.missed:
        return f"{found.outcome} is {goal} for every design, with {found.customers:,} customers."
    name, width = next(iter(found.missed.items()))
    hint = f"About {found.enough:,} customers would do: give run.customers in place of run.precision."
    if found.enough > MOST_CUSTOMERS:
        hint = "More customers than can be simulated would do: ask for a wider half_width."
    most = half_width_text(results, found.outcome, width)
    return (
        f"{found.outcome} was to be {goal}; with {found.customers:,} customers {len(found.missed):,} of "
        f"{len(found.half_widths):,} designs miss that, {name} the most ({most}). {hint}"
    )


def half_width_text(results: Results, label: str, size: float) -> str:
    """Half the width of an interval of an outcome."""
    outcome = next(each for each in results.plan.study.outcomes if each.label == label)
    return numbers.difference(size, FIGURES[outcome.kpi].unit, results.plan.base.currency).removeprefix("+")


def frame(results: Results, standings: Sequence[Standing]) -> pd.DataFrame:
    """Designs in plain units, a row each: rank, levers, outcomes with their 95 % intervals and against the base, and what is
    wrong with them."""
    plan = results.plan
    levers = lever_texts(plan, [each.design for each in standings])
    rows = []
    for each, settings in zip(standings, levers, strict=True):
        row: dict[str, Any] = {"rank": each.rank, "design": each.design.name}
        row |= dict(zip(plan.lever_paths, settings, strict=True))
        for name, estimate in each.outcomes.items():
            gap = each.against_base[name]
            row |= {name: None, f"{name}_low95": None, f"{name}_high95": None, f"{name}_against_base": None}
            if estimate is not None:
                row |= {name: estimate.value, f"{name}_low95": estimate.low95, f"{name}_high95": estimate.high95}
            if gap is not None:
                row[f"{name}_against_base"] = gap.value
        rows.append(row | {"broken": "; ".join(each.broken), "failed_runs": each.failed, "reason": each.reason or ""})
    return pd.DataFrame(rows).astype({"rank": "Int64"})
