"""How several designs may turn out: the range of each under the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, GREY, VERMILLION
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.dots import cases
from loyalty_sim.report.risk.rows import ABOVE, flat, outcome_axis, rows_axis, tall
from loyalty_sim.report.risk.texts import LONGEST_NAME, short
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.uncertainty import LEVELS, Range

ROW = 36
KEY = "dot: the middle; thick: 5 of 10 draws; thin: 9 of 10"


def spreads(found: Sequence[tuple[str, Range]], measured: Measured, currency: str) -> Picture | None:
    """An outcome of several designs over the draws of what is not known, a row a design; None without designs.

    Args:
        found: name and range of each design, from ``uncertainty.ranges``, in the order of the rows.
        measured: the outcome.
        currency: three letters.
    """
    if not found:
        return None
    names = [short(name, LONGEST_NAME) for name, _ in found]
    title = _title(list(zip(names, (each for _, each in found), strict=True)), measured, currency)
    subject = risks.subject(measured)
    draws = min(each.draws for _, each in found)
    subtitle = f"{subject[:1].upper()}{subject[1:]} over {draws:,} draws of what is not known; {KEY}"
    subtitle += "; right: chance of a loss" if risks.loses(measured) else ""
    rows = [
        _row(place, name, each, measured, currency) for place, (name, (_, each)) in enumerate(zip(names, found, strict=True))
    ]
    used = _domain(found, risks.loses(measured))
    told = "; ".join(f"{row['name']} {row['low']} to {row['high']}, middle {row['median']}" for row in rows)
    alt_text = f"{title}. {subtitle}. Ranges of 9 of 10 draws: {told}."
    spec = layers.chart(title, subtitle, rows, _layers(names, used, measured, currency), alt_text)
    return Picture("spreads", title, Drawing(tall(spec, ROW * len(rows))), _table(found, measured), alt_text, used)


def _title(found: Sequence[tuple[str, Range]], measured: Measured, currency: str) -> str:
    """Which design loses least often, or is best in the middle; with one design, how it stands."""
    first, each = found[0]
    if risks.loses(measured):
        counts = [one.loss for _, one in found]
        if len(found) == 1 or len(set(counts)) == 1:
            whose = first if len(found) == 1 else "Each design"
            return f"{whose}: a loss in {cases(each)}"
        (safe, best), (risky, worst) = (pick(found, key=lambda pair: pair[1].loss) for pick in (min, max))
        return f"{safe} makes a loss least often, in {cases(best)}; {risky} most often, in {cases(worst)}"
    subject = risks.subject(measured)
    ordered = sorted(found, key=lambda pair: pair[1].quantiles[0.5])
    ends = [f"{risks.amount(one.quantiles[0.5], measured, currency)} with {name}" for name, one in (ordered[0], ordered[-1])]
    if len(found) == 1:
        return f"{subject[:1].upper()}{subject[1:]} is {ends[0]} in the middle case"
    return f"In the middle case {subject} goes from {' to '.join(ends)}"


def _row(place: int, name: str, found: Range, measured: Measured, currency: str) -> dict[str, Any]:
    quantiles = {f"p{round(100 * level)}": value for level, value in found.quantiles.items()}
    lost = risks.loses(measured) and found.quantiles[0.5] < 0
    shown = [risks.amount(found.quantiles[level], measured, currency) for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    return {
        "place": place, **quantiles, "name": name, "colour": VERMILLION if lost else BLUE, "lost": lost,
        "low": shown[0], "high": shown[-1], "median": shown[2], "half": f"{shown[1]} to {shown[3]}",
        "most": f"{shown[0]} to {shown[-1]}", "chance": risks.in_twenty(found) if risks.loses(measured) else "",
    }  # fmt: skip


def _domain(found: Sequence[tuple[str, Range]], money: bool) -> Domain:
    """All ranges, and zero where it divides gain from loss."""
    ends = [each.quantiles[level] for _, each in found for level in (0.05, 0.95)] + ([0.0] if money else [])
    air = 0.05 * (max(ends) - min(ends)) or 0.05 * abs(max(ends)) or 1.0
    return min(ends) - air, max(ends) + air


def _layers(names: Sequence[str], domain: Domain, measured: Measured, currency: str) -> list[Spec]:
    """Thin and thick lines with a dot, the line of zero, and the chance of a loss at the right."""
    x = flat(outcome_axis(measured, currency, domain))
    y = rows_axis(names)
    place = {"y": {**y, "field": "place"}}
    colour = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    tips = [("name", "Design"), ("median", "Middle"), ("half", "5 of 10 draws"), ("most", "9 of 10 draws")]
    tips += [("chance", "A loss")] if risks.loses(measured) else []
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    drawn: list[Spec] = [layers.upright_zero(x)] if domain[0] <= 0 <= domain[1] else []
    for low, high, width in (("p5", "p95", 2), ("p25", "p75", 9)):
        mark = {"type": "rule", "strokeWidth": width, "strokeCap": "butt", "opacity": 0.85}
        across = {"x": {**x, "field": low}, "x2": {"field": high}}
        drawn.append({"mark": mark, "encoding": {**place, **across, **colour, "tooltip": tooltip}})
    dot = {"type": "point", "size": 70, "filled": True, "fill": "#ffffff", "strokeWidth": 2.5, "opacity": 1}
    stroke = {"stroke": {"field": "colour", "type": "nominal", "scale": None}}
    drawn.append({"mark": dot, "encoding": {**place, "x": {**x, "field": "p50"}, **stroke, "tooltip": tooltip}})
    if risks.loses(measured):
        text = {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fontWeight": "bold", "tooltip": None}
        right = {**place, "x": {"value": "width"}, "text": {"field": "chance"}}
        drawn.append({"mark": text, "encoding": right})
        head = {**text, "fontWeight": "normal", "fontSize": 11, "color": GREY}
        above = {"y": {**y, "field": "place"}, "x": {"value": "width"}, "text": {"field": "text"}}
        drawn.append({"data": {"values": [{"place": ABOVE, "text": "a loss"}]}, "mark": head, "encoding": above})
    return drawn


def _table(found: Sequence[tuple[str, Range]], measured: Measured) -> pd.DataFrame:
    """A row a design: draws, mean, the quantiles, and the share of draws with a loss."""
    columns: dict[str, Any] = {
        "design": [name for name, _ in found], "draws": [each.draws for _, each in found],
        "mean": [each.mean.value for _, each in found],
    }  # fmt: skip
    columns |= {f"p{round(100 * level)}": [each.quantiles[level] for _, each in found] for level in LEVELS}
    if risks.loses(measured):
        columns["loss"] = [each.loss for _, each in found]
    return pd.DataFrame(columns)
