"""How a monthly line evolves under each design, and how far two designs lie apart, month by month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loyalty_sim.finance import Coverage, Line, catalogue
from loyalty_sim.finance.estimate import Array
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, DASHED, DOTTED, GREY, VERMILLION, Stroke
from loyalty_sim.report.numbers import difference, number
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.subjects import subject, versus
from loyalty_sim.study import Comparison, verdict
from loyalty_sim.study.paths import path, path_difference

TOGETHER = 3
"""Designs in one chart; of more, each has a chart of its own beside the reference."""
STYLES = ((BLUE, (), 2.5), (VERMILLION, DOTTED, 2.5))
"""Colour, dash and width of the designs; the reference is grey and dashed."""
LONGEST_LABEL = 18
"""Letters of a name at the end of its line."""


def paths(
    comparison: Comparison,
    key: str = "program_cost",
    cumulative: bool = False,
    domain: Domain | None = None,
    coverage: Coverage = 80,
) -> list[Picture]:
    """A monthly line of all designs: one chart of up to three, else one for each beside the reference, on one axis.

    Args:
        key: any key of ``finance.catalogue()``.
        cumulative: running sum from month 1; stocks are drawn as they are.
        domain: of the value axis; by default it follows the numbers.
        coverage: of the interval by which titles tell whether a difference is real.

    Raises:
        ValueError: no monthly line of that name.
    """
    lines = [path(result, key, cumulative).value for result in comparison.results]
    months = comparison.reference.scenario.run.months
    drawn = [series.fitted(line, months) for line in lines]
    used = domain or layers.value_domain(np.concatenate(drawn), zero=catalogue()[key].unit == "money")
    groups = [comparison.others] if len(lines) <= TOGETHER else [(index,) for index in comparison.others]
    return [_together(comparison, key, cumulative, group, drawn, used, coverage) for group in groups]


def _together(
    comparison: Comparison,
    key: str,
    cumulative: bool,
    group: Sequence[int],
    lines: list[Array],
    domain: Domain,
    coverage: Coverage,
) -> Picture:
    """Some designs and the reference in one chart."""
    figure, scenario = catalogue()[key], comparison.reference.scenario
    currency, dates = scenario.currency, series.month_starts(comparison.reference)
    strokes = [Stroke(f"design_{index}", comparison.names[index], *style) for index, style in zip(group, STYLES)]  # noqa: B905
    strokes = [Stroke("reference", comparison.names[comparison.at], GREY, DASHED), *strokes]
    columns = dict(zip([stroke.field for stroke in strokes], [lines[at] for at in (comparison.at, *group)], strict=True))
    name, _ = subject(figure, scenario)
    title = f"{name}: {', '.join(_beside(comparison, index, key, cumulative, coverage) for index in group)}"
    subtitle = f"{name}, {_unit(figure, currency)}, {_how(figure, cumulative)}; dashed: {comparison.names[comparison.at]}"
    x, y = layers.months_axis(len(dates)), layers.value_axis(figure.unit, currency, domain)
    labels = [_label(stroke, columns[stroke.field], dates, figure.unit, currency) for stroke in strokes]
    parts = [
        *([layers.zero_rule(y)] if domain[0] < 0 < domain[1] else []),
        *(layers.line(x, y, stroke, len(dates)) for stroke in strokes),
        layers.end_labels(x, y, dates[-1], [label for label in labels if label is not None], domain),
        layers.hover(x, [(f"{stroke.field}_text", stroke.label) for stroke in strokes]),
    ]
    texts = {
        f"{field}_text": [number(value, figure.unit, currency) for value in layers.plain(line)]
        for field, line in columns.items()
    }
    rows = layers.records({"date": dates, **{field: layers.plain(line) for field, line in columns.items()}, **texts})
    ends = ", ".join(text for text, _, _ in filter(None, labels))
    alt_text = f"{title}. {subtitle}. Line chart; in the last month {ends}."
    named = {stroke.label: columns[stroke.field] for stroke in strokes}
    table = pd.DataFrame({"month": np.arange(1, len(dates) + 1), "date": series.calendar(dates), **named})
    spec = layers.chart(title, subtitle, rows, parts, alt_text)
    return Picture(f"paths_{key}_{'_'.join(map(str, group))}", title, Drawing(spec), table, alt_text, domain)


def _beside(comparison: Comparison, index: int, key: str, cumulative: bool, coverage: Coverage) -> str:
    """How a design lies to the reference: by a stock or a running sum at the end, else on average over the last year."""
    figure, result, reference = catalogue()[key], comparison.results[index], comparison.reference
    name, other = comparison.names[index], comparison.names[comparison.at]
    months = reference.scenario.run.months
    if result.scenario.run.months != months:
        return f"{name} beside {other}, over other months"
    window = 1 if figure.stock or cumulative else min(series.YEAR, months)
    if figure.unit == "money" and not comparison.same_currency(index):
        return f"{name} in another currency than {other}"
    above = series.gap(result, reference, key, cumulative, window)
    level = float(series.values(reference, key, cumulative=cumulative)[-window:].mean())
    return f"{name} {versus(above, level, figure.unit, reference.scenario.currency, coverage)} {other}"


def _label(stroke: Stroke, line: Array, dates: list[str], unit: str, currency: str) -> tuple[str, str, float] | None:
    """Name and last value of a line, with its month where it ends early; colour and place. None without a number."""
    known = np.flatnonzero(np.isfinite(line))
    if known.size == 0:
        return None
    at = int(known[-1])
    last, when = float(line[at]), "" if at == len(dates) - 1 else f" in {series.month_name(dates[at])}"
    return f"{shortened(stroke.label)} {number(last, unit, currency)}{when}", stroke.colour, last


def shortened(name: str, most: int = LONGEST_LABEL) -> str:
    """A name that fits beside a line or a bar."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def apart(
    comparison: Comparison,
    index: int,
    key: str = "program_cost",
    cumulative: bool = False,
    domain: Domain | None = None,
    coverage: Coverage = 80,
) -> Picture | None:
    """A monthly line of a design less that of the reference, with its band, paired where the customers are the same.

    None where the line is money and the currencies differ.

    Raises:
        ValueError: no monthly line of that name.
    """
    figure, scenario = catalogue()[key], comparison.reference.scenario
    if figure.unit == "money" and not comparison.same_currency(index):
        return None
    gap = path_difference(comparison.results[index], comparison.reference, key, cumulative)
    (low, high), (low_80, high_80), (low_95, high_95) = (gap.band(each) for each in (coverage, 80, 95))
    months, currency = len(gap.value), scenario.currency
    dates = series.month_starts(comparison.reference)[:months]
    name, reference, what = comparison.names[index], comparison.names[comparison.at], subject(figure, scenario)[0]
    title = f"{what}: {_verdict_of_path(comparison, index, key, cumulative, coverage)}"
    paired = "paired" if not comparison.voids[index] else "not paired"
    subtitle = (
        f"{name} less {reference}, {_unit(figure, currency)}, {_how(figure, cumulative)}; {paired}; "
        f"shaded: {coverage} % interval"
    )
    used = domain or layers.value_domain(np.concatenate([low, high, [0.0]]))
    x, y = layers.months_axis(months), _difference_axis(figure.unit, currency, used)
    rows = layers.records({
        "date": dates,
        "apart": layers.plain(gap.value), "low": layers.plain(low), "high": layers.plain(high),
        "text": [difference(value, figure.unit, currency) for value in layers.plain(gap.value)],
        "interval": [
            f"{difference(start, figure.unit, currency)} to {difference(end, figure.unit, currency)}"
            for start, end in zip(layers.plain(low), layers.plain(high), strict=True)
        ],
    })  # fmt: skip
    parts = [
        layers.zero_rule(y),
        layers.band(x, y, "low", "high", BLUE, months),
        layers.line(x, y, Stroke("apart", "difference", BLUE, width=2.5), months),
        layers.hover(x, [("text", "Difference"), ("interval", f"{coverage} % interval")]),
    ]
    alt_text = f"{title}. {subtitle}. Line chart around zero; in the last month {rows[-1]['text']}."
    table = pd.DataFrame({
        "month": np.arange(1, months + 1), "date": series.calendar(dates), "difference": gap.value,
        "low_80": low_80, "high_80": high_80, "low_95": low_95, "high_95": high_95,
    })  # fmt: skip
    spec = layers.chart(title, subtitle, rows, parts, alt_text)
    return Picture(f"apart_{key}_{index}", title, Drawing(spec), table, alt_text, used)


def _verdict_of_path(comparison: Comparison, index: int, key: str, cumulative: bool, coverage: Coverage) -> str:
    """Whether the difference at the end (of a flow, of the last year) is real."""
    figure, name, reference = catalogue()[key], comparison.names[index], comparison.names[comparison.at]
    at_end = figure.stock or cumulative
    gap = path_difference(comparison.results[index], comparison.reference, key, cumulative)
    if not gap.value.any() and not gap.se.any():
        return f"{name} is the same as {reference} in every month"
    if comparison.results[index].scenario.run.months != comparison.reference.scenario.run.months:
        return f"{name} less {reference}, as far as both go"
    window = 1 if at_end else min(series.YEAR, len(gap.value))
    mean = series.gap(comparison.results[index], comparison.reference, key, cumulative, window)
    when = "at the end" if at_end else "a month in the last year" if window == series.YEAR else "a month"
    if mean is None or verdict(mean, coverage) != "real":
        return f"no real difference of {name} to {reference} can be told {when.removeprefix('a month ')}"
    size = difference(mean.value, figure.unit, comparison.reference.scenario.currency)
    return f"{name} differs from {reference} by {size} {when}, a real difference"


def _how(figure: Line, cumulative: bool) -> str:
    return "at month end" if figure.stock else "added up from month 1" if cumulative else "per month"


def _unit(figure: Line, currency: str) -> str:
    return {"money": currency, "share": "per cent", "x": "times"}.get(figure.unit, figure.unit)


def _difference_axis(unit: str, currency: str, domain: Domain) -> Spec:
    """A value axis on which differences of shares are percentage points."""
    axis = layers.value_axis(unit, currency, domain)
    if unit == "share":
        axis["axis"]["labelExpr"] = axis["axis"]["labelExpr"].replace("' %'", "' pp'")
    return axis
