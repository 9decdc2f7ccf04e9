"""What a user can say: program, market, behaviour, economics; files and presets."""

from loyalty_sim.scenario.behaviour import Behaviour
from loyalty_sim.scenario.economics import Economics
from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import about
from loyalty_sim.scenario.market import Market, Segment
from loyalty_sim.scenario.program import Earn, Enrolment, Expiry, Paid, Program, Redemption, Tier, Tiers
from loyalty_sim.scenario.scenario import SCHEMA_VERSION, Run, Scenario

__all__ = [
    "SCHEMA_VERSION",
    "Behaviour",
    "Earn",
    "Economics",
    "Effect",
    "Enrolment",
    "Expiry",
    "Market",
    "Paid",
    "Program",
    "Redemption",
    "Run",
    "Scenario",
    "Segment",
    "Tier",
    "Tiers",
    "about",
]
