"""Units of the engine, and the numbers by which rules know the choices of a program.

Time is in months of equal length from the first simulated instant; money is in cents; rates of points are integers in
millionths, so that no result depends on the rounding of a product of fractions.
"""

from __future__ import annotations

NEVER = 1e18
"""A time that never comes."""
DAYS_PER_MONTH = 365.25 / 12
MICRO = 1_000_000
POINT_VALUE_UNIT = 10_000
"""Point value is held in ten-thousandths of a cent."""
FEE_UNIT = 1_200
"""What is not yet earned of a fee is counted in such parts of a cent: a month's part of a year's fee is a whole number."""
NOT_STATED = -1
"""A cost that the scenario does not state."""

NEVER_EXPIRES, AFTER_EARNING, INACTIVITY = range(3)
EXACT, MONTH_END, QUARTER_END, YEAR_END = range(4)
DOWN, NEAREST, UP, CARRY = range(4)
SPEND, POINTS, VISITS, BALANCE = range(4)
ALONE, EITHER, BOTH = range(3)
YEAR, ANNIVERSARY, NO_END = range(3)
TO_EARNED, ONE_LEVEL, KEEPS_LEVEL = range(3)
AT_ONCE, PERIOD_END, FRESH_WINDOW = range(3)


def cents(money: float) -> int:
    """Money in minor units."""
    return round(money * 100)
