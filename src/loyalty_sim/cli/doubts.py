"""What ``loyalty-sim sweep`` says of doubt: how the outcome may turn out, what may be owed, and how sure the ranking is."""

from __future__ import annotations

from typing import Any

from loyalty_sim.cli.streams import emit, table
from loyalty_sim.report import risks
from loyalty_sim.report.numbers import per_cent
from loyalty_sim.study import Results, Standing
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.selection import Selection, select
from loyalty_sim.study.uncertainty import LIABILITY, Range, ranges

SHOWN = (0.1, 0.5, 0.9)


def told(results: Results, shown: list[Standing]) -> None:
    """The range of the first outcome of some designs, the tail of what is owed, and which designs may be the best."""
    plan = results.plan
    first = plan.study.outcomes[0]
    measured, currency = Measured(first.kpi, first.world), plan.base.currency
    if _drawn(results):
        found = ranges(results, measured)
        rows = [_row(each, found[each.design.index], measured, currency) for each in shown]
        emit("")
        emit(f"{measured.column} over {len(plan.draws)} draws of what is not known")
        emit("")
        headings = ["Design", "10 %", "Median", "90 %", *(["Loss"] if risks.loses(measured) else []), "Due to assumptions"]
        table(headings, [row for row in rows if row])
        leader = shown[0].design
        known = found[leader.index]
        if known is not None:
            emit(risks.may_turn_out(known, measured, currency, leader.name))
        tail = _tail(results, leader.index)
        if tail is not None and tail.tail is not None:
            owed, mean = (risks.amount(value, LIABILITY, currency) for value in (tail.tail, tail.mean.value))
            emit(f"{leader.name}: points owed at the end are worth {owed} or less in 19 of 20 draws, {mean} on average.")
    if len(plan.designs) > 1:
        emit("")
        emit(risks.chosen(select(results), measured, currency))


def document(results: Results) -> dict[str, Any]:
    """The same for --json: ranges by name of the design, and the selection; null where there is none."""
    first = results.plan.study.outcomes[0]
    measured, currency = Measured(first.kpi, first.world), results.plan.base.currency
    found: dict[str, Any] = {"uncertainty": None, "liability": None, "selection": None}
    if _drawn(results):
        found["uncertainty"] = _by_name(results, measured)
        if LIABILITY.column in results.table.column_names:
            found["liability"] = _by_name(results, LIABILITY)
    if len(results.plan.designs) > 1:
        selection = select(results)
        found["selection"] = {
            "outcome": selection.outcome, "confidence": selection.confidence, "loss": selection.loss,
            "best": [each.design.name for each in selection.best], "left_out": selection.left_out,
            "contenders": [_contender(selection, index) for index in range(min(len(selection.contenders), LISTED))],
            "sentence": risks.chosen(selection, measured, currency),
        }  # fmt: skip
    return found


LISTED = 100
"""Designs in the document of --json."""


def _drawn(results: Results) -> bool:
    return len(results.plan.draws) > 1 and results.plan.study.draws.method != "morris"


def _row(each: Standing, found: Range | None, measured: Measured, currency: str) -> list[str]:
    """A design; nothing where a run has no value."""
    if found is None:
        return []
    ends = [risks.amount(found.quantiles[level], measured, currency) for level in SHOWN]
    loss = [risks.in_twenty(found)] if risks.loses(measured) else []
    return [each.design.name, *ends, *loss, "" if found.share != found.share else per_cent(found.share)]


def _tail(results: Results, design: int) -> Range | None:
    return ranges(results, LIABILITY)[design] if LIABILITY.column in results.table.column_names else None


def _by_name(results: Results, measured: Measured) -> dict[str, Any]:
    pairs = zip(results.plan.designs[:LISTED], ranges(results, measured), strict=False)
    return {
        design.name: None if found is None else {**vars(found), "in_twenty": found.in_twenty, "share": found.share}
        for design, found in pairs
    }


def _contender(selection: Selection, index: int) -> dict[str, Any]:
    each = selection.contenders[index]
    return {"name": each.design.name, "value": each.value, "gap": each.gap, "low95": each.low, "high95": each.high,
            "best": each.best}  # fmt: skip
