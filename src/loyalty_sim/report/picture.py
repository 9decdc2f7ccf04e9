"""A picture: a chart, the finding it shows, the numbers drawn and a text for those who cannot see it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

Spec = dict[str, Any]
Domain = tuple[float, float]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

ALONE = ("width", "autosize")
"""What only a chart that stands alone may say: it fills the width it is given, beside others it has its own."""


class Drawing(alt.LayerChart):
    """An Altair chart made from a finished Vega-Lite specification.

    Altair's objects validate every part as it is built, which takes longer than the simulation behind the chart. The
    specifications here are written as plain data and checked against the schema in the tests instead, so a chart is
    there within a few milliseconds. Saving, showing in a notebook and ``st.altair_chart`` work as with any other chart;
    change ``spec`` rather than the attributes.
    """

    def __init__(self, spec: Spec) -> None:
        super().__init__(layer=[])
        object.__setattr__(self, "spec", spec)

    def to_dict(
        self,
        validate: bool = True,
        *,
        format: Literal["vega-lite", "vega"] = "vega-lite",
        ignore: list[str] | None = None,
        context: dict[str, Any] | None = None,
    ) -> Spec:
        """The Vega-Lite specification, free to be changed by the caller; the arguments are those of Altair."""
        spec: Spec = object.__getattribute__(self, "spec")
        if format != "vega-lite":
            return alt.LayerChart.from_dict(spec, validate=False).to_dict(validate, format=format, context=context or {})
        alone = (context or {}).get("top_level", True)
        kept = spec if alone else {key: value for key, value in spec.items() if key not in ALONE}
        drawn = {key: value if key == "data" else copy.deepcopy(value) for key, value in kept.items()}
        return {"$schema": SCHEMA, **drawn} if alone else drawn

    def copy(self, deep: bool | Iterable[Any] = True, ignore: list[str] | None = None) -> Drawing:
        """A chart of its own with the same specification; the arguments are those of Altair."""
        spec: Spec = object.__getattribute__(self, "spec")
        return Drawing(copy.deepcopy(spec) if deep else spec)


@dataclass(frozen=True)
class Picture:
    """A chart with its finding, its numbers and its text alternative."""

    key: str
    title: str
    """The finding, in one sentence without a full stop."""
    chart: alt.TopLevelMixin
    table: pd.DataFrame
    """The numbers drawn, one row a month or part, in plain units."""
    alt_text: str
    domain: Domain
    """Of the value axis as drawn; hand it to the next chart of the same kind to hold the axis still."""
