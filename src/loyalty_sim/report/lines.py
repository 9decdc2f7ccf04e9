"""How a monthly figure evolves, and who stays: lines of the program, the baseline and the no-program world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, catalogue
from loyalty_sim.finance.estimate import Array
from loyalty_sim.report import layers, series
from loyalty_sim.report.layers import BLUE, DASHED, DOTTED, GREY, PURPLE, Stroke
from loyalty_sim.report.numbers import number, per_cent, percentage_points
from loyalty_sim.report.picture import Domain, Drawing, Picture
from loyalty_sim.report.subjects import settled, subject, versus

Columns = dict[str, Array]

PROGRAM = Stroke("program", "program", BLUE, width=2.5)
BASELINE = Stroke("baseline", "baseline", GREY, DASHED)
WITHOUT = Stroke("without_program", "without program", PURPLE, DOTTED)
BANDS: dict[Coverage, tuple[str, str]] = {80: ("low_80", "high_80"), 95: ("low_95", "high_95")}


def evolution(
    result: Result,
    baseline: Result | None = None,
    key: str = "program_cost",
    cumulative: bool = False,
    domain: Domain | None = None,
    coverage: Coverage = 80,
) -> Picture:
    """How a monthly figure evolves: the program with its band, the baseline and the no-program world beside it.

    Args:
        result: the run that is looked at.
        baseline: a run to compare with, drawn as a grey dashed line.
        key: any key of ``finance.catalogue()``.
        cumulative: running sum from month 1; figures that are a stock (such as members) are drawn as they are.
        domain: lowest and highest value of the value axis; by default it follows the numbers.
        coverage: of the interval drawn, in per cent; the table has both.

    Raises:
        ValueError: no monthly figure of that name.
    """
    columns = _columns(result, baseline, key, cumulative)
    figure, currency, months = catalogue()[key], result.scenario.currency, result.scenario.run.months
    summed = cumulative and not figure.stock
    path = columns[PROGRAM.field]
    at_end = figure.stock or summed
    window = 1 if at_end else min(series.YEAR, months)
    name, plural = subject(figure, result.scenario)
    when = f" by {series.month_name(series.month_starts(result)[-1])}" if at_end else " a month"
    title = settled(name, plural, path, figure.unit, currency, at_end=at_end, summed=summed, when=when)
    if baseline is not None or WITHOUT.field in columns:
        reference = columns[BASELINE.field if baseline is not None else WITHOUT.field][-window:]
        if not np.isnan(reference).any():
            above = series.gap(result, baseline, key, cumulative, window)
            beside = "the baseline" if baseline is not None else "the no-program world"
            title += f", {versus(above, float(reference.mean()), figure.unit, currency, coverage)} {beside}"
    how = "at month end" if figure.stock else "added up from month 1" if summed else "per month"
    unit = _unit_name(figure.unit, currency)
    subtitle = f"{name} {how}" if unit in name.lower() else f"{name}, {unit} {how}"
    return _lines(f"evolution_{key}", title, subtitle, result, columns, figure.unit, domain, coverage)


def staying(
    result: Result, baseline: Result | None = None, domain: Domain | None = None, coverage: Coverage = 80
) -> Picture:
    """Who stays: of the customers at the start of month 1, the share who have not lapsed at the end of each month."""
    columns = _columns(result, baseline, "still_there", cumulative=False)
    months = result.scenario.run.months
    title = f"{per_cent(columns[PROGRAM.field][-1])} of customers are still there after {series.span(months)}"
    beside = "in the baseline" if baseline is not None else "without the program"
    reference = columns[BASELINE.field if baseline is not None else WITHOUT.field][-1]
    more = series.gap(result, baseline, "still_there") if not np.isnan(reference) else None
    if more is not None:
        if more.low80 == more.high80 == 0:
            title += f", as many as {beside}"
        elif more.spans_zero(coverage):
            title += f", no clear difference from {'the baseline' if baseline is not None else 'the no-program world'}"
        else:
            title += f", {percentage_points(more.value)} {'more' if more.value > 0 else 'fewer'} than {beside}"
    subtitle = "Customers at the start of month 1 who have not lapsed, per cent at month end"
    return _lines("staying", title, subtitle, result, columns, "share", domain, coverage)


def _columns(result: Result, baseline: Result | None, key: str, cumulative: bool) -> Columns:
    """The program with its bands, and the other lines where there are such."""
    value, bands = series.with_bands(result, key, cumulative)
    columns = {PROGRAM.field: value}
    for coverage, names in BANDS.items():
        columns |= dict(zip(names, bands[coverage], strict=True))
    if baseline is not None:
        columns[BASELINE.field] = series.fitted(series.values(baseline, key, cumulative=cumulative), len(value))
    if catalogue()[key].worlds == "both":
        columns[WITHOUT.field] = series.values(result, key, "without", cumulative)
    return columns


def _unit_name(unit: str, currency: str) -> str:
    return {"money": currency, "share": "per cent", "x": "times"}.get(unit, unit)


def _lines(
    key: str,
    title: str,
    subtitle: str,
    result: Result,
    columns: Columns,
    unit: str,
    domain: Domain | None,
    coverage: Coverage,
) -> Picture:
    """The picture of lines with the band of the first of them."""
    hidden = {name for other, names in BANDS.items() if other != coverage for name in names}
    drawn = [path for name, path in columns.items() if name not in hidden]
    currency, dates = result.scenario.currency, series.month_starts(result)
    used = domain or layers.value_domain(np.concatenate(drawn), zero=unit == "money")
    x, y = layers.months_axis(len(dates)), layers.value_axis(unit, currency, used)
    strokes = [stroke for stroke in (WITHOUT, BASELINE, PROGRAM) if np.isfinite(columns.get(stroke.field, np.nan)).any()]
    rows = _rows(dates, columns, strokes, unit, currency, coverage)
    labels = _labels(columns, strokes, unit, currency)
    tips = [(f"{stroke.field}_text", stroke.label.capitalize()) for stroke in reversed(strokes)]
    parts = [
        *([layers.zero_rule(y)] if used[0] < 0 < used[1] else []),
        layers.band(x, y, *BANDS[coverage], BLUE, len(dates)),
        *(layers.line(x, y, stroke, len(dates)) for stroke in strokes),
        layers.end_labels(x, y, dates[-1], labels, used),
        layers.hover(x, [*tips[:1], ("interval", f"{coverage} % interval"), *tips[1:]]),
    ]
    first, last = series.month_name(dates[0]), series.month_name(dates[-1])
    when = f"from {first} to {last}" if first != last else f"of {last}"
    ends = ", ".join(text for text, _, _ in reversed(labels))
    alt_text = f"{title}. {subtitle}. Line chart {when}; in the last month {ends}."
    spec = layers.chart(title, f"{subtitle}; shaded: {coverage} % interval", rows, parts, alt_text)
    order = [name for name in (PROGRAM.field, *BANDS[80], *BANDS[95], BASELINE.field, WITHOUT.field) if name in columns]
    months = {"month": np.arange(1, len(dates) + 1), "date": series.calendar(dates)}
    table = pd.DataFrame({**months, **{name: columns[name] for name in order}})
    return Picture(key, title, Drawing(spec), table, alt_text, used)


def _labels(columns: Columns, strokes: list[Stroke], unit: str, currency: str) -> list[tuple[str, str, float]]:
    """Name and last value of every line."""
    labels = []
    for stroke in strokes:
        line = columns[stroke.field]
        last = float(line[np.isfinite(line)][-1])
        labels.append((f"{stroke.label} {number(last, unit, currency)}", stroke.colour, last))
    return labels


def _rows(
    dates: list[str], columns: Columns, strokes: list[Stroke], unit: str, currency: str, coverage: Coverage
) -> list[dict[str, Any]]:
    """One record a month: the numbers for the marks and the texts for the tooltip."""
    found: dict[str, list[Any]] = {"date": dates}
    low, high = BANDS[coverage]
    for name in (low, high, *(stroke.field for stroke in strokes)):
        found[name] = layers.plain(columns[name])
    for stroke in strokes:
        found[f"{stroke.field}_text"] = [number(value, unit, currency) for value in found[stroke.field]]
    found["interval"] = [
        f"{number(start, unit, currency)} to {number(end, unit, currency)}"
        for start, end in zip(found[low], found[high], strict=True)
    ]
    return layers.records(found)
