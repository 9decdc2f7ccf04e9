"""Responses to messages. None has a published causal size, so all are off by default."""

from __future__ import annotations

from typing import ClassVar

from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import assumption


class StatusMessages(Effect):
    """Members who are told where they stand buy a little more. Acts only where status messages are sent."""

    title: ClassVar[str] = "More when told where they stand"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default: no published causal size")
    lift: float = assumption(
        0.01, "Lift while such messages are sent", unit="share", low=0.0, high=0.03, source="judgement", ge=0, le=1
    )


class NearMiss(Effect):
    """A nudge near a goal raises purchases for some weeks. Acts only where nudges are sent."""

    title: ClassVar[str] = "More after a nudge near a goal"
    strength: ClassVar[str] = "lift"
    on: bool = assumption(False, "Off by default: no published causal size")
    lift: float = assumption(
        0.05, "Lift in the weeks after a nudge", unit="share", low=0.0, high=0.15, source="judgement", ge=0, le=1
    )
    weeks: float = assumption(4.0, "How long the lift lasts", unit="weeks", source="judgement", gt=0, le=104)


class WinBack(Effect):
    """A win-back message brings back some who had left, and makes others buy sooner. Acts only where they are sent."""

    title: ClassVar[str] = "Coming back when missed (win-back)"
    strength: ClassVar[str] = "returns"
    on: bool = assumption(False, "Off by default: no published causal size")
    returns: float = assumption(
        0.05,
        "Chance that a member who had left comes back, to a new stay of the same expected length",
        unit="share",
        low=0.01,
        high=0.10,
        source="judgement",
        ge=0,
        le=1,
    )
    lift: float = assumption(
        0.05,
        "Lift in the weeks after the message, of members who had not left",
        unit="share",
        low=0.0,
        high=0.15,
        source="judgement",
        ge=0,
        le=1,
    )
    weeks: float = assumption(4.0, "How long the lift lasts", unit="weeks", source="judgement", gt=0, le=104)
