"""``loyalty-sim tornado``: move each assumption and lever alone, and show what the answer hinges on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty_sim.cli.cluster import executor_on
from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.scenarios import find, read, with_run
from loyalty_sim.cli.streams import emit, emit_json, say, table, tally
from loyalty_sim.cli.study import read_study
from loyalty_sim.finance import Estimate
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.report import numbers, risks
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import ScenarioError, content, document_of
from loyalty_sim.scenario.problems import nearest
from loyalty_sim.study import LostWorkersError
from loyalty_sim.study.ends import Move, assumptions, of_study
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.rows import measured as recorded
from loyalty_sim.study.tornado import Bar, End, Tornado, tornado

SAVED = "library:"


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    subject: str
    outcomes: tuple[str, ...]
    customers: int | None
    months: int | None
    seed: int | None
    out: Path | None
    picture: Path | None
    jobs: int | None
    json: bool
    quiet: bool
    cluster: str | None = None


def execute(order: Order) -> Code:
    """Simulate the bars and report; returns the exit code."""
    scenario, moves, outcomes = _question(order)
    if order.out is not None and not order.out.parent.is_dir():
        raise CommandError(Code.USAGE, f"--out is {order.out}, but there is no folder {order.out.parent}")
    try:
        with (
            executor_on(order.cluster, scenario, order.jobs) as (executor, jobs),
            tally(scenario.name, "runs", order.quiet) as report,
        ):
            found = tornado(
                scenario, moves, outcomes, executor=executor, jobs=jobs,
                progress=lambda done: report(done.runs, done.total, done.rate, done.failed),
            )  # fmt: skip
    except LostWorkersError as error:
        raise CommandError(Code.FAILED, str(error)) from None
    if order.out is not None:
        _write(order.out, found)
    if order.json:
        emit_json(_document(found))
    else:
        _print(found)
    if not order.quiet:
        _comment(found, order.out)
    if order.picture is not None:
        _draw(order.picture, found, order.quiet)
    return Code.OK


def _draw(path: Path, found: Tornado, quiet: bool) -> None:
    from loyalty_sim.cli.pictures import draw
    from loyalty_sim.report import risk

    pictures = {measured.column: risk.tornado(found, measured) for measured in found.outcomes}
    draw(path, f"What {found.scenario.name} hinges on", pictures, quiet)


def _question(order: Order) -> tuple[Scenario, list[Move], tuple[Measured, ...]]:
    """The scenario, what is moved in it, and what is looked at."""
    settings = {"customers": order.customers, "months": order.months, "seed": order.seed}
    chosen = _outcomes(order.outcomes)
    if _is_study(order.subject):
        plan = read_study(Path(order.subject))
        scenario, moves = with_run(plan.base, **settings), of_study(plan)
        found = chosen or recorded(plan.study)[:1]
        missing = "names neither uncertainties nor levers with more than one value"
    else:
        scenario = with_run(read(order.subject), **settings)
        moves, found = assumptions(scenario), chosen or (Measured("net_value", "program"),)
        missing = "has no assumption with a low and a high"
    if not moves:
        raise CommandError(Code.USAGE, f"{order.subject} {missing}; there is nothing to move")
    return scenario, moves, found


def _is_study(subject: str) -> bool:
    """Whether an argument names a study file; what cannot be read is left to who reads scenarios."""
    if subject.startswith(SAVED):
        return False
    try:
        return "base" in document_of(content(find(subject)), subject).data
    except ScenarioError:
        return False


def _outcomes(keys: Sequence[str]) -> tuple[Measured, ...]:
    for key in keys:
        if key not in FIGURES:
            near = nearest(key, list(FIGURES))
            hint = f"; did you mean {near}?" if near else f"; such as {', '.join(list(FIGURES)[:5])}"
            raise CommandError(Code.USAGE, f"--outcome is {key}; no key figure is called so{hint}")
    return tuple(Measured(key, "program") for key in dict.fromkeys(keys))


def _print(found: Tornado) -> None:
    """The bars of each outcome, and the sentence."""
    for index, measured in enumerate(found.outcomes):
        if index:
            emit("")
        _print_one(found, measured)


def _print_one(found: Tornado, measured: Measured) -> None:
    currency, base = found.scenario.currency, found.base[measured.column]
    shown = risks.amount(None if base is None else base.value, measured, currency)
    emit(f"{found.scenario.name}: {risks.subject(measured)} is {shown} as assumed")
    emit("")
    bars = found.bars(measured.column)
    rows = [
        [bar.move.label, risks.setting(bar.move.base), *_end(bar.move.low, bar.low, measured, currency),
         *_end(bar.move.high, bar.high, measured, currency), *_span(bar, measured, currency)]
        for bar in bars if bar.reach != 0
    ]  # fmt: skip
    if rows:
        table(("Moved alone", "Base", "Low", "Outcome", "High", "Outcome", "High less low", "95 % interval"), rows)
    still = [bar.move.label for bar in bars if bar.reach == 0]
    if still:
        emit(f"No difference at all: {risks.listed(still)}.")
    emit(risks.hinges_on(found, measured))


def _end(value: Any, end: End, measured: Measured, currency: str) -> tuple[str, str]:
    outcome = None if end.value is None else end.value.value
    return risks.setting(value), risks.amount(outcome, measured, currency)


def _span(bar: Bar, measured: Measured, currency: str) -> tuple[str, str]:
    if bar.span is None:
        return numbers.UNDEFINED, ""
    unit = FIGURES[measured.kpi].unit
    value, low, high = (numbers.difference(each, unit, currency) for each in (bar.span.value, *bar.span.interval(95)))
    return value, f"{low} to {high}"


def _comment(found: Tornado, out: Path | None) -> None:
    """Say on stderr what could not be simulated and what was written."""
    for bar in found.bars():
        for name, end, value in (("low", bar.low, bar.move.low), ("high", bar.high, bar.move.high)):
            if end.reason is not None:
                say(f"warning: {bar.move.path} at its {name} of {risks.setting(value)} cannot be simulated: {end.reason}")
    for outside in [text for bar in found.bars() if (text := risks.beyond_evidence(bar.move))]:
        say(f"note: {outside}; a study can name other ends")
    if out is not None:
        say(f"wrote {out}")


def _document(found: Tornado) -> dict[str, Any]:
    outcomes = [
        {
            "outcome": measured.column, "unit": FIGURES[measured.kpi].unit, "base": found.base[measured.column],
            "sentence": risks.hinges_on(found, measured), "bars": [_bar(bar) for bar in found.bars(measured.column)],
        }
        for measured in found.outcomes
    ]  # fmt: skip
    return {"scenario": found.scenario.name, "currency": found.scenario.currency, "outcomes": outcomes}


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "path": bar.move.path, "label": bar.move.label, "kind": bar.move.kind, "unit": bar.move.unit,
        "base": bar.move.base, "low": {"setting": bar.move.low, **vars(bar.low)},
        "high": {"setting": bar.move.high, **vars(bar.high)}, "span": bar.span, "reach": bar.reach, "matters": bar.matters,
    }  # fmt: skip


COLUMNS = ("outcome", "path", "label", "kind", "unit", "base", "low", "high", "outcome_base", "outcome_low", "outcome_high",
           "change_low", "change_low_low95", "change_low_high95", "change_high", "change_high_low95", "change_high_high95",
           "span", "span_low95", "span_high95", "matters", "reason_low", "reason_high")  # fmt: skip


def _write(path: Path, found: Tornado) -> None:
    """All bars as a CSV file, in place of an earlier one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for measured in found.outcomes:
        base = found.base[measured.column]
        for bar in found.bars(measured.column):
            move = bar.move
            writer.writerow([
                measured.column, move.path, move.label, move.kind, move.unit, move.base, move.low, move.high,
                _only(base), _only(bar.low.value), _only(bar.high.value),
                *_three(bar.low.change), *_three(bar.high.change), *_three(bar.span), bar.matters,
                bar.low.reason or "", bar.high.reason or "",
            ])  # fmt: skip
    try:
        path.write_text(text.getvalue(), encoding="utf-8")
    except OSError as error:
        raise CommandError(Code.FAILED, f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None


def _only(estimate: Estimate | None) -> float | str:
    return "" if estimate is None else estimate.value


def _three(estimate: Estimate | None) -> tuple[float | str, float | str, float | str]:
    return ("", "", "") if estimate is None else (estimate.value, estimate.low95, estimate.high95)
