"""Two clocks over the same rules: a compiled loop, and one SimPy process per customer. They count identically."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from loyalty_sim.engine.compiled import Books, One, Queue, entry, rule
from loyalty_sim.engine.customer import CUSTOMER, LOT, VISIT, begin
from loyalty_sim.engine.life import END, happen, next_event
from loyalty_sim.engine.population import Population
from loyalty_sim.engine.tally import BATCHES, Tally

ROOM = 64
"""Lots, and visits in a rolling window, that a customer first has room for; the room grows when it is full."""

Listener = Callable[[int, float, Any, Any], None]
"""Called after every event with its kind, its time, the customer and the lots."""


@rule
def _to_front(queue: Queue, first: int, last: int) -> tuple[int, int]:
    """Move what is held to the front, when that frees half the queue; returns its first and last index."""
    held = last - first
    if held > len(queue) // 2:
        return first, last
    for place in range(held):
        queue[place] = queue[first + place]
    return 0, held


@entry
def _live(
    first: Any, index: int, stop: int, begun: int, customers: One, lots: Queue, visits: Queue, terms: One, books: Books
) -> tuple[int, int]:
    """The lives index, index + BATCHES, ... below stop, each from beginning to end, as long as the queues have room.

    It makes no arrays, or all threads would wait for each other to count the references to the terms.

    Args:
        first: index of the first life of each cohort.
        begun: whether the life at ``index`` goes on from the customer's record.

    Returns:
        The index reached, below ``stop`` when the customer there needs a larger queue; and the number of events.
    """
    c = customers[0]
    cohort = 0
    events = 0
    while index < stop:
        if not begun:
            while first[cohort + 1] <= index:
                cohort += 1
            begin(customers, cohort, index - first[cohort], terms, books)
        begun = 0
        time, kind = next_event(customers, lots, visits, terms)
        while kind != END:
            if c.last_lot + 2 > len(lots):
                c.first_lot, c.last_lot = _to_front(lots, c.first_lot, c.last_lot)
            if c.last_visit + 2 > len(visits):
                c.first_visit, c.last_visit = _to_front(visits, c.first_visit, c.last_visit)
            if c.last_lot + 2 > len(lots) or c.last_visit + 2 > len(visits):
                return index, events
            happen(kind, time, customers, lots, visits, terms, books)
            events += 1
            time, kind = next_event(customers, lots, visits, terms)
        index += BATCHES
    return index, events


def with_room(queue: NDArray[np.void], last: int) -> NDArray[np.void]:
    """The queue, twice as long when there is no room for two more."""
    return queue if last + 2 <= len(queue) else np.concatenate([queue, np.empty_like(queue)])


def _first_of_batch(batch: int, start: int) -> int:
    return start + (batch - start) % BATCHES


def compiled_clock(terms: NDArray[np.void], population: Population, start: int, stop: int) -> tuple[Tally, int]:
    """Simulate lives ``start`` to ``stop`` in a compiled loop.

    Returns:
        The tally of these lives, and the number of events.
    """
    tally = Tally.empty(int(terms["months"][0]), int(terms["segments"][0]))
    customers, lots, visits = np.zeros(1, CUSTOMER), np.empty(ROOM, LOT), np.empty(ROOM, VISIT)
    events = 0
    for batch in range(BATCHES):
        index, begun = _first_of_batch(batch, start), 0
        while index < stop:
            index, count = _live(population.first, index, stop, begun, customers, lots, visits, terms, tally.books[batch])
            events, begun = events + count, 1
            lots = with_room(lots, customers[0]["last_lot"])
            visits = with_room(visits, customers[0]["last_visit"])
    return tally, events


def simpy_clock(
    terms: NDArray[np.void],
    population: Population,
    start: int,
    stop: int,
    listener: Listener | None = None,
    tally: Tally | None = None,
) -> tuple[Tally, int]:
    """Simulate lives ``start`` to ``stop`` with one SimPy process per customer; same result as ``compiled_clock``.

    Args:
        listener: called after every event of every customer.
        tally: counted into, for a listener that watches the counts; by default a new one.
    """
    tally = tally or Tally.empty(int(terms["months"][0]), int(terms["segments"][0]))
    env = simpy.Environment()
    count = [0]

    def life(cohort: int, number: int, books: NDArray[np.int64]) -> Generator[simpy.Event, None, None]:
        customers, lots, visits = np.zeros(1, CUSTOMER), np.empty(ROOM, LOT), np.empty(ROOM, VISIT)
        c: Any = customers[0]
        begin(customers, cohort, number, terms, books)
        while True:
            time, kind = next_event(customers, lots, visits, terms)
            if kind == END:
                return
            yield env.timeout(max(0.0, time - env.now))
            lots, visits = with_room(lots, c.last_lot), with_room(visits, c.last_visit)
            happen(kind, time, customers, lots, visits, terms, books)
            count[0] += 1
            if listener is not None:
                listener(kind, time, c, lots)

    cohorts = np.searchsorted(population.first, np.arange(start, stop), side="right") - 1
    for index, cohort in zip(range(start, stop), cohorts, strict=True):
        env.process(life(int(cohort), index - int(population.first[cohort]), tally.books[index % BATCHES]))
    env.run()
    return tally, count[0]
