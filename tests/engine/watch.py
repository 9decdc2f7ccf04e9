"""Watching lives one by one: counts of every customer, and the log of every event.

The loops below call the engine's own ``begin_life``, ``next_event`` and ``happen``, so that what is watched is what runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.engine import ISSUED, Measure, compiled
from loyalty_sim.engine.agenda import LOTS_AT_ONCE, NOTES_AT_ONCE
from loyalty_sim.engine.clocks import Held, flag
from loyalty_sim.engine.compiled import Function
from loyalty_sim.engine.life import END, begin_friend, begin_life, end_life, happen, next_event
from loyalty_sim.engine.measures import MEASURES
from loyalty_sim.engine.perception import prepared
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.tally import Tally
from loyalty_sim.scenario import Scenario

EVENT = np.dtype(
    [
        (name, np.int64)
        for name in ("life", "kind", "purchase", "sales", "earned", "redeemed", "expired", "balance", "tier", "paid")
    ]
    + [("time", np.float64)]
)
TRAITS = np.dtype(
    [
        (name, np.float64)
        for name in ("rate", "basket", "lapse_rate", "born", "lapse_0", "lapse", "third", "segment", "willing")
    ]
)


SOURCES = np.array(ISSUED)
"""Measures of points issued."""


def kept(function: Function) -> Function:
    """Compile as the engine does, and keep it as long as the engine is the same; it may make arrays."""
    return compiled._compile(function, cache=compiled.FOLDER is not None)


@kept
def issued(books, now):  # type: ignore[no-untyped-def]
    """Points issued from all sources, in the counts that begin at ``now``."""
    return books[now + SOURCES].sum()


@kept
def with_room(queue, last, needed):  # type: ignore[no-untyped-def]
    """The queue, at least twice as long when there is no room for ``needed`` more."""
    if last + needed <= len(queue):
        return queue
    longer = np.empty(max(2 * len(queue), last + needed), queue.dtype)
    for place in range(last):
        longer[place] = queue[place]
    return longer


@kept
def _life(customers, cohort, number, queues, terms, more, books, log, used, life):  # type: ignore[no-untyped-def]
    """One life; writes its events to ``log`` from place ``used`` on, unless it has no length at all."""
    c, t = customers[0], terms[0]
    lots, visits, agenda, friends = queues
    begin_life(customers, cohort, number, terms, more, books)
    while True:
        time, kind = next_event(customers, lots, visits, agenda, terms, more)
        if kind == END:
            end_life(customers, terms, books)
        if kind == END and c.friends > 0:
            begin_friend(customers, friends, terms, books)
            continue
        if kind == END:
            return (lots, visits, agenda, friends), log, used
        lots = with_room(lots, c.last_lot, LOTS_AT_ONCE + c.last_note - c.first_note)
        agenda = with_room(agenda, c.last_note, NOTES_AT_ONCE + c.last_lot - c.first_lot)
        visits, friends = with_room(visits, c.last_visit, 2), with_room(friends, c.friends, 2)
        if len(log) == 0:
            happen(kind, time, customers, lots, visits, agenda, friends, terms, more, books)
            continue
        now = (int(time) * t.segments + c.segment) * MEASURES
        ended = (max(0, int(np.ceil(time)) - 1) * t.segments + c.segment) * MEASURES
        purchases, sales = books[now + Measure.PURCHASES], books[now + Measure.SALES]
        earned = issued(books, now)
        redeemed, expired = books[now + Measure.REDEEMED], books[ended + Measure.EXPIRED]
        happen(kind, time, customers, lots, visits, agenda, friends, terms, more, books)
        if used == len(log):
            longer = np.empty(2 * used, log.dtype)
            longer[:used] = log
            log = longer
        e = log[used]
        e.life, e.kind, e.time = life, kind, time
        e.purchase, e.sales = books[now + Measure.PURCHASES] - purchases, books[now + Measure.SALES] - sales
        e.earned = issued(books, now) - earned
        e.redeemed, e.expired = books[now + Measure.REDEEMED] - redeemed, books[ended + Measure.EXPIRED] - expired
        e.balance, e.tier, e.paid = c.balance, c.tier, c.paid
        used += 1


@kept
def _watch(first, customers, queues, terms, more, books, log, traits, windows, counts, issue, settled):  # type: ignore[no-untyped-def]
    """All lives; returns the log, which may have grown, and the number of its events."""
    t = terms[0]
    cohort = used = 0
    for life in range(first[-1]):
        while first[cohort + 1] <= life:
            cohort += 1
        books[:] = 0
        number = life - first[cohort]
        queues, log, used = _life(customers, cohort, number, queues, terms, more, books, log, used, life)
        c, trait = customers[0], traits[life]
        trait.rate, trait.basket, trait.lapse_rate, trait.born = c.rate, c.basket, c.lapse_rate, c.born
        trait.lapse_0, trait.lapse, trait.third = c.lapse_0, c.lapse, c.third
        trait.segment, trait.willing = c.segment, c.willing
        for window in range(len(windows)):
            for month in range(windows[window, 0], windows[window, 1]):
                for segment in range(t.segments):
                    place = (month * t.segments + segment) * MEASURES
                    for measure in range(MEASURES):
                        counts[life, window, measure] += books[place + measure]
        for month in range(issue[0], issue[1]):
            for later in range(month, t.months):
                settled[life, 0] += books[t.redeemed_at + month * t.months + later]
                settled[life, 1] += books[t.expired_at + month * t.months + later]
    return log, used


@dataclass(frozen=True)
class Lives:
    """What happened to each life."""

    counts: NDArray[np.int64]
    """[life, window, measure]."""
    redeemed: NDArray[np.int64]
    """[life] points issued in the issue window and redeemed."""
    expired: NDArray[np.int64]
    """[life] points issued in the issue window and expired."""
    traits: NDArray[Any]
    """[life] of type TRAITS."""
    log: NDArray[Any]
    """All events in order of life and time, of type EVENT; empty unless asked for."""

    def __getitem__(self, measure: Measure) -> NDArray[np.int64]:
        """[life] counts of a measure in the first window."""
        return self.counts[:, 0, measure]


def watch(scenario: Scenario, *windows: tuple[int, int], issue: tuple[int, int] = (0, 0), log: bool = False) -> Lives:
    """Simulate a scenario and keep every life apart.

    Args:
        windows: months [from, to) over which measures are counted; all months when none is given.
        issue: months of issue of the points whose end is counted.
        log: whether to keep the log of events.
    """
    terms, population = prepared(scenario), populate(scenario)
    months, lives = scenario.run.total_months, population.lives
    books = Tally.empty(months, len(scenario.market.segments)).books[0].copy()
    spans = np.array(windows or [(0, months)])
    events, traits = np.empty(1 << 16 if log else 0, EVENT), np.zeros(lives, TRAITS)
    counts, settled = np.zeros((lives, len(spans), MEASURES), np.int64), np.zeros((lives, 2), np.int64)
    customers, *queues = Held.empty()
    first = (population.first, customers, tuple(queues), terms, flag(terms), books)
    events, used = _watch(*first, events, traits, spans, counts, np.array(issue), settled)
    return Lives(counts, settled[:, 0], settled[:, 1], traits, events[:used])


def ratio_z(above: NDArray[Any], below: NDArray[Any], theory: float) -> tuple[float, float]:
    """Distance of a ratio of sums from theory in standard errors, and the relative standard error.

    Customers are the independent unit: the points of one are cleared by the same redemptions.
    """
    n, total = len(above), below.sum()
    ratio = above.sum() / total
    error = np.sqrt(n / (n - 1) * ((above - ratio * below) ** 2).sum()) / total
    return (ratio - theory) / error, error / abs(theory)


def check_ratio(
    above: NDArray[Any], below: NDArray[Any], theory: float, *, wrong: tuple[float, ...] = (), precision: float = 0.005
) -> None:
    """Require |z| < 4 and a relative standard error of at most ``precision``, and that each ``wrong`` theory is refused."""
    z, error = ratio_z(above, below, theory)
    assert error <= precision, f"standard error {error:.3%} of theory; more customers are needed"
    assert abs(z) < 4, f"{above.sum() / below.sum():.6g} against theory {theory:.6g}: z = {z:.2f}"
    for other in wrong:
        assert abs(ratio_z(above, below, other)[0]) > 4, f"cannot be told from the wrong value {other:.6g}"


def check_mean(values: NDArray[Any], theory: float, *, precision: float = 0.005, wrong: tuple[float, ...] = ()) -> None:
    """As check_ratio, for the mean over customers."""
    check_ratio(np.asarray(values, np.float64), np.ones(len(values)), theory, precision=precision, wrong=wrong)


def check_variance(values: NDArray[Any], theory: float, *, precision: float = 0.01) -> None:
    """As check_mean, for the variance over customers."""
    check_mean((values - values.mean()) ** 2, theory, precision=precision)


def balance_between(lives: Lives, start: float, stop: float) -> NDArray[np.float64]:
    """[life] integral of the balance over time from ``start`` to ``stop``, from the log."""
    return held_between(lives, lives.log["balance"], start, stop)


def held_between(lives: Lives, level: NDArray[Any], start: float, stop: float) -> NDArray[np.float64]:
    """[life] integral over time of a level that holds from each event of the log to the life's next."""
    log = lives.log
    until = np.append(log["time"][1:], stop)
    until[np.append(log["life"][1:] != log["life"][:-1], True)] = stop
    span = np.clip(until, start, stop) - np.clip(log["time"], start, stop)
    return np.bincount(log["life"], weights=span * level, minlength=len(lives.traits))
