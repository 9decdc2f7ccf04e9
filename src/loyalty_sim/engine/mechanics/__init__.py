"""Mechanics beyond the core: each a module with its fields, its packing and its rules; ``hooks`` says when they act.

A module declares ``CUSTOMER`` (what it remembers of a life), ``TERMS`` (what its rules read), ``used(scenario)`` (whether
a scenario needs it) and ``pack(scenario, t)`` (fills its terms). A program that uses none is compiled without them.
"""

from __future__ import annotations

from typing import Any

from loyalty_sim.engine.mechanics import (
    action,
    amendment,
    boost,
    certificate,
    challenge,
    dividend,
    gesture,
    identify,
    message,
    partner,
    referral,
    refund,
    reinstatement,
    returns,
    trial,
    winback,
)  # fmt: skip
from loyalty_sim.scenario import Scenario

MODULES: tuple[Any, ...] = (
    amendment, referral, partner, trial, refund, message, winback, gesture, certificate, dividend, action,
    boost, challenge, returns, identify, reinstatement,
)  # fmt: skip

CUSTOMER: list[Any] = [field for module in MODULES for field in module.CUSTOMER]
TERMS: list[Any] = [field for module in MODULES for field in module.TERMS]


def used(scenario: Scenario) -> bool:
    """Whether a scenario uses any mechanic beyond the core."""
    return any(module.used(scenario) for module in MODULES)


def pack(scenario: Scenario, t: Any) -> None:
    """Fill the terms of all mechanics."""
    for module in MODULES:
        module.pack(scenario, t)
