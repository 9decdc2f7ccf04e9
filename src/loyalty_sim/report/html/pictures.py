"""The charts of the report: up to five, each with its finding, drawn into the page itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup, escape

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage
from loyalty_sim.finance.liability import Liability
from loyalty_sim.report import charts
from loyalty_sim.report.picture import Picture
from loyalty_sim.report.picture_files import svg, themed

WIDTH = 760
ROOT = re.compile(r"^<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")


class Drawn(NamedTuple):
    """A chart on the page."""

    title: str
    subtitle: str
    picture: Markup
    """The drawing, safe to stand in HTML."""


def pictures(result: Result, baseline: Result | None, owed: Liability | None, coverage: Coverage = 80) -> list[Picture]:
    """Net value over time, what the program caused, where the points go, who stays, what is owed for points; those of
    points only where there are any."""
    found = [
        charts.evolution(result, baseline, "cumulative_margin", coverage=coverage),
        charts.caused(result, baseline, coverage=coverage),
        charts.points_flow(result, baseline),
        charts.staying(result, baseline, coverage=coverage),
        charts.liability(owed) if owed is not None else None,
    ]
    return [picture for picture in found if picture is not None]


def drawn(picture: Picture) -> Drawn:
    """A picture as part of a page: its title is text of the page, and its drawing names nothing outside of it."""
    spec = themed(picture, "light", WIDTH)
    heading = spec.pop("title")
    text = svg(spec, prefix=f"{picture.key}-clip")
    opening = ROOT.match(text)
    assert opening is not None, "a drawing begins with its size"
    root = f'<svg viewBox="{opening[1]}" role="img" aria-label="{escape(picture.alt_text)}">'
    return Drawn(picture.title, " ".join(heading["subtitle"]), Markup(root + text[opening.end() :]))
