"""What a comparison says: is a difference real, and what keeps two designs from being paired."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty_sim.finance import Coverage, Estimate
from loyalty_sim.report.comparison.inputs import written
from loyalty_sim.report.numbers import difference
from loyalty_sim.scenario.differences import Difference
from loyalty_sim.study import Comparison, verdict
from loyalty_sim.study.comparison import Verdict

IMPORTANT = ("net_value", "cost", "cost_ratio", "outstanding_value", "breakage", "retention", "cost_per_retained")
"""Figures that are told in sentences."""
LONGEST_VALUE = 30
"""Letters of a value that a sentence can hold."""
MARKS: dict[Verdict, str] = {"same": "same", "real": "real", "unclear": "unclear", "unknown": "–"}
"""What a table says of a difference."""


def sentence(comparison: Comparison, key: str, index: int, coverage: Coverage = 80) -> str:
    """Whether a design differs from the reference in a key figure, and by how much, without a full stop."""
    figure, currency = comparison.figures[key], comparison.results[index].scenario.currency
    name, reference = comparison.names[index], comparison.names[comparison.at]
    label, change = figure.kpi.label.split(" (")[0], figure.changes[index]
    found = verdict(change, coverage)
    if change is None:
        missing = [each for each, at in ((name, index), (reference, comparison.at)) if figure.values[at] is None]
        why = f"{' and '.join(missing)} ha{'s' if len(missing) == 1 else 've'} none" if missing else "the currencies differ"
        return f"{label}: not to be compared, as {why}"
    if found == "same":
        return f"{label}: the same in {name} as in {reference}"
    moved = f"{difference(change.value, figure.kpi.unit, currency)} ({span(change, figure.kpi.unit, currency, coverage)})"
    if found == "real":
        return f"{label}: {name} differs from {reference} by {moved}, a real difference"
    return f"{label}: no real difference between {name} and {reference} can be told, {moved}"


def summary(comparison: Comparison, index: int, coverage: Coverage = 80) -> str:
    """All that is told of a design in one sentence, without a full stop: what is really different, then what is not."""
    currency = comparison.results[index].scenario.currency
    told: dict[Verdict, list[str]] = {"real": [], "unclear": [], "same": [], "unknown": []}
    for key in IMPORTANT:
        figure = comparison.figures[key]
        label, change = figure.kpi.label.split(" (")[0].lower(), figure.changes[index]
        found = verdict(change, coverage)
        moved = difference(change.value, figure.kpi.unit, currency) if change is not None and found == "real" else ""
        told[found].append(f"{label} {moved}".rstrip())
    against = f"{comparison.names[index]} against {comparison.names[comparison.at]}"
    if not told["real"] and not told["unclear"]:
        return f"{against}: the same in {listed(told['same'])}" if told["same"] else f"{against}: nothing can be compared"
    parts = [", ".join(told["real"])] if told["real"] else []
    if told["unclear"]:
        parts.append(f"no real difference can be told in {listed(told['unclear'])}")
    if told["same"]:
        parts.append(f"the same in {listed(told['same'])}")
    return f"{against}: {'; '.join(parts)}"


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def span(change: Estimate, unit: str, currency: str, coverage: Coverage) -> str:
    """The interval of a difference: "+$1.1M to +$1.3M"; "exact" where there is no noise."""
    low, high = (difference(end, unit, currency) for end in change.interval(coverage))
    if change.se == 0:
        return "exact"
    return f"about {low}" if low == high else f"{low} to {high}"


def void(comparison: Comparison, index: int, most: int = 4) -> str:
    """Why a design cannot be paired with the reference, naming the fields, at most so many; "" when it can."""
    found = comparison.voids[index]
    if not found:
        return ""
    currency = comparison.results[index].scenario.currency
    fields = [_unlike(each, currency) for each in found[:most]]
    rest = len(found) - len(fields)
    more = f"; and {rest} more" if rest > 0 else ""
    name, reference = comparison.names[index], comparison.names[comparison.at]
    return (
        f"{name} and {reference} do not have the same customers with the same draws, so pairing is void "
        f"({'; '.join(fields)}{more})"
    )


def _unlike(field: Difference, currency: str) -> str:
    """A field by its path, with both values where they are short."""
    there, here = (written(value, field.unit, currency) for value in field.values)
    short = max(len(here), len(there)) <= LONGEST_VALUE
    return f"{field.path} is {here}, not {there}" if short else f"{field.path} differs"
