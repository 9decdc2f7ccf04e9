"""How a monthly figure evolves, and who stays: lines of the program, the baseline and the no-program world."""

from __future__ import annotations

from typing import Any

import pandas as pd

from loyalty_sim.engine import Result
from loyalty_sim.finance import Line, band, catalogue
from loyalty_sim.report import layers
from loyalty_sim.report.layers import BLUE, DASHED, DOTTED, GREY, PURPLE, Series
from loyalty_sim.report.numbers import number, percentage_points
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec

YEAR = 12
PROGRAM = Series("value", "program", BLUE, width=2.5)
BASELINE = Series("baseline", "baseline", GREY, DASHED)
WITHOUT = Series("without", "without program", PURPLE, DOTTED)
PLURAL_UNITS = frozenset({"customers", "members", "purchases", "redemptions", "customer-months"})
SMALL_CHANGE = 0.03
"""A change of less than this share counts as steady."""


def evolution(
    result: Result,
    baseline: Result | None = None,
    key: str = "program_cost",
    cumulative: bool = False,
    domain: Domain | None = None,
) -> Picture:
    """How a monthly figure evolves: the program with its 80 % band, the baseline and the no-program world beside it.

    Args:
        result: the run that is looked at.
        baseline: a run to compare with, drawn as a grey dashed line.
        key: any key of ``finance.catalogue()``.
        cumulative: running sum from month 1; figures that are a stock (such as members) are drawn as they are.
        domain: lowest and highest value of the value axis; by default it follows the numbers.

    Raises:
        ValueError: no monthly figure of that name.
    """
    table = _three_lines(result, baseline, key, cumulative)
    figure, currency = catalogue()[key], result.scenario.currency
    summed = cumulative and not figure.stock
    title = _evolution_title(figure, table, summed, currency)
    how = "at month end" if figure.stock else "added up from month 1" if summed else "per month"
    subtitle = f"{figure.label}, {unit_name(figure.unit, currency)} {how}"
    return _lines(f"evolution_{key}", title, subtitle, table, figure.unit, currency, domain, zero=figure.unit == "money")


def staying(result: Result, baseline: Result | None = None, domain: Domain | None = None) -> Picture:
    """Who stays: of the customers at the start of month 1, the share who have not lapsed at the end of each month."""
    table = _three_lines(result, baseline, "still_there")
    last = table.iloc[-1]
    title = f"{number(last['value'], 'share')} of customers are still there after {months_text(len(table))}"
    column, beside = ("baseline", "in the baseline") if baseline is not None else ("without", "without the program")
    if pd.notna(last[column]):
        title += f", {_share_change(last['value'] - last[column])} {beside}"
    subtitle = "Customers at the start of month 1 who have not lapsed, share at month end"
    return _lines("staying", title, subtitle, table, "share", result.scenario.currency, domain, zero=False)


def _three_lines(result: Result, baseline: Result | None, key: str, cumulative: bool = False) -> pd.DataFrame:
    """Columns month, date, value, low80, high80, and without and baseline where there is such a line."""
    table = band(result, key, cumulative=cumulative)[["month", "date", "value", "low80", "high80"]]
    if catalogue()[key].worlds == "both":
        table["without"] = band(result, key, "without", cumulative)["value"]
    if baseline is not None:
        table["baseline"] = band(baseline, key, cumulative=cumulative)["value"].reindex(range(len(table)))
    return table


def unit_name(unit: str, currency: str) -> str:
    """The unit in words: the currency for money, per cent for shares."""
    return {"money": currency, "share": "per cent", "x": "times"}.get(unit, unit)


def months_text(months: int) -> str:
    """A span of time in words: "three years", "18 months"."""
    words = {1: "one year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
    if months % YEAR == 0:
        return words.get(months // YEAR, f"{months // YEAR} years")
    return "one month" if months == 1 else f"{months} months"


def _lines(
    key: str, title: str, subtitle: str, table: pd.DataFrame, unit: str, currency: str, domain: Domain | None, zero: bool
) -> Picture:
    """The picture of a table with the columns value, low80, high80 and perhaps baseline and without."""
    drawn = [
        series for series in (WITHOUT, BASELINE, PROGRAM) if series.field in table and table[series.field].notna().any()
    ]
    columns = ["low80", "high80", *(series.field for series in drawn)]
    found = table[columns].to_numpy()
    used = domain or layers.value_domain([float(value) for value in found[found == found]] or [0.0], zero)  # noqa: PLR0124
    months = len(table)
    x, y = layers.months_axis(months), layers.value_axis(unit, currency, used)
    rows = _rows(table, drawn, unit, currency)
    labels = []
    for series in drawn:
        final = table[series.field].dropna().iloc[-1]
        labels.append((f"{series.label} {number(final, unit, currency)}", series.colour, float(final)))
    tips = [(f"{series.field}_text", series.label.capitalize()) for series in reversed(drawn)]
    parts = [
        layers.band(x, y, "low80", "high80", BLUE, months),
        *(layers.line(x, y, series, months) for series in drawn),
        layers.end_labels(x, y, rows[-1]["date"], labels, used),
        layers.hover(x, [tips[0], ("interval", "80 % interval"), *tips[1:]]),
    ]
    if used[0] < 0 < used[1]:
        parts.insert(0, layers.zero_rule(y))
    alt_text = (
        f"{title}. {subtitle}. Line chart from {layers.month_name(rows[0]['date'])} to {layers.month_name(rows[-1]['date'])}"
        + (f"; at the end {', '.join(text for text, _, _ in reversed(labels))}.")
    )
    spec = layers.chart(title, f"{subtitle}; shaded: 80 % interval", rows, parts, alt_text)
    named = {"low80": "low_80", "high80": "high_80", "value": "program", "without": "without_program"}
    return Picture(key, title, Drawing(spec), table.rename(columns=named), alt_text, used)


def _rows(table: pd.DataFrame, drawn: list[Series], unit: str, currency: str) -> list[dict[str, Any]]:
    """One record a month: the numbers for the marks and the texts for the tooltip."""
    columns: Spec = {"date": layers.dates(table["date"])}
    for field in ("low80", "high80", *(series.field for series in drawn)):
        columns[field] = [None if pd.isna(value) else float(value) for value in table[field]]
    for series in drawn:
        columns[f"{series.field}_text"] = [number(value, unit, currency) for value in columns[series.field]]
    columns["interval"] = [
        f"{number(low, unit, currency)} to {number(high, unit, currency)}"
        for low, high in zip(columns["low80"], columns["high80"], strict=True)
    ]
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _evolution_title(figure: Line, table: pd.DataFrame, summed: bool, currency: str) -> str:
    """What became of the figure, and how that compares with the baseline, else with the no-program world."""
    values = table["value"]
    last = layers.month_name(table["date"].iloc[-1])
    plural = figure.unit in PLURAL_UNITS or figure.label.lower().startswith(("points", "fees", "discounts", "sales"))
    if figure.stock or summed:
        now, then, when = values.iloc[-1], values.iloc[0], f" by {last}"
        compared = table.iloc[-1:]
    else:
        window = min(YEAR, len(values))
        earlier = values.iloc[:window] if len(values) >= 2 * window else values
        now, then, when = values.iloc[-window:].mean(), earlier.mean(), " a month"
        compared = table.iloc[-window:]
    verb = _verb(now, then, len(values), figure.stock, summed)
    if plural:
        verb = {"is": "are", "adds": "add", "settles": "settle", "rises": "rise", "falls": "fall", "averages": "average"}.get(
            verb.split()[0], verb
        ) + verb[len(verb.split()[0]) :]  # fmt: skip
    title = f"{figure.label} {verb} {number(now, figure.unit, currency)}{when}"
    for column, name in (("baseline", "the baseline"), ("without", "the no-program world")):
        if column in compared and compared[column].notna().all():
            return f"{title}, {_against(now, compared[column].mean(), figure.unit, currency)} {name}"
    return title


def _verb(now: float, then: float, months: int, stock: bool, summed: bool) -> str:
    if summed:
        return "adds up to"
    if months == 1:
        return "is"
    change = (now - then) / abs(then) if then else (1.0 if now else 0.0)
    if abs(change) < SMALL_CHANGE or now == then:
        return "settles at" if months > YEAR or stock else "averages"
    if not stock and months < 2 * YEAR:
        return "averages"
    return "rises to" if now > then else "falls to"


def _against(value: float, reference: float, unit: str, currency: str) -> str:
    """A comparison in words that fits before "the baseline": "3 % above", "level with"."""
    gap = value - reference
    if gap == 0:
        return "level with"
    word = "above" if gap > 0 else "below"
    if unit == "share":
        return f"{percentage_points(gap)} {word}"
    if reference > 0 and value > 0 and abs(gap) < 2 * reference:
        return f"{number(abs(gap) / reference, 'share')} {word}"
    return f"{number(abs(gap), unit, currency)} {word}"


def _share_change(gap: float) -> str:
    if gap == 0:
        return "as many as"
    return f"{percentage_points(gap)} {'more' if gap > 0 else 'fewer'} than"
