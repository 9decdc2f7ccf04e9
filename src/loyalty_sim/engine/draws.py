"""Random numbers that are a pure function of what they decide: (seed, customer, stream, ordinal).

One Philox4x32-10 block (Salmon, Moraes, Dror & Shaw 2011) keyed by seed, customer and stream gives a state and an odd
step; draw k of the stream is the SplitMix64 output function (Steele, Lea & Flood 2014) of state + (k + 1) * step. Any
ordinal costs the same, nothing is stored but two words, and no draw depends on when or how often others are taken.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from loyalty_sim.engine.compiled import Customer, entry, rule, wrapping

U64 = np.uint64
LOW = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)
ONE = np.uint64(1)

# Streams of a customer. Numbers are never reused or renumbered: adding one changes no other.
TRAITS, BASE, EXTRA, CHANCE, REMINDER, RENEWAL = range(6)
CORE_STREAMS = 6
ACTION, PARTNER, OFFER, VOUCHER = range(6, 10)
STREAMS = 10

# Ordinals in the stream of traits.
SEGMENT, ENTRY, RATE, LAPSE_RATE, MEAN_BASKET, LIFETIME, WILLING, NEVER, WORTH, HASSLE = range(10)
BIRTHDAY, OPTS_IN = range(10, 12)
COMES_ANYWAY, JOINS = range(14, 16)

DONATES = 1 << 40
"""First of those that say whether redemption 0, 1, ... is given to charity."""

# Purposes at candidate k of a stream of visits: ordinal = VISIT_DRAWS * k + purpose.
TIME, BASKET, KEEP, REDEEM, JOIN, PAY, LEAVE = range(7)
RETURN, IDENTIFY, VOUCHER_USE = range(7, 10)
REFER, TRIAL, REINSTATE = 11, 13, 14
VISIT_DRAWS = 16

FRIEND = np.uint64(1 << 63)
"""Set in the identity of every customer won by a member, and in no other."""
# Ordinals in the stream of renewals: the number of the term for its renewal; whether and when term k may be cancelled.
CANCELS = 1 << 32
CANCEL_DRAWS = 2


@rule
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Four 32-bit words of Philox4x32-10 for counter words c0..c3 and key words k0, k1 (all uint64 below 2**32)."""
    for _ in range(10):
        p0 = U64(0xD2511F53) * c0
        p1 = U64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (p1 >> SHIFT) ^ c1 ^ k0, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + U64(0x9E3779B9)) & LOW
        k1 = (k1 + U64(0xBB67AE85)) & LOW
    return c0, c1, c2, c3


@rule
def bits_set(word: Any) -> Any:
    """Number of one bits in a uint64, added up in parallel."""
    word = word - ((word >> ONE) & U64(0x5555555555555555))
    word = (word & U64(0x3333333333333333)) + ((word >> U64(2)) & U64(0x3333333333333333))
    word = (word + (word >> U64(4))) & U64(0x0F0F0F0F0F0F0F0F)
    return (word * U64(0x0101010101010101)) >> U64(56)


@rule
@wrapping
def derive(seed: Any, customer: Any, stream: int) -> tuple[Any, Any]:
    """State and odd step (uint64) of one stream of one customer."""
    seed, customer = U64(seed), U64(customer)
    r0, r1, r2, r3 = philox(customer & LOW, customer >> SHIFT, U64(stream), U64(0), seed & LOW, seed >> SHIFT)
    step = (r2 << SHIFT) | r3 | ONE
    if bits_set(step ^ (step >> ONE)) < U64(24):  # neighbouring bits change too rarely: it would mix badly
        step ^= U64(0xAAAAAAAAAAAAAAAA)
    return (r0 << SHIFT) | r1, step


@rule
def mix(z: Any) -> Any:
    """The SplitMix64 output function of a uint64."""
    z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
    return z ^ (z >> U64(31))


@rule
@wrapping
def uniform(state: Any, step: Any, ordinal: int) -> float:
    """Draw ``ordinal`` of a stream, strictly between 0 and 1 (52 bits, so that neither end can be reached)."""
    z = mix(U64(state) + (U64(ordinal) + ONE) * U64(step))
    return (np.float64(z >> U64(12)) + 0.5) * 2.220446049250313e-16


@rule
def draw(c: Customer, stream: int, ordinal: int) -> float:
    """Uniform draw ``ordinal`` of one of the customer's streams."""
    return uniform(c.state[stream], c.step[stream], ordinal)


@rule
def wait(c: Customer, stream: int, ordinal: int) -> float:
    """Unit exponential draw of one of the customer's streams."""
    return -math.log(draw(c, stream, ordinal))


@rule
@wrapping
def friend_of(identity: Any, stream: int, ordinal: int) -> Any:
    """Identity of the friend that a customer wins at candidate ``ordinal`` of a stream of visits: a hash of these alone."""
    occasion = (U64(ordinal) << U64(8)) | U64(stream)
    return mix(mix(U64(identity)) + (occasion + ONE) * U64(0x9E3779B97F4A7C15)) | FRIEND


@entry
def start_of_sequences(seed: Any) -> tuple[float, float]:
    """Where a seed starts the even sequences of segments and of entry dates: two draws of a customer that is nobody."""
    state, step = derive(seed, 1 << 62, TRAITS)
    return uniform(state, step, SEGMENT), uniform(state, step, ENTRY)
