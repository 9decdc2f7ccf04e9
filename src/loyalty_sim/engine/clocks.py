"""Two clocks over the same rules: a compiled loop, and one SimPy process per customer. They count identically."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray

from loyalty_sim.engine.agenda import LOTS_AT_ONCE, NOTES_AT_ONCE
from loyalty_sim.engine.compiled import Books, Customer, More, One, Queue, entry, rule
from loyalty_sim.engine.life import END, begin_friend, begin_life, end_life, happen, next_event
from loyalty_sim.engine.population import Population
from loyalty_sim.engine.records import CUSTOMER, FRIEND, LOT, NOTE, VISIT
from loyalty_sim.engine.tally import BATCHES, Tally

ROOM = 64
"""Lots, visits in a rolling window, notes and friends that a customer first has room for; it grows when it is full."""
MORE = 1

Listener = Callable[[int, float, Any, Any], None]
"""Called after every event with its kind, its time, the customer and the lots."""


class Held(NamedTuple):
    """A customer's record, with room for all that a customer may hold."""

    customers: NDArray[np.void]
    lots: NDArray[np.void]
    visits: NDArray[np.void]
    agenda: NDArray[np.void]
    friends: NDArray[np.void]

    @classmethod
    def empty(cls) -> Held:
        """One customer who holds nothing."""
        queues = (np.empty(ROOM, LOT), np.empty(ROOM, VISIT), np.empty(ROOM, NOTE), np.empty(ROOM, FRIEND))
        return cls(np.zeros(1, CUSTOMER), *queues)

    def roomy(self) -> Held:
        """The same, with queues long enough for the next event."""
        c: Any = self.customers[0]
        lots = with_room(self.lots, c.last_lot, LOTS_AT_ONCE + c.last_note - c.first_note)
        agenda = with_room(self.agenda, c.last_note, NOTES_AT_ONCE + c.last_lot - c.first_lot)
        visits = with_room(self.visits, c.last_visit, 2)
        return Held(self.customers, lots, visits, agenda, with_room(self.friends, c.friends, 2))


def flag(terms: NDArray[np.void]) -> Any:
    """What the clocks hand to the rules as ``more``: anything when mechanics beyond the core are in use, else None."""
    return MORE if terms["more"][0] else None


@rule
def _to_front(queue: Queue, first: int, last: int) -> tuple[int, int]:
    """Move what is held to the front, when that frees half the queue; returns its first and last index."""
    held = last - first
    if held > len(queue) // 2:
        return first, last
    for place in range(held):
        queue[place] = queue[first + place]
    return 0, held


@rule
def _has_room(c: Customer, lots: Queue, visits: Queue, agenda: Queue, friends: Queue, more: More) -> bool:
    """Whether every queue can take what one event may add, after what is held was moved to the front if need be."""
    more_lots, more_notes = LOTS_AT_ONCE + c.last_note - c.first_note, NOTES_AT_ONCE + c.last_lot - c.first_lot
    if c.last_lot + more_lots > len(lots):
        c.first_lot, c.last_lot = _to_front(lots, c.first_lot, c.last_lot)
    if c.last_visit + 2 > len(visits):
        c.first_visit, c.last_visit = _to_front(visits, c.first_visit, c.last_visit)
    if c.last_lot + more_lots > len(lots) or c.last_visit + 2 > len(visits):
        return False
    if more is not None:
        if c.last_note + more_notes > len(agenda):
            c.first_note, c.last_note = _to_front(agenda, c.first_note, c.last_note)
        return c.last_note + more_notes <= len(agenda) and c.friends + 2 <= len(friends)
    return True


@entry
def _live(
    first: Any,
    index: int,
    stop: int,
    begun: int,
    customers: One,
    lots: Queue,
    visits: Queue,
    agenda: Queue,
    friends: Queue,
    terms: One,
    more: More,
    books: Books,
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
            begin_life(customers, cohort, index - first[cohort], terms, more, books)
        begun = 0
        while True:
            time, kind = next_event(customers, lots, visits, agenda, terms, more)
            if kind == END:
                end_life(customers, terms, books)
                if more is None or c.friends == 0:
                    break
                begin_friend(customers, friends, terms, books)
                continue
            if not _has_room(c, lots, visits, agenda, friends, more):
                return index, events
            happen(kind, time, customers, lots, visits, agenda, friends, terms, more, books)
            events += 1
        index += BATCHES
    return index, events


def with_room(queue: NDArray[np.void], last: int, needed: int) -> NDArray[np.void]:
    """The queue, twice as long as often as there is no room for ``needed`` more."""
    while last + needed > len(queue):
        queue = np.concatenate([queue, np.empty_like(queue)])
    return queue


def _first_of_batch(batch: int, start: int) -> int:
    return start + (batch - start) % BATCHES


def compiled_clock(terms: NDArray[np.void], population: Population, start: int, stop: int) -> tuple[Tally, int]:
    """Simulate lives ``start`` to ``stop`` in a compiled loop.

    Returns:
        The tally of these lives, and the number of events.
    """
    tally = Tally.empty(int(terms["months"][0]), int(terms["segments"][0]))
    held, more, events = Held.empty(), flag(terms), 0
    for batch in range(BATCHES):
        index, begun = _first_of_batch(batch, start), 0
        while index < stop:
            index, count = _live(population.first, index, stop, begun, *held, terms, more, tally.books[batch])
            events, begun = events + count, 1
            held = held.roomy()
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
    more = flag(terms)
    count = [0]

    def life(held: Held, books: NDArray[np.int64]) -> Generator[simpy.Event, None, None]:
        """One customer from birth to the end; friends won on the way are started as they are won."""
        c: Any = held.customers[0]
        while True:
            time, kind = next_event(held.customers, held.lots, held.visits, held.agenda, terms, more)
            if kind == END:
                end_life(held.customers, terms, books)
                return
            yield env.timeout(max(0.0, time - env.now))
            held = held.roomy()
            happen(kind, time, *held, terms, more, books)
            count[0] += 1
            if listener is not None:
                listener(kind, time, c, held.lots)
            while c.friends > 0:
                friend = Held.empty()
                friend.customers["friends"] = c.friends
                begin_friend(friend.customers, held.friends, terms, books)
                friend.customers["friends"] = 0
                c.friends -= 1
                env.process(life(friend, books))

    cohorts = np.searchsorted(population.first, np.arange(start, stop), side="right") - 1
    for index, cohort in zip(range(start, stop), cohorts, strict=True):
        held, books = Held.empty(), tally.books[index % BATCHES]
        begin_life(held.customers, int(cohort), index - int(population.first[cohort]), terms, more, books)
        env.process(life(held, books))
    env.run()
    return tally, count[0]
