"""What an answer hinges on, as a tornado: a bar for each thing that was moved alone, around the outcome as assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from loyalty_sim.finance.estimate import Estimate
from loyalty_sim.report import layers, risks
from loyalty_sim.report.layers import BLUE, GREY, VERMILLION
from loyalty_sim.report.picture import Domain, Drawing, Picture, Spec
from loyalty_sim.report.risk.rows import ABOVE, flat, outcome_axis, rows_axis, tall
from loyalty_sim.report.risk.texts import plain_settings, short
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.tornado import Bar, End, Tornado

ROW = 34
"""Height of a bar with its gap."""
HALF, FRAME = 0.34, 0.44
"""Half the height of a bar, and of the frame around a lever, in rows."""
FAINT = 0.35
LONGEST_END = 12
"""Letters of a value at the end of a bar."""
LETTER, NARROW = 6.4, 225
"""Width of a letter, and of the bars on a small screen, in pixels."""
KEY = "hollow blue: low end, solid orange: high end"


def tornado(found: Tornado, measured: Measured | None = None, most: int = 12) -> Picture | None:
    """How far an outcome goes when one thing moves alone to both of its ends; None when nothing makes a difference.

    Each end of a bar names the value that takes the outcome there. Levers are framed; what cannot be told from noise is
    faint. The table has all bars, those too that make no difference.

    Args:
        found: the bars.
        measured: the outcome, by default the first.
        most: bars drawn; the others are counted in the subtitle.
    """
    each = measured or found.outcomes[0]
    bars, base = found.bars(each.column), found.base[each.column]
    moving = [bar for bar in bars if bar.reach > 0]
    if not moving or base is None:
        return None
    shown = moving[:most]
    currency = found.scenario.currency
    title = risks.hinges_on(found, each).removesuffix(".")
    subtitle = _subtitle(each, bars, shown)
    rows = [row for place, bar in enumerate(shown) for row in _ends(place, bar, base.value, each, currency)]
    used = _domain(rows, base.value)
    told = "; ".join(_told(bar, each, currency) for bar in shown)
    alt_text = f"{title}. {subtitle}. Bars: {told}."
    spec = layers.chart(title, subtitle, rows, _layers(shown, base.value, each, currency, used), alt_text)
    spec = tall(spec, ROW * (len(shown) + 1))
    return Picture("tornado", title, Drawing(spec), _table(bars, base), alt_text, used)


def _subtitle(measured: Measured, bars: Sequence[Bar], shown: Sequence[Bar]) -> str:
    label = risks.subject(measured)
    said = [f"{label[:1].upper()}{label[1:]} when one thing moves alone; {KEY}"]
    if any(bar.move.kind == "lever" for bar in shown):
        said.append("framed: a lever")
    if not all(bar.matters for bar in shown):
        said.append("faint: within the noise of the simulation")
    left = sum(bar.reach > 0 for bar in bars) - len(shown)
    still, unknown = sum(bar.reach == 0 for bar in bars), sum(math.isnan(bar.reach) for bar in bars)
    said += [f"{left:,} shorter bars are not shown"] if left > 1 else ["1 shorter bar is not shown"] if left else []
    said += [f"{still:,} more make{'s' if still == 1 else ''} no difference"] if still else []
    said += [f"{unknown:,} cannot be simulated"] if unknown else []
    return "; ".join(said)


def _ends(place: int, bar: Bar, base: float, measured: Measured, currency: str) -> list[dict[str, Any]]:
    """One record an end. Two ends on the same side of the base share the height of the bar."""
    known = [(name, end) for name, end in (("low", bar.low), ("high", bar.high)) if end.change is not None]
    same = len({_side(end) for _, end in known}) < len(known) or any(_side(end) == 0 for _, end in known)
    rows = []
    for name, end in known:
        assert end.change is not None
        lane = 0.0 if not same else -HALF / 2 if name == "low" else HALF / 2
        half = HALF / 2 if same else HALF
        value = base + end.change.value
        setting = bar.move.low if name == "low" else bar.move.high
        rows.append({
            "place": place + lane, "top": place + lane - half, "bottom": place + lane + half, "base": base, "value": value,
            "end": name, "colour": BLUE if name == "low" else VERMILLION, "hollow": name == "low",
            "side": _side(end) or (-1 if name == "low" else 1), "strength": 1.0 if bar.matters else FAINT,
            "setting": short(risks.setting(setting), LONGEST_END),
            "name": bar.move.label, "at": f"{name}: {risks.setting(setting)}", "now": risks.setting(bar.move.base),
            "outcome": risks.amount(value, measured, currency),
            "change": risks.change(end.change.value, measured, currency),
            "interval": _interval(end.change, measured, currency),
        })  # fmt: skip
    return rows


def _side(end: End) -> int:
    value = 0.0 if end.change is None else end.change.value
    return int(value > 0) - int(value < 0)


def _interval(change: Estimate, measured: Measured, currency: str) -> str:
    return " to ".join(risks.change(end, measured, currency) for end in change.interval(95))


def _domain(rows: Sequence[dict[str, Any]], base: float) -> Domain:
    """The outcomes of all ends, with room for the values beside them on a small screen."""
    values = [base, *(row["value"] for row in rows)]
    low, high = min(values), max(values)
    room = min(0.3, (LETTER * max(len(row["setting"]) for row in rows) + 10) / NARROW)
    air = (high - low) * room / (1 - 2 * room)
    return low - air, high + air


def _layers(shown: Sequence[Bar], base: float, measured: Measured, currency: str, domain: Domain) -> list[Spec]:
    """Frames of levers, bars with the values of their ends, and the outcome as assumed."""
    x = flat(outcome_axis(measured, currency, domain))
    y = rows_axis([bar.move.label for bar in shown])
    colour = {"field": "colour", "type": "nominal", "scale": None}
    strength = {"field": "strength", "type": "quantitative", "scale": None}
    across = {"y": {**y, "field": "top"}, "y2": {"field": "bottom"}, "x": {**x, "field": "base"}, "x2": {"field": "value"}}
    tips = [("name", "Moved alone"), ("at", "To its"), ("now", "As assumed"), ("outcome", "Outcome"), ("change", "Change"),
            ("interval", "95 % interval")]  # fmt: skip
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in tips]
    filled = {"condition": {"test": "datum.hollow", "value": 0.3}, "value": 0.95}
    bars: Spec = {
        "mark": {"type": "rect", "strokeWidth": 1.5},
        "encoding": {
            **across,
            "color": colour,
            "stroke": colour,
            "opacity": strength,
            "fillOpacity": filled,
            "tooltip": tooltip,
        },
    }
    drawn = [*_frames(shown, base, x, y), bars, *_base(base, measured, currency, x, y)]
    for side, align, dx in ((-1, "right", -6), (1, "left", 6)):
        mark = {"type": "text", "align": align, "dx": dx, "fontSize": 11, "tooltip": None}
        encoding = {"x": {**x, "field": "value"}, "y": {**y, "field": "place"}, "text": {"field": "setting"}}
        drawn.append({"transform": [{"filter": f"datum.side === {side}"}], "mark": mark, "encoding": encoding})
    return drawn


def _frames(shown: Sequence[Bar], base: float, x: Spec, y: Spec) -> list[Spec]:
    """A frame around each lever, from the smallest of its outcomes to the largest."""
    framed = []
    for place, bar in enumerate(shown):
        changes = [0.0, *(end.change.value for end in (bar.low, bar.high) if end.change is not None)]
        if bar.move.kind == "lever":
            ends = {"from": base + min(changes), "to": base + max(changes)}
            framed.append({"top": place - FRAME, "bottom": place + FRAME, **ends})
    if not framed:
        return []
    mark = {"type": "rect", "fillOpacity": 0, "stroke": GREY, "strokeWidth": 2, "cornerRadius": 2, "tooltip": None}
    across = {"y": {**y, "field": "top"}, "y2": {"field": "bottom"}, "x": {**x, "field": "from"}, "x2": {"field": "to"}}
    return [{"data": {"values": framed}, "mark": mark, "encoding": across}]


def _base(base: float, measured: Measured, currency: str, x: Spec, y: Spec) -> list[Spec]:
    """An upright rule at the outcome as assumed, and its value above it."""
    data = {"values": [{"base": base, "top": ABOVE, "text": f"as assumed {risks.amount(base, measured, currency)}"}]}
    rule = {"type": "rule", "color": GREY, "strokeWidth": 1.5, "tooltip": None}
    text = {"type": "text", "baseline": "bottom", "dy": -3, "fontSize": 11, "fontWeight": "bold", "tooltip": None}
    at = {"x": {**x, "field": "base"}}
    return [
        {"data": data, "mark": rule, "encoding": at},
        {"data": data, "mark": text, "encoding": {**at, "y": {**y, "field": "top"}, "text": {"field": "text"}}},
    ]


def _told(bar: Bar, measured: Measured, currency: str) -> str:
    ends = [
        f"{risks.amount(end.value.value, measured, currency)} at {risks.setting(value)}"
        for end, value in ((bar.low, bar.move.low), (bar.high, bar.move.high)) if end.value is not None
    ]  # fmt: skip
    return f"{bar.move.label} {' to '.join(ends)}"


def _table(bars: Sequence[Bar], base: Estimate) -> pd.DataFrame:
    """A row a bar: what was moved, its values, the outcomes there, and the outcome at the high less that at the low end."""

    def values(name: str, found: Sequence[Estimate | None]) -> dict[str, list[float]]:
        return {name: [np.nan if each is None else each.value for each in found]}

    def ends(found: Sequence[Estimate | None]) -> dict[str, list[float]]:
        pairs = [(np.nan, np.nan) if each is None else each.interval(95) for each in found]
        return {"span_low95": [low for low, _ in pairs], "span_high95": [high for _, high in pairs]}

    moves = [bar.move for bar in bars]
    columns: dict[str, Any] = {
        "moved": [move.label for move in moves], "path": [move.path for move in moves],
        "kind": [move.kind for move in moves],
        "base": plain_settings([move.base for move in moves]), "low": plain_settings([move.low for move in moves]),
        "high": plain_settings([move.high for move in moves]), "outcome_base": base.value,
        **values("outcome_low", [bar.low.value for bar in bars]), **values("outcome_high", [bar.high.value for bar in bars]),
        **values("span", [bar.span for bar in bars]), **ends([bar.span for bar in bars]),
        "matters": [bar.matters for bar in bars],
    }  # fmt: skip
    return pd.DataFrame(columns)
