"""A fixed small loop, timed beside every measurement, so that a slower or busier machine can be told from a slower program.

It is a toy program in plain Python: purchases at 12 a year, points first in first out that die after 1.5 years, a yearly
review at which a fifth of the customers leave, 5 years. It must never change, or old results lose their meaning.
"""

from __future__ import annotations

import random
import time
from collections import deque

CUSTOMERS = 2_000
EVENTS = 85_664


def toy(customers: int, seed: int) -> int:
    """Simulate the toy; returns the number of events."""
    rng, events = random.Random(seed), 0
    for _ in range(customers):
        now, review, lots, balance = 0.0, 1.0, deque[tuple[float, int]](), 0
        while True:
            purchase = now + rng.expovariate(12.0)
            now = min(purchase, review)
            if now >= 5.0:
                break
            events += 1
            while lots and lots[0][0] <= now:
                balance -= lots.popleft()[1]
            if purchase < review:
                lots.append((now + 1.5, 10))
                balance += 10
            elif rng.random() < 0.2:
                break
            else:
                review += 1.0
    return events


def seconds() -> float:
    """Time of the toy, and a check that it is still the same toy."""
    start = time.perf_counter()
    events = toy(CUSTOMERS, 1)
    taken = time.perf_counter() - start
    if events != EVENTS:
        raise AssertionError(f"the yardstick has changed: {events} events, not {EVENTS}")
    return taken
