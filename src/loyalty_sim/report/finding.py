"""The finding of a run in one sentence, honest where an interval spans zero."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, Estimate, Kpi
from loyalty_sim.finance import compare as compare_runs
from loyalty_sim.finance import kpis as key_figures
from loyalty_sim.report.numbers import central, interval, money, percentage_points
from loyalty_sim.report.series import YEAR, span


def finding(
    result: Result,
    baseline: Result | None = None,
    kpis: Mapping[str, Kpi] | None = None,
    differences: Mapping[str, Estimate] | None = None,
    coverage: Coverage = 80,
) -> str:
    """What the program costs, returns, breaks and keeps; with a baseline, what of it has changed.

    Args:
        result: the run.
        baseline: the run to compare with.
        kpis: key figures of the result, where they are known already.
        differences: ``finance.compare(result, baseline)``, where it is known already.
        coverage: of the intervals, in per cent; where one spans zero, nothing is claimed.
    """
    figures = kpis if kpis is not None else key_figures(result)
    if baseline is None:
        return _alone(result, figures, coverage)
    changes = differences if differences is not None else compare_runs(result, baseline)
    return _against(result, baseline, figures, changes, coverage)


def _alone(result: Result, figures: Mapping[str, Kpi], coverage: Coverage) -> str:
    currency = result.scenario.currency
    cost, ratio = figures["cost"].program, figures["cost_ratio"].program
    parts = f"{result.scenario.name} costs {central(cost, 'money', currency)} over {span(result.scenario.run.months)}"
    if cost is not None and cost.value == 0:
        parts = f"{result.scenario.name} costs nothing over {span(result.scenario.run.months)}"
    elif ratio is not None:
        parts += f" ({central(ratio, 'share')} of member sales)"
    sentence = parts + _net(figures["net_value"].program, currency, coverage)
    months = result.scenario.run.months
    each = "each year" if months >= YEAR else f"over {span(months)}"
    outcomes = [text for text in (_breakage(figures["breakage"]), _retention(figures["retention"], each, coverage)) if text]
    return f"{sentence}; {' and '.join(outcomes)}." if outcomes else f"{sentence}."


def _net(net: Estimate | None, currency: str, coverage: Coverage) -> str:
    if net is None:
        return ""
    if net.low80 == net.high80 == 0:
        return " and changes nothing else"
    ends = interval(net, "money", currency, coverage)
    if net.spans_zero(coverage):
        return f", and its net return of {central(net, 'money', currency)} cannot be told from zero ({ends})"
    if net.value > 0:
        return f" and returns a net {central(net, 'money', currency)}, most likely {ends}"
    lost = _turned(net)
    ends = interval(lost, "money", currency, coverage)
    return f" and loses a net {central(lost, 'money', currency)}, most likely {ends}"


def _turned(value: Estimate) -> Estimate:
    """The estimate with its sign turned, to say a loss as a positive amount."""
    return Estimate(-value.value, value.se, -value.high80, -value.low80, -value.high95, -value.low95)


def _breakage(figure: Kpi) -> str:
    return "" if figure.program is None else f"{central(figure.program, 'share')} of points break"


def _retention(figure: Kpi, each: str, coverage: Coverage) -> str:
    if figure.program is None:
        return ""
    text = f"{central(figure.program, 'share')} of customers stay {each}"
    gap = figure.difference
    if gap is None:
        return text
    if gap.low80 == gap.high80 == 0:
        return f"{text}, as without the program"
    if gap.spans_zero(coverage):
        return f"{text}, which cannot be told from the world without the program"
    more = "more" if gap.value > 0 else "fewer"
    return f"{text}, {percentage_points(gap.value)} {more} than without the program"


def _against(
    result: Result, baseline: Result, figures: Mapping[str, Kpi], changes: Mapping[str, Estimate], coverage: Coverage
) -> str:
    currency, name = result.scenario.currency, result.scenario.name
    other = baseline.scenario.name
    beside = "the baseline" if other == name else f"the baseline {other}"
    cost = figures["cost"].program
    head = f"{name} costs {central(cost, 'money', currency)} over {span(result.scenario.run.months)}"
    spending = changes.get("cost")
    if spending is None or spending.low80 == spending.high80 == 0:
        head += f", as much as {beside}"
    elif spending.spans_zero(coverage):
        head += f", which cannot be told from {beside}"
    else:
        head += f", {money(abs(spending.value), currency)} {'more' if spending.value > 0 else 'less'} than {beside}"
    return f"{head}; {_net_change(changes.get('net_value'), currency, coverage)}; {_share_changes(changes, coverage)}."


def _net_change(change: Estimate | None, currency: str, coverage: Coverage) -> str:
    if change is None:
        return "its net value cannot be compared"
    if change.low80 == change.high80 == 0:
        return "its net value is the same"
    if change.spans_zero(coverage):
        return f"the change of its net value cannot be told from zero ({interval(change, 'money', currency, coverage)})"
    size = change if change.value > 0 else _turned(change)
    way = "higher" if change.value > 0 else "lower"
    ends = interval(size, "money", currency, coverage)
    return f"its net value is {central(size, 'money', currency)} {way}, most likely {ends}"


def _share_changes(changes: Mapping[str, Estimate], coverage: Coverage) -> str:
    """Breakage and retention, each up, down or unchanged."""
    words = []
    for key in ("breakage", "retention"):
        change = changes.get(key)
        if change is None:
            continue
        if change.low80 == change.high80 == 0:
            words.append(f"{key} is unchanged")
        elif change.spans_zero(coverage):
            words.append(f"no change of {key} can be told")
        else:
            size = percentage_points(change.value)
            words.append(f"{key} {'rises' if change.value > 0 else 'falls'} by {size}")
    return " and ".join(words) if words else "nothing else can be compared"
