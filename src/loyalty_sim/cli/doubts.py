"""What ``loyalty-sim sweep`` says of doubt: how the outcome may turn out, what may be owed, and how sure the ranking is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loyalty_sim.cli.streams import emit, table
from loyalty_sim.report import risks, studies
from loyalty_sim.report.numbers import per_cent
from loyalty_sim.study import Results, Standing
from loyalty_sim.study.precision import reached
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.selection import Contender, select
from loyalty_sim.study.uncertainty import LIABILITY, Range, ranges

SHOWN = (0.1, 0.5, 0.9)


def told(results: Results, shown: list[Standing]) -> None:
    """Whether a precision was reached, the range of the first outcome of some designs, the tail of what is owed, and which
    designs may be the best."""
    plan = results.plan
    wanted = reached(results)
    if wanted is not None:
        emit(studies.precise(results, wanted))
    first = plan.study.outcomes[0]
    measured, currency = Measured(first.kpi, first.world), plan.base.currency
    if _drawn(results):
        found = ranges(results, measured, [each.design.index for each in shown])
        rows = [_row(each, known, measured, currency) for each, known in zip(shown, found, strict=True)]
        emit("")
        emit(f"{measured.column} over {len(plan.draws)} draws of what is not known")
        emit("")
        headings = ["Design", "10 %", "Median", "90 %", *(["Loss"] if risks.loses(measured) else []), "Due to assumptions"]
        table(headings, [row for row in rows if row])
        leader = shown[0].design
        if found[0] is not None:
            emit(risks.may_turn_out(found[0], measured, currency, leader.name))
        tail = _tail(results, leader.index)
        if tail is not None and tail.tail is not None:
            emit(risks.owed_at_most(tail, currency, leader.name))
    if len(plan.designs) > 1:
        emit("")
        emit(risks.chosen(select(results), measured, currency))


def half_widths(results: Results) -> dict[str, str] | None:
    """How precise each design is, by name, and whether that is not what was asked for; None when nothing was."""
    found = reached(results)
    if found is None:
        return None
    return {
        name: f"{studies.half_width_text(results, found.outcome, width)}{' missed' if name in found.missed else ''}"
        for name, width in found.half_widths.items()
    }


def precision(results: Results) -> dict[str, Any] | None:
    """The same for --json."""
    found = reached(results)
    return None if found is None else found.document()


def document(results: Results, listed: Sequence[Standing]) -> dict[str, Any]:
    """The same for --json: ranges of some designs by name, and the selection; null where there is none."""
    first = results.plan.study.outcomes[0]
    measured, currency = Measured(first.kpi, first.world), results.plan.base.currency
    found: dict[str, Any] = {"uncertainty": None, "liability": None, "selection": None}
    if _drawn(results):
        found["uncertainty"] = _by_name(results, measured, listed)
        if LIABILITY.column in results.table.column_names:
            found["liability"] = _by_name(results, LIABILITY, listed)
    if len(results.plan.designs) > 1:
        selection = select(results)
        found["selection"] = {
            "outcome": selection.outcome, "confidence": selection.confidence, "loss": selection.loss,
            "best": [each.design.name for each in selection.best], "left_out": selection.left_out,
            "contenders": [_contender(each) for each in selection.contenders[: len(listed)]],
            "sentence": risks.chosen(selection, measured, currency),
        }  # fmt: skip
    return found


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
    return ranges(results, LIABILITY, [design])[0] if LIABILITY.column in results.table.column_names else None


def _by_name(results: Results, measured: Measured, listed: Sequence[Standing]) -> dict[str, Any]:
    found = ranges(results, measured, [each.design.index for each in listed])
    return {
        each.design.name: None if known is None else {**vars(known), "in_twenty": known.in_twenty, "share": known.share}
        for each, known in zip(listed, found, strict=True)
    }


def _contender(each: Contender) -> dict[str, Any]:
    return {"name": each.design.name, "value": each.value, "gap": each.gap, "low95": each.low, "high95": each.high,
            "best": each.best}  # fmt: skip
