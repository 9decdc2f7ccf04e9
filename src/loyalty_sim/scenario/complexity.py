"""How much a member must understand to use a program, in points."""

from __future__ import annotations

from loyalty_sim.scenario.program import Program

MANY_TIERS = 3
SIMPLE = frozenset({"messages", "perks", "giving"})
"""Parts that ask nothing of a member."""
COUNTED = frozenset({"earn", "point_value", "redemption", "expiry", "tiers", "paid", "enrolment"})
"""Parts whose rules are counted one by one; of every other part that is in use, all rules together are one point."""


def complexity(program: Program) -> int:
    """Number of things to understand, one point each.

    Points at all; that they expire; that expired ones can be had back; that they are used in blocks; that they pay only a
    part of a basket; points without a purchase (welcome, head start); status levels; more than three of them; a paid
    membership; extra points for paying; and every further mechanic of the program that is in use.
    """
    points, paid = program.has_points, program.paid.offered
    rules = (
        points,
        points and program.expiry.rule != "never",
        points and program.expiry.reinstate_days > 0,
        points and program.redemption.mode == "blocks",
        points and program.redemption.max_basket_share < 1,
        program.enrolment.welcome_points > 0 or program.enrolment.head_start_points > 0,
        len(program.tiers.levels) > 0,
        len(program.tiers.levels) > MANY_TIERS,
        paid,
        paid and points and program.paid.earn_multiplier != 1,
    )
    return sum(rules) + sum(_in_use(program, name) for name in Program.model_fields if name not in SIMPLE | COUNTED)


def _in_use(program: Program, name: str) -> bool:
    """Whether a part of the program differs from what it is by default."""
    return bool(getattr(program, name) != Program.model_fields[name].get_default(call_default_factory=True))
