"""What a study says of risk, in sentences: what drives an outcome, how likely a loss is, and how sure the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loyalty_sim.finance.kpis import FIGURES, Figure
from loyalty_sim.report.numbers import difference, number, per_cent
from loyalty_sim.study.growth import Choice
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.selection import Selection
from loyalty_sim.study.sensitivity import Sensitivity
from loyalty_sim.study.specification import World
from loyalty_sim.study.tornado import Bar, Tornado
from loyalty_sim.study.uncertainty import DOTS, Range

NAMED = 5
"""Designs or assumptions that are named in a sentence."""
WORLDS: dict[World, str] = {"program": "", "without": " without the program", "difference": " against no program"}


def subject(measured: Measured) -> str:
    """What an outcome is called within a sentence: "net value of the program"."""
    label = FIGURES[measured.kpi].label
    plain = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return plain + WORLDS[measured.world]


def amount(value: float | None, measured: Measured, currency: str) -> str:
    """An outcome with its unit; one that is a difference with its sign."""
    show = difference if measured.world == "difference" else number
    return show(value, FIGURES[measured.kpi].unit, currency)


def change(value: float, measured: Measured, currency: str) -> str:
    """A change in an outcome, with its sign."""
    return difference(value, FIGURES[measured.kpi].unit, currency)


def loses(measured: Measured) -> bool:
    """Whether below zero means a loss: money of which more is better."""
    figure: Figure = FIGURES[measured.kpi]
    return figure.unit == "money" and figure.better == "higher"


def setting(value: Any) -> str:
    """The value of an assumption or a lever, to four digits; from ten thousand on to the unit."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.4g}" if abs(value) < 9999.5 else f"{value:,.0f}"


def hinges_on(tornado: Tornado, measured: Measured | None = None) -> str:
    """Which assumption or lever matters most for an outcome, by default the first, and from where to where it takes it."""
    measured = measured or tornado.outcomes[0]
    currency = tornado.scenario.currency
    bars = [bar for bar in tornado.bars(measured.column) if bar.matters]
    if not bars:
        return f"Nothing that was moved changes {subject(measured)} by more than the noise of the simulation."
    bar = bars[0]
    ends = " to ".join(_end(bar, end, measured, currency) for end in ("low", "high"))
    sentence = f'"{bar.move.label}" matters most: {subject(measured)} goes from {ends}.'
    if loses(measured) and (turning := [each.move.label for each in bars if _turns(each)]):
        sentence += f" Whether the program pays hinges on {_quoted(turning)}."
    return sentence


def _end(bar: Bar, name: str, measured: Measured, currency: str) -> str:
    end, value = (bar.low, bar.move.low) if name == "low" else (bar.high, bar.move.high)
    shown = amount(None if end.value is None else end.value.value, measured, currency)
    return f"{shown} (at {setting(value)})"


def _turns(bar: Bar) -> bool:
    """Whether one end is surely a gain and the other surely a loss."""
    known = [end.value for end in (bar.low, bar.high) if end.value is not None]
    return any(value.low95 > 0 for value in known) and any(value.high95 < 0 for value in known)


def driven_by(found: Sensitivity, measured: Measured, currency: str) -> str:
    """Which assumption drives an outcome when all are uncertain together, and whether the indices are steady."""
    if not found.importances or not found.importances[0].main.value > 0:
        return f"No assumption changes {subject(measured)}."
    first, *others = found.importances
    name = f'"{first.label}"'
    if found.method == "sobol":
        alone = per_cent(min(max(first.second.value, 0.0), 1.0)) if first.second is not None else ""
        said = f"{name} drives {subject(measured)}: {alone} of what is uncertain in it would be gone if that were known"
    else:
        unit = FIGURES[measured.kpi].unit
        change = difference(first.main.value, unit, currency).removeprefix("+")
        said = f"{name} drives {subject(measured)}: from end to end it moves it by {change} on average"
    rivals = [each.label for each in others if each.main.high > first.main.low]
    close = f" {_quoted(rivals)} may matter as much." if rivals else ""
    steady = "" if found.steady else " The indices still move with the sample; take more samples."
    return f"{said}.{close}{steady}"


def in_twenty(found: Range) -> str:
    """The chance of a loss in plain frequencies: "3 in 20"."""
    count = found.in_twenty
    if count == 0:
        return "none in 20" if found.loss == 0 else "fewer than 1 in 20"
    return "all of 20" if count == DOTS and found.loss == 1 else f"{count} in 20"


def may_turn_out(found: Range, measured: Measured, currency: str, design: str) -> str:
    """Where an outcome of a design lies in most draws, how likely a loss is, and what the doubt comes from."""
    low, high = (amount(found.quantiles[level], measured, currency) for level in (0.1, 0.9))
    said = f"{design}: {subject(measured)} lies between {low} and {high} in 8 of 10 draws of what is not known"
    loss = f"; a loss: {in_twenty(found)}" if loses(measured) else ""
    if found.share != found.share:
        return f"{said}{loss}."
    why = f"{per_cent(found.share)} of the variance of a run is due to the assumptions, the rest to the simulation"
    return f"{said}{loss}. {why[:1].upper()}{why[1:]}."


def chosen(found: Selection, measured: Measured, currency: str) -> str:
    """Which designs cannot be told from the best, and what is lost at most by taking the leader."""
    if not found.contenders:
        return "No design can be ranked."
    leader, *others = (each.design.name for each in found.best)
    sure = per_cent(found.confidence)
    if not others:
        return f"{leader} is the best of {len(found.contenders):,} designs by {found.outcome} (at {sure})."
    most = difference(found.loss, FIGURES[measured.kpi].unit, currency).removeprefix("+")
    return (
        f"By {found.outcome}, {listed(others)} cannot be told from {leader} (at {sure}, {len(found.contenders):,} designs); "
        f"taking {leader} loses at most {most} against the best."
    )


def made_sure(found: Choice, measured: Measured, currency: str) -> str:
    """How a choice ended: with one design, precise enough, or without the budget to go on."""
    last = found.rounds[-1]
    margin = difference(found.margin, FIGURES[measured.kpi].unit, currency).removeprefix("+")
    why = {
        "one": "one design is left",
        "precise": f"the loss by taking the leader is at most the {margin} that do not matter",
        "budget": "the budget does not allow another round",
    }[found.ended]
    return f"Ended after {last.runs:,} runs in {len(found.rounds)} round{'' if len(found.rounds) == 1 else 's'}: {why}."


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first."""
    shown = [*names[:NAMED], *([f"{len(names) - NAMED:,} more"] if len(names) > NAMED else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _quoted(names: Sequence[str]) -> str:
    return listed([f'"{name}"' for name in names])
