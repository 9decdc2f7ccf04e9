"""Monthly tables: wide for reading, with bands for charts, long for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import Result, run_id
from loyalty_sim.finance.estimate import T80, T95, Array, interval, jackknife
from loyalty_sim.finance.flows import tier_names
from loyalty_sim.finance.lines import FORMULAS, LINES, Line
from loyalty_sim.finance.periods import Period, reported
from loyalty_sim.finance.world import World, program_world, segment_world

if TYPE_CHECKING:
    import pandas as pd  # half a second that key figures alone do without

WorldName = Literal["program", "without", "difference"]
SHORT_ID = 12
"""Letters of a run's identity that tell runs apart in a table."""
STATISTICS = ("value", "low80", "high80", "low95", "high95")


def catalogue() -> dict[str, Line]:
    """Every monthly line by key, with label, unit and definition."""
    return dict(LINES)


def monthly(result: Result) -> pd.DataFrame:
    """One row per reported month: ``month`` (1, 2, ...), ``date`` (its first day) and a column per line.

    Lines that exist without a program have two more columns: ``<key>_0`` and ``<key>_diff``, program less no program.
    """
    import pandas as pd

    w = program_world(result)
    columns = _calendar(result)
    for key, spec in LINES.items():
        columns[key] = FORMULAS[key](w)[0]
        if spec.worlds == "both":
            columns[f"{key}_0"] = FORMULAS[key](w.without)[0]
            columns[f"{key}_diff"] = columns[key] - columns[f"{key}_0"]
    return pd.DataFrame(columns)


def band(result: Result, key: str, world: WorldName = "program", cumulative: bool = False) -> pd.DataFrame:
    """A line with its 80 % and 95 % intervals, month by month.

    Args:
        key: a line of the catalogue.
        world: the program world, the no-program world, or their paired difference.
        cumulative: sum from month 1 on; stocks are never summed.

    Returns:
        Columns month, date, value, low80, high80, low95, high95.

    Raises:
        ValueError: there is no such line, or none in that world.
    """
    values = _line(program_world(result), key, world)
    if cumulative and not LINES[key].stock:
        values = values.cumsum(axis=1)
    import pandas as pd

    return pd.DataFrame({**_calendar(result), **statistics(values)})


def tidy(result: Result) -> pd.DataFrame:
    """All lines in long form: scenario_id, month, date, segment, tier, metric, world, statistic, value, unit.

    Segment "all" has every line; the segments of the market, when there are several, those that are known by segment.
    Tier is the name of the tier for its members, "all" for every other line.
    """
    names = [segment.name for segment in result.scenario.market.segments]
    worlds = {"all": program_world(result)}
    if len(names) > 1:
        worlds |= {name: segment_world(result, index) for index, name in enumerate(names)}
    labels: list[tuple[str, ...]] = []
    values: list[Array] = []
    for segment, w in worlds.items():
        for spec in LINES.values():
            for world in _worlds(spec) if w is worlds["all"] or spec.by_segment else ():
                for statistic, value in statistics(_line(w, spec.key, world)).items():
                    labels.append((segment, _tier(result, spec.key), spec.key, world, statistic, spec.unit))
                    values.append(value)
    return _long(result, labels, values)


def scenario_id(result: Result) -> str:
    """What tells the run of a table apart from others: the beginning of its run id."""
    return run_id(result.scenario)[:SHORT_ID]


def _tier(result: Result, key: str) -> str:
    """The tier that a line is about: by its name where the program has it."""
    head, _, number = key.partition("_")
    if head != "tier" or not number.isdigit():
        return "all"
    names = tier_names(result)
    return names[int(number)] if int(number) < len(names) else f"tier {number}"


def _calendar(result: Result) -> dict[str, NDArray[Any]]:
    months = result.scenario.run.months
    return {
        "month": np.arange(1, months + 1),
        "date": (np.datetime64(result.scenario.run.start, "M") + np.arange(months)).astype("datetime64[us]"),
    }


def _worlds(spec: Line) -> tuple[WorldName, ...]:
    return ("program", "without", "difference") if spec.worlds == "both" else ("program",)


def _line(w: World, key: str, world: WorldName) -> Array:
    """A line in one world, ``[replicate, month]``."""
    if key not in LINES:
        raise ValueError(f"there is no line {key!r}; lines are {', '.join(LINES)}")
    if world not in _worlds(LINES[key]):
        raise ValueError(f"line {key!r} has no world {world!r}; it has {', '.join(_worlds(LINES[key]))}")
    formula = FORMULAS[key]
    if world == "program":
        return formula(w)
    return formula(w.without) if world == "without" else formula(w) - formula(w.without)


def statistics(values: Array) -> dict[str, Array]:
    """Value and ends of the 80 % and 95 % intervals by name, from ``[replicate, ...]``."""
    value, se = jackknife(values)
    return dict(zip(STATISTICS, (value, *interval(value, se, T80), *interval(value, se, T95)), strict=True))


def _long(result: Result, labels: list[tuple[str, ...]], values: list[Array]) -> pd.DataFrame:
    """One row per label and month."""
    import pandas as pd

    months = result.scenario.run.months
    columns = {name: np.tile(column, len(labels)) for name, column in _calendar(result).items()}
    names = ("segment", "tier", "metric", "world", "statistic", "unit")
    for name, column in zip(names, zip(*labels, strict=True), strict=True):
        columns[name] = np.repeat(np.array(column, dtype=object), months)
    columns["value"] = np.concatenate(values)
    columns["scenario_id"] = np.full(len(columns["value"]), scenario_id(result), dtype=object)
    order = ["scenario_id", "month", "date", "segment", "tier", "metric", "world", "statistic", "value", "unit"]
    return pd.DataFrame(columns)[order]


def wide(amounts: Mapping[str, Array], result: Result, kind: Period) -> pd.DataFrame:
    """Amounts ``[replicate, period]`` of all customers as accountants read them: a line a row, a column per period.

    Columns: key, then the labels of the calendar periods.
    """
    import pandas as pd

    labels = reported(result, kind).labels
    rows = [{"key": name, **dict(zip(labels, values[0].tolist(), strict=True))} for name, values in amounts.items()]
    return pd.DataFrame(rows)
