"""Results as Markdown tables, as they stand in the README."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks import statements

TARGET = 8e6


def show(results: dict[str, Any]) -> str:
    """All that a result file holds."""
    about, packages = results["about"], results["about"]["packages"]
    versions = ", ".join(f"{name} {packages[name]}" for name in ("numpy", "numba", "simpy", "mesa"))
    parts = [
        f"{about['cores']} cores, {about['machine']}, Python {about['python']}, {versions}; "
        f"model version {results['model_version']}; {about['when'][:10]}."
    ]
    if results["cases"]:
        parts.append(disturbance(results["cases"]))
    if any(case["name"].startswith("plain/") for case in results["cases"]):
        parts.append(peers(results["cases"]))
    parts += [full(case) for case in results["cases"] if case["name"].startswith("full/")]
    if "memory" in results:
        parts.append(memory(results["memory"]))
    if "start" in results:
        parts.append(start(results["start"]))
    if "statements" in results:
        parts.append(statements.table(results["statements"]))
    if "study" in results:
        parts.append(study(results["study"]))
    return "\n\n".join(parts)


def disturbance(cases: list[dict[str, Any]]) -> str:
    """How evenly the machine ran: the yardstick is the same work every time."""
    beside = [1000 * seconds for case in cases for seconds in case["yardstick"]]
    quick, slow = min(beside), max(beside)
    verdict = (
        "the machine was quiet" if slow < 1.25 * quick else "other work ran on the machine: read the times as upper bounds"
    )
    return f"Yardstick: {quick:.0f} to {slow:.0f} ms; {verdict}."


def _rate(case: dict[str, Any], work: str) -> float:
    return float(case[work] / median(case["seconds"]))


def _even_rate(case: dict[str, Any]) -> float:
    """Customer-months per yardstick: what is left of a difference when the machine ran unevenly."""
    pairs = zip(case["seconds"], case["yardstick"], strict=True)
    return float(case["customer_months"] / median(seconds / beside for seconds, beside in pairs))


def _spread(case: dict[str, Any]) -> str:
    middle = median(case["seconds"])
    if len(case["seconds"]) == 1:
        return f"{middle:.2f} s (one run)"
    return f"{middle:.2f} s ({min(case['seconds']):.2f} to {max(case['seconds']):.2f})"


def peers(cases: list[dict[str, Any]]) -> str:
    """The models of the plain program side by side."""
    chosen = [case for case in cases if case["name"].startswith("plain/")]
    base = next((_even_rate(case) for case in chosen if case["name"] == "plain/simpy"), None)
    lines = [
        "| plain program | customers | time, median (range) | customer-months/s | lives x months/s | events/s "
        "| x idiomatic SimPy | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for case in chosen:
        ratio = "" if base is None else f"{_even_rate(case) / base:,.2g}"
        lines.append(
            f"| {case['title']} | {case['customers']:,} | {_spread(case)} | {_rate(case, 'customer_months'):,.0f} "
            f"| {_rate(case, 'lives_months'):,.0f} | {_rate(case, 'events'):,.0f} | {ratio} | {case['peak_mb']:.0f} |"
        )
    return "\n".join(lines)


def full(case: dict[str, Any]) -> str:
    """The engine with everything on, by each definition of a customer-month."""
    lines = [
        f"| {case['title']}, {case['customers']:,} customers | millions/s | target {TARGET / 1e6:.0f} |",
        "|---|--:|---|",
    ]
    for label, work in (
        ("lives x months simulated (warm-up included)", "lives_months"),
        ("months that customers were there (warm-up included)", "customer_months"),
        ("customers asked for x months reported (36)", "reported_months"),
        ("events", "events"),
    ):
        rate = _rate(case, work)
        met = "" if work == "events" else ("reached" if rate >= TARGET else "missed")
        lines.append(f"| {label} | {rate / 1e6:.1f} | {met} |")
    return "\n".join([*lines, "", f"Time: {_spread(case)}; peak memory {case['peak_mb']:.0f} MB."])


def memory(runs: list[dict[str, Any]]) -> str:
    """Peak memory against the number of customers."""
    lines = ["| customers | months | lives simulated | time | peak MB |", "|--:|--:|--:|--:|--:|"]
    lines += [
        f"| {run['customers']:,} | {run['months']} | {run['lives']:,} | {run['seconds']:.0f} s | {run['peak_mb']:.0f} |"
        for run in runs
    ]
    return "\n".join(lines)


def start(found: dict[str, Any]) -> str:
    """First call and later starts."""
    warm_import, warm = (median(run[key] for run in found["warm"]) for key in ("import", "first_result"))
    imports = ", ".join(f"{name} {1000 * took:.0f} ms" for name, took in found["imports"].items())
    lines = [
        "| from the start of the process | engine imported | first small result | target |",
        "|---|--:|--:|---|",
        f"| nothing compiled yet | {found['cold']['import']:.2f} s | {found['cold']['first_result']:.1f} s | 15 s |",
        f"| compiled code cached | {warm_import:.2f} s | {warm:.2f} s | 1 s |",
        "",
        f"Imports by package (own time): {imports}.",
    ]
    return "\n".join(lines)


def study(found: dict[str, Any]) -> str:
    """A thousand designs, and a cluster beside threads."""
    designs = found["designs"]
    size = f"{designs:,} designs x {found['customers']:,} customers x {found['months']} months, both worlds, 2 threads"
    efficiency = median(here / there for here, there in zip(found["threads"], found["cluster"], strict=True))
    lines = [
        "| studies | measured | target |", "|---|--:|--:|",
        f"| {size} | {found['seconds']:.0f} s | {designs / 10:.0f} s |",
        f"| the same, processor time over two cores | {found['processor_seconds'] / 2:.0f} s | |",
        f"| processor time of a design beyond its simulation | {found['beyond_ms']:.1f} ms | 5 ms |",
        f"| two Dask workers against two threads | {100 * efficiency:.0f} % | 80 % |",
    ]  # fmt: skip
    return "\n".join(lines)
