"""Chunks of customers: how many there are, and what travels to other processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from loyalty_sim.engine import chunks, simulate
from loyalty_sim.engine.chunks import ELSEWHERE, HERE, Work, bounds
from loyalty_sim.scenario.presets import preset, presets


@pytest.mark.parametrize("name", sorted(presets()))
def test_what_travels_is_the_scenario_and_its_terms_are_made_again(name: str) -> None:
    """A chunk takes some kilobytes with it, and its terms and lives are the same where it arrives."""
    work = Work.of(preset(name))
    sent = pickle.dumps((chunks.live, work, "compiled", 0, 100_000))
    assert len(sent) < 20_000
    there = pickle.loads(sent)[1]
    assert there is not work
    assert there.terms.tobytes() == work.terms.tobytes()
    assert (there.population.first == work.population.first).all()
    assert there.population.scale == work.population.scale
    assert pickle.loads(sent)[1] is there  # made once in each process


def test_counts_come_back_as_they_were() -> None:
    """A tally on its way is smaller, and the same to the last count; it can be added to."""
    scenario = preset("beauty-tiers")
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 1000, "months": 6})})
    tally = simulate(scenario).tally
    before = tally.books.copy()
    sent = pickle.dumps(tally)
    assert len(sent) < tally.books.nbytes / 4
    there = pickle.loads(sent)
    assert (there.books.dtype, there.books.shape) == (np.dtype(np.int64), tally.books.shape)
    assert (there.books == before).all()
    there.add(tally)
    assert (there.books == 2 * before).all()


@pytest.mark.parametrize("size", [HERE, ELSEWHERE])
def test_chunks_are_balanced_and_neither_too_small_nor_too_large(size: chunks.Size) -> None:
    """Five for each worker unless they would be too small; more where they would be too large; all lives are in one."""
    for lives, workers, parts in (
        (size.smallest * 3 + 5, 8, 3),
        (size.smallest * 100, 4, 20),
        (size.largest * 100, 4, 100),
        (size.smallest, 1, 1),
        (10, 8, 1),
    ):
        found = bounds(lives, workers, size)
        assert (found[0], found[-1], len(found) - 1) == (0, lives, parts)
        assert max(np.diff(found)) - min(np.diff(found)) <= 1


def test_a_run_on_threads_has_small_chunks_whoever_owns_them() -> None:
    """A pool of threads, the run's own or another, is in this process: progress is as fine."""
    scenario = preset("cdnow")
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"customers": 20_000, "months": 1})})
    own: list[int] = []
    given: list[int] = []
    simulate(scenario, threads=2, progress=lambda done, total: own.append(total))
    with ThreadPoolExecutor(2) as pool:
        simulate(scenario, executor=pool, threads=2, progress=lambda done, total: given.append(total))
    assert len(own) == len(given) > 5
