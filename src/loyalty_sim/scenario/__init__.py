"""What a user can say: program, market, behaviour, economics; files and presets."""

from loyalty_sim.scenario.actions import Actions
from loyalty_sim.scenario.behaviour import Behaviour
from loyalty_sim.scenario.bonuses import Bonuses, BonusEvent
from loyalty_sim.scenario.challenge import Challenge
from loyalty_sim.scenario.earn import Earn, Enrolment
from loyalty_sim.scenario.economics import Economics
from loyalty_sim.scenario.effects import Effect
from loyalty_sim.scenario.fields import about
from loyalty_sim.scenario.market import Market, Segment, Shock
from loyalty_sim.scenario.messages import Messages
from loyalty_sim.scenario.partners import Partner
from loyalty_sim.scenario.perks import Giving, Perks
from loyalty_sim.scenario.program import Program
from loyalty_sim.scenario.redeem import Expiry, Redemption
from loyalty_sim.scenario.referral import Referral
from loyalty_sim.scenario.scenario import SCHEMA_VERSION, Run, Scenario
from loyalty_sim.scenario.status import Paid, Tier, Tiers

__all__ = [
    "SCHEMA_VERSION",
    "Actions",
    "Behaviour",
    "BonusEvent",
    "Bonuses",
    "Challenge",
    "Earn",
    "Economics",
    "Effect",
    "Enrolment",
    "Expiry",
    "Giving",
    "Market",
    "Messages",
    "Paid",
    "Partner",
    "Perks",
    "Program",
    "Redemption",
    "Referral",
    "Run",
    "Scenario",
    "Segment",
    "Shock",
    "Tier",
    "Tiers",
    "about",
]
