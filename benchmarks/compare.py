"""Compare two result files: the ratio of normalised times with a bootstrap interval, real only outside +-3 %."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BAND = 0.03
RESAMPLES = 10_000


@dataclass(frozen=True)
class Change:
    """How much longer a case takes in the second file."""

    name: str
    ratio: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Real only when the whole 95 % interval lies outside the band."""
        if self.low > 1 + BAND:
            return "slower"
        if self.high < 1 - BAND:
            return "faster"
        return "no real change"


def normalised(case: dict[str, Any]) -> NDArray[np.float64]:
    """Seconds per yardstick, per customer: files with other numbers of customers can be compared."""
    seconds, beside = np.array(case["seconds"], float), np.array(case["yardstick"], float)
    return seconds / (beside * float(case["customers"]))


def change(first: dict[str, Any], second: dict[str, Any], seed: int = 1) -> Change:
    """Ratio of the mean normalised times of one case, second over first, with a 95 % bootstrap interval."""
    rng = np.random.default_rng(seed)
    a, b = normalised(first), normalised(second)
    means_a = rng.choice(a, (RESAMPLES, len(a))).mean(axis=1)
    means_b = rng.choice(b, (RESAMPLES, len(b))).mean(axis=1)
    low, high = np.quantile(means_b / means_a, [0.025, 0.975])
    return Change(first["name"], float(b.mean() / a.mean()), float(low), float(high))


def changes(first: dict[str, Any], second: dict[str, Any]) -> list[Change]:
    """All cases that both files have, and that were timed more than once in both."""
    others = {case["name"]: case for case in second["cases"]}
    both = [(case, others[case["name"]]) for case in first["cases"] if case["name"] in others]
    return [change(a, b) for a, b in both if min(len(a["seconds"]), len(b["seconds"])) > 1]


def table(found: list[Change]) -> str:
    """The changes as text."""
    lines = [f"{'case':<20} {'time, second / first':>20}  95 % interval"]
    lines += [f"{c.name:<20} {c.ratio:>20.3f}  {c.low:.3f} to {c.high:.3f}  {c.verdict}" for c in found]
    return "\n".join(lines)
