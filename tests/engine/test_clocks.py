"""The two clocks count identically, and so does any split of the work over chunks and threads."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from loyalty_sim.engine import Cancelled, Result, clocks, run_id, simulate
from loyalty_sim.engine.clocks import compiled_clock, simpy_clock
from loyalty_sim.engine.population import Population, populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset, presets
from tests.engine.plain import merged, plain
from tests.strategies import scenarios

GENERATED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def changed(scenario: Scenario, **parts: Any) -> Scenario:
    """The scenario with fields of its parts changed: ``changed(s, run={"months": 3})``."""
    return Scenario.model_validate(merged(scenario.model_dump(), parts))


def small(name: str) -> Scenario:
    """A preset with few customers and months."""
    return changed(preset(name), run={"customers": 150, "months": 14, "warmup_months": 10})


def same(first: Result, second: Result) -> None:
    """Require the same integers in every cell of every batch."""
    assert (first.tally.books == second.tally.books).all()
    assert first.events == second.events


@pytest.mark.parametrize("name", sorted(presets()))
def test_both_clocks_agree_on_every_preset(name: str) -> None:
    """One SimPy process per customer and the compiled loop count the same integers."""
    scenario = small(name)
    compiled = simulate(scenario)
    assert compiled.events > 500
    same(compiled, simulate(scenario, engine="simpy", threads=1))


@given(scenario=scenarios())
@settings(GENERATED, max_examples=25)
def test_both_clocks_agree_on_generated_scenarios(scenario: Scenario) -> None:
    """Whatever the rules and effects, the clocks agree cell by cell."""
    short = changed(scenario, run={"customers": 100, "months": min(6, scenario.run.months)})
    same(simulate(short), simulate(short, engine="simpy", threads=1))


@given(scenario=scenarios())
@GENERATED
def test_splitting_the_work_changes_nothing(scenario: Scenario) -> None:
    """Chunks of any number and threads of any number give the same integers."""
    whole = simulate(scenario, chunks=1, threads=1)
    same(whole, simulate(scenario, chunks=2, threads=1))
    same(whole, simulate(scenario, chunks=7, threads=2))


def test_lots_and_visits_may_outgrow_their_room() -> None:
    """Customers with more lots and visits than there is room for at first are counted alike by both clocks."""
    levels = [{"name": "Gold", "threshold": 50}]
    program = {
        "expiry": {"rule": "after earning", "months": 9},
        "tiers": {"metric": "visits", "window": "rolling 12 months", "levels": levels},
    }
    scenario = plain(100, 30, rate=20, program=program, behaviour={"redemption": {"constant_chance": 0.002}})
    longest = [0]

    def listen(kind: int, time: float, customer: Any, lots: Any) -> None:
        longest[0] = max(longest[0], customer.last_lot - customer.first_lot)

    terms, population = pack(scenario), populate(scenario)
    tally, events = simpy_clock(terms, population, 0, 20, listen)
    assert longest[0] > 2 * clocks.ROOM
    again, count = compiled_clock(terms, population, 0, 20)
    assert events == count
    assert (tally.books == again.books).all()


def lives_of(scenario: Scenario, start: int, stop: int) -> np.ndarray:
    """Counts of some lives of a scenario, all batches together."""
    return compiled_clock(pack(scenario), populate(scenario), start, stop)[0].books.sum(0)


@pytest.mark.parametrize("name", sorted(presets()))
def test_one_more_customer_changes_nobody_else(name: str) -> None:
    """With one more life in a cohort, the counts differ by exactly that life's."""
    scenario = small(name)
    terms, population = pack(scenario), populate(scenario)
    size = int(population.first[1])
    one_more = Population(population.first + (np.arange(len(population.first)) >= 1), population.scale)
    fewer = compiled_clock(terms, population, 0, population.lives)[0].books.sum(0)
    more = compiled_clock(terms, one_more, 0, one_more.lives)[0].books.sum(0)
    last = compiled_clock(terms, one_more, size, size + 1)[0].books.sum(0)
    assert (more - fewer == last).all()
    assert last.any()


def test_a_larger_sample_keeps_the_customers_of_the_smaller() -> None:
    """The first lives of every cohort are the same people in a sample of any size."""
    small_one = plain(400, 12, rate=0.5, lapse=0.02, program={"expiry": {"rule": "after earning", "months": 3}})
    large_one = changed(small_one, run={"customers": 700}, market={"customers": 700})
    assert (lives_of(small_one, 0, 400) == lives_of(large_one, 0, 400)).all()


@given(scenario=scenarios())
@settings(GENERATED, max_examples=30)
def test_a_run_cut_short_is_the_shorter_run(scenario: Scenario) -> None:
    """The first 12 of 24 months are those of a run of 12 months: nobody knows the future."""
    long = changed(scenario, run={"months": 24})
    short = changed(scenario, run={"months": 12})
    upto = short.run.total_months
    first, second = simulate(long).tally, simulate(short).tally
    assert (first.panel[:, :upto].sum(0) == second.panel.sum(0)).all()
    assert (first.tiers[:, :upto].sum(0) == second.tiers.sum(0)).all()
    assert (first.redeemed[:, :upto, :upto].sum(0) == second.redeemed.sum(0)).all()
    assert (first.expired[:, :upto, :upto].sum(0) == second.expired.sum(0)).all()


def test_runs_of_the_same_seed_repeat_and_of_another_differ() -> None:
    """A run is a function of its scenario: repeated it is the same, with another seed it is not."""
    scenario = small("beauty-tiers")
    same(simulate(scenario), simulate(scenario))
    assert (simulate(scenario).tally.books != simulate(changed(scenario, run={"seed": 99})).tally.books).any()


def test_run_id_knows_what_can_change_a_number() -> None:
    """The id of a run changes with any lever, assumption or seed, and not with the name."""
    scenario = small("beauty-tiers")
    assert run_id(scenario) == run_id(changed(scenario, name="Another", story="Another"))
    for part in ({"program": {"point_value": 0.05}}, {"run": {"seed": 99}}, {"behaviour": {"retention": {"on": False}}}):
        assert run_id(scenario) != run_id(changed(scenario, **part))


def test_loop_is_compiled_once() -> None:
    """After scenarios of every kind the compiled loop has one signature without mechanics beyond the core and at most one
    with them: nothing recompiles while a user waits."""
    for name in presets():
        simulate(changed(small(name), run={"customers": 100, "months": 2}))
    assert len(clocks._live.signatures) <= 2


def test_progress_rises_to_all_lives() -> None:
    """Progress is called after every chunk with rising numbers that end at all lives."""
    seen: list[tuple[int, int]] = []
    result = simulate(small("beauty-tiers"), chunks=5, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) == 5
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (result.lives, result.lives)


def test_cancelling_stops_the_run() -> None:
    """A run whose cancel event is set raises Cancelled, before it starts or after a chunk."""
    cancel = threading.Event()
    done: list[int] = []

    def stop_soon(lives: int, total: int) -> None:
        done.append(lives)
        cancel.set()

    with pytest.raises(Cancelled):
        simulate(small("beauty-tiers"), chunks=60, threads=1, cancel=cancel, progress=stop_soon)
    assert len(done) == 1
    with pytest.raises(Cancelled):
        simulate(small("beauty-tiers"), cancel=cancel)
