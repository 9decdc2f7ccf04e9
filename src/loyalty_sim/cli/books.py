"""Tables that ``finance`` adds on request or to its files: bridges, tails, triangles, the journal, and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import emit, progress, table
from loyalty_sim.engine import simulate
from loyalty_sim.finance.bridge import LIABILITY, bridge, liability_bridge
from loyalty_sim.finance.closing import CLOSING_FIGURES, closing_balances
from loyalty_sim.finance.compare import incomparable
from loyalty_sim.finance.liability import liability
from loyalty_sim.finance.pnl import profit_and_loss
from loyalty_sim.finance.tail import tail
from loyalty_sim.finance.triangles import triangles
from loyalty_sim.report import numbers

if TYPE_CHECKING:
    from loyalty_sim.engine import Result
    from loyalty_sim.finance.liability import Liability, Policy
    from loyalty_sim.finance.periods import Period
    from loyalty_sim.scenario import Scenario

BRIDGES = {
    "program_cost": "Why the program cost differs",
    LIABILITY: "Why what is owed for points at the end differs",
    "incremental_margin": "Why the incremental margin differs",
}
"""Figures that are explained against a baseline."""
ORDER = (
    "Factors of the baseline are replaced one at a time in the order listed; another order shares the difference otherwise."
)
ENDS = ("value", "low80", "high80")
TAIL = 0.95
TAIL_MEANING = (
    "The balance that 95 of 100 runs do not exceed, over runs that differ in their seed alone; not an interval of the mean. "
    "A simulated customer stands for {scale:,.0f} real ones, so that runs vary more than the real base would."
)


def require_comparable(scenario: Scenario, baseline: Scenario) -> None:
    """Refuse, before any run, a baseline whose customers are others."""
    found = incomparable(scenario, baseline)
    if found is not None:
        message = f"--baseline {baseline.name} cannot be compared: {found}; both must have the same customers and draws"
        raise CommandError(Code.USAGE, message)


def bridge_table(owed: Liability, baseline: Result) -> pd.DataFrame:
    """The bridges below each other: columns figure, label, kind, value, interval ends, note. What is owed is by the same
    policy in both, estimated from what each run has seen."""
    parts = []
    for figure in BRIDGES:
        if figure == LIABILITY:
            found = liability_bridge(owed, liability(baseline, owed.policy))
        else:
            found = bridge(owed.result, baseline, figure)
        parts.append(found.table().assign(note=" ".join(found.notes)))
        parts[-1].insert(0, "figure", figure)
    return pd.concat(parts, ignore_index=True)


def tail_table(scenario: Scenario, policy: Policy, runs: int, quiet: bool) -> pd.DataFrame:
    """Closing balances over so many runs with seeds of their own, the first of them that of the scenario."""
    with progress(f"{runs} runs", quiet) as report:
        results = []
        for place in range(runs):
            seed = scenario.run.seed + place
            results.append(simulate(replaced_seed(scenario, seed)))
            if report is not None:
                report(place + 1, runs)
    found = {id(result): closing_balances(liability(result, policy)) for result in results}
    rows = []
    for key, figure in CLOSING_FIGURES.items():
        worst = tail(results, lambda result, key=key: float(found[id(result)][key][0]), TAIL)  # type: ignore[misc]
        rows.append({
            "key": key, "label": figure.label, "unit": figure.unit, "runs": worst.runs, "mean": worst.mean,
            "deviation": worst.deviation, "share": worst.share, "quantile": worst.quantile, "scale": worst.scale,
            "definition": f"{figure.definition} {TAIL_MEANING.format(scale=worst.scale)}",
        })  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame[frame["quantile"] != 0].reset_index(drop=True)


def replaced_seed(scenario: Scenario, seed: int) -> Scenario:
    """The scenario with another seed."""
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})


def file_tables(result: Result, owed: Liability, by: Period, followed: Result | None) -> dict[str, pd.DataFrame]:
    """What is too long to be printed: intervals of profit and loss, and the triangles with their vintages and factors."""
    found = {"profit_and_loss_intervals": profit_and_loss(result, by)}
    if result.scenario.program.has_points:
        seen = triangles(result, by, owed.policy, followed)
        found |= {"triangles": seen.tidy(), "vintages": seen.by_vintage(), "development": seen.by_age()}
    return found


def print_bridges(frame: pd.DataFrame, currency: str, name: str) -> None:
    """Each bridge with the kinds of its steps; steps that move nothing are left out."""
    emit(f"\nAgainst the baseline {name}. {ORDER}")
    for figure, title in BRIDGES.items():
        rows = [row for row in _records(frame) if row["figure"] == figure]
        shown = [row for row in rows if round(row["value"], 2) or row["label"] in ("Baseline", "Residual", "Result")]
        emit("")
        table((title, "Kind", "Amount", "80 % interval"), [_step(row, currency) for row in shown], (0, 1))
        for note in dict.fromkeys([*(row["note"] for row in rows if row["note"])]):
            emit(note)


def print_tail(frame: pd.DataFrame, currency: str) -> None:
    """Mean, deviation and the 95 % quantile of each balance, and what that means."""
    if frame.empty:
        return
    emit("")
    rows = [
        (row["label"], *(numbers.number(row[name], row["unit"], currency) for name in ("mean", "deviation", "quantile")))
        for row in _records(frame)
    ]
    table((f"Over {frame['runs'][0]} runs", "Mean", "Deviation", "95 % at most"), rows, (0,))
    emit(TAIL_MEANING.format(scale=frame["scale"][0]))


def _step(row: dict[str, Any], currency: str) -> tuple[str, str, str, str]:
    """A step in whole cents, so that no noise of floating point is shown."""
    value, low, high = (numbers.number(round(row[name], 2) + 0.0, "money", currency) for name in ENDS)
    return str(row["label"]), str(row["kind"]), value, f"{low} to {high}"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
