"""Chunks of customers, the unit of parallel work: how large they are, and what travels to where they are simulated."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine.clocks import compiled_clock, simpy_clock
from loyalty_sim.engine.perception import prepared
from loyalty_sim.engine.population import Population, populate
from loyalty_sim.engine.tally import Tally
from loyalty_sim.scenario import Scenario

Engine = Literal["compiled", "simpy"]


class Size(NamedTuple):
    """Lives of a chunk."""

    smallest: int
    """Below this the work of splitting costs more than it gains."""
    largest: int
    """Above this progress and cancelling become coarse."""


HERE = Size(2_000, 50_000)
"""In this process."""
ELSEWHERE = Size(50_000, 500_000)
"""In other processes and on other machines, where it takes as long as some 1,000 lives to hand a chunk out and to take its
counts back."""


@dataclass(frozen=True, eq=False)
class Work:
    """What all chunks of a run have in common. Another process or machine gets the scenario, of some kilobytes, and makes
    the rest of it once."""

    scenario: Scenario
    terms: NDArray[np.void]
    population: Population

    @classmethod
    def of(cls, scenario: Scenario) -> Work:
        """The work of a scenario."""
        return cls(scenario, prepared(scenario), populate(scenario))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels."""
        return _remade, (pickle.dumps(self.scenario),)


@lru_cache(maxsize=8)
def _remade(scenario: bytes) -> Work:
    return Work.of(pickle.loads(scenario))


def live(work: Work, engine: Engine, start: int, stop: int) -> tuple[Tally, int]:
    """Simulate lives ``start`` to ``stop``.

    Returns:
        Their tally, and the number of events.
    """
    clock = compiled_clock if engine == "compiled" else simpy_clock
    return clock(work.terms, work.population, start, stop)


def bounds(lives: int, workers: int, size: Size, chunks: int | None = None) -> list[int]:
    """First life of each chunk, and the number of all lives at the end.

    Args:
        workers: chunks worked on at once.
        chunks: how many; by default some for each worker, unless they would be too small or too large.
    """
    if chunks is None:
        balanced = min(5 * workers, lives // size.smallest) if workers > 1 else 1
        chunks = max(balanced, lives // size.largest, 1)
    return [int(bound) for bound in np.linspace(0, lives, chunks + 1)]
