"""What points are worth in a program, and which lever says so: what several rules of the linter count with."""

from __future__ import annotations

from loyalty_sim.scenario.problems import Location
from loyalty_sim.scenario.program import Program
from loyalty_sim.scenario.scenario import Scenario

DAYS_PER_MONTH = 365.25 / 12


def earning(program: Program) -> tuple[float, float]:
    """Points per unit of money and per visit, without multipliers."""
    return (program.earn.points, 0.0) if program.earn.per == "money" else (0.0, program.earn.points)


def points_per_money(scenario: Scenario) -> float:
    """Points for a unit of money spent, those of a visit spread over the usual basket, without multipliers."""
    per_money, per_visit = earning(scenario.program)
    return per_money + per_visit / scenario.market.mean_basket


def rebate(scenario: Scenario) -> float:
    """Face value of the points of a unit of money spent, without multipliers."""
    return points_per_money(scenario) * scenario.program.value_per_point


def yearly_share(program: Program) -> float:
    """What a dividend for all members gives back of a unit of money spent."""
    return program.dividend.share * program.dividend.eligible_share - program.dividend.share_for_paying


def highest_tier_multiplier(program: Program) -> float:
    """Largest multiplier that status gives, at least that of members without status."""
    return max((1.0, *(level.earn_multiplier for level in program.tiers.levels)))


def missing_points(program: Program) -> float:
    """Points between joining and the first reward."""
    gifts = program.enrolment.welcome_points + program.enrolment.head_start_points
    return program.smallest_reward[0] - gifts


def worth_lever(program: Program) -> Location:
    """The lever that says what a point is worth."""
    if program.certificates.offered:
        return ("program", "certificates", "block_value")
    return ("program", "redemption", "chart") if program.redemption.mode == "chart" else ("program", "point_value")


def reward_lever(program: Program) -> Location:
    """The lever that says what the first reward takes in points."""
    if program.certificates.offered:
        return ("program", "certificates", "threshold_points")
    if program.redemption.mode == "chart":
        return ("program", "redemption", "chart", 0, "points")
    return ("program", "redemption", "block_points")


def percent(share: float) -> str:
    """A share in words, in a whole number of per cent or to two digits."""
    if 0 <= share < 1e-4:
        return "under 0.01 %"
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"
