"""Numbers as people read them: thousands, M and bn, a true minus, and no more digits than the interval supports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loyalty_sim.finance import Coverage, Estimate

MINUS = "−"
UNDEFINED = "n/a"
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "INR": "₹"}
SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"))
LARGEST_PLAIN = 1e9
"""Beyond this many trillions a number is written with an exponent."""
LONGEST_DIGITS = 4
SHORTEST_DIGITS = 2


def money(value: float | None, currency: str = "USD") -> str:
    """An amount of money, rounded to about three digits: "$1.23M", "−€940", "CHF 12,300"; "n/a" for None."""
    return number(value, "money", currency)


def number(value: float | None, unit: str = "", currency: str = "USD") -> str:
    """A value with the sign of its unit, rounded to about three digits.

    Args:
        value: in plain units (money in units of currency, shares as fractions); None where it is undefined.
        unit: "money", "share" (shown as per cent), "x" (a multiple), "months"; for anything else the bare number.
        currency: three letters, used for money.
    """
    if value is None or math.isnan(value):
        return UNDEFINED
    if math.isinf(value):
        return _dress("∞", value < 0, unit, currency)
    return _rounded(value, unit, currency, _default_step(value, unit), value)


def estimate(value: Estimate | None, unit: str = "", currency: str = "USD") -> str:
    """A value with its 80 % interval: "$1.23M, between $1.18M and $1.28M (80 %)"; without noise just the value."""
    if value is None:
        return UNDEFINED
    step, largest = precision(value, unit), max(abs(value.value), abs(value.low80), abs(value.high80))
    text = _rounded(value.value, unit, currency, step, largest)
    if value.high80 <= value.low80:
        return text
    return f"{text}, {interval(value, unit, currency)} (80 %)"


def interval(value: Estimate, unit: str = "", currency: str = "USD", coverage: Coverage = 80) -> str:
    """The interval alone: "between $1.18M and $1.28M"; by default that of 80 %."""
    ends = value.interval(coverage)
    step, largest = precision(value, unit), max(abs(value.value), *map(abs, ends))
    low, high = (_rounded(end, unit, currency, step, largest) for end in ends)
    return f"between {low} and {high}" if low != high else f"about {low}"


def central(value: Estimate | None, unit: str = "", currency: str = "USD") -> str:
    """The value of an estimate rounded to the precision of its interval, without the interval."""
    if value is None:
        return UNDEFINED
    return _rounded(value.value, unit, currency, precision(value, unit), value.value)


def difference(value: float | None, unit: str = "", currency: str = "USD") -> str:
    """A change with its sign: "+$0.2M"; shares in percentage points: "+1.2 pp"."""
    if value is None or math.isnan(value):
        return UNDEFINED
    text = _points_of_share(value) if unit == "share" else number(value, unit, currency)
    return text if value <= 0 or _is_zero(text) else f"+{text}"


def _points_of_share(value: float) -> str:
    size = 100 * value
    return f"{number(round(size, 1) if abs(size) >= 0.1 else round(size, 2))} pp"


def percentage_points(value: float) -> str:
    """The size of a difference of two shares: "1.2 percentage points"."""
    size = abs(100 * value)
    text = number(round(size, 1)) if size >= 0.1 else f"{size:.1g}" if size >= 0.001 else "under 0.001"
    return f"{text} percentage point{'' if text == '1' else 's'}"


def per_cent(value: float) -> str:
    """A share for a headline, to two digits: "31 %", "3.1 %", "0.31 %"."""
    if not 1e-8 < abs(value) < 1:
        return number(value, "share")
    return _rounded(value, "share", "", 10.0 ** (math.floor(math.log10(abs(value))) - 1), value)


def whole_per_cents(parts: Sequence[float]) -> list[int]:
    """Parts of a whole in whole per cents that add up to 100: the largest remainders are rounded up."""
    total = sum(parts)
    exact = [100 * part / total for part in parts]
    found = [math.floor(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda index: found[index] - exact[index])
    for index in order[: 100 - sum(found)]:
        found[index] += 1
    return found


def precision(value: Estimate, unit: str = "") -> float:
    """The step to which an estimate is rounded: a tenth of the order of its interval, within two to four digits."""
    largest = max(abs(value.value), abs(value.low80), abs(value.high80))
    half_width = (value.high80 - value.low80) / 2
    if half_width <= 0 or not math.isfinite(half_width) or not math.isfinite(largest):
        return _default_step(value.value, unit)
    order = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    step = 10.0 ** math.floor(math.log10(half_width))
    return min(max(step, order / 10.0 ** (LONGEST_DIGITS - 1)), order / 10.0 ** (SHORTEST_DIGITS - 1))


def _default_step(value: float, unit: str) -> float:
    """Three digits; two for a share below a tenth; a cent for small amounts of money; whole months."""
    size = abs(value)
    if size == 0 or not math.isfinite(size):
        return 1.0
    if unit == "months":
        return 1.0
    if unit == "money" and 1 <= size < 100:
        return 0.01
    digits = 2 if unit == "share" and size < 0.1 else 3
    rounded = float(f"{size:.{digits - 1}e}")  # 999,700 is a million in three digits
    return float(10.0 ** (math.floor(math.log10(rounded)) - digits + 1))


def _rounded(value: float, unit: str, currency: str, step: float, largest: float) -> str:
    """``value`` to the nearest ``step``, in the scale that suits ``largest``."""
    if unit == "share":
        value, step, largest = 100 * value, 100 * step, 100 * largest
    scale, suffix = next(((s, t) for s, t in SCALES if max(abs(largest), abs(value)) >= s * (1 - 5e-4)), (1.0, ""))
    decimals = max(0, -math.floor(math.log10(step / scale) + 1e-9))
    rounded = round(value / step) * step / scale if step < abs(value) * 1e12 else 0.0
    text = f"{abs(rounded):,.{min(decimals, 12)}f}" if abs(rounded) < LARGEST_PLAIN else f"{abs(rounded):.3g}"
    if unit not in ("money",) and "." in text:
        text = text.rstrip("0").rstrip(".")
    zero = _is_zero(text)
    return _dress("0" if zero else text + suffix, rounded < 0 and not zero, unit, currency)


def _dress(text: str, negative: bool, unit: str, currency: str) -> str:
    """Sign, currency symbol and unit around the digits."""
    if unit == "money":
        symbol = SYMBOLS.get(currency, f"{currency} ")
        text = f"{symbol}{text}"
    elif unit == "share":
        text = f"{text} %"
    elif unit == "x":
        text = f"{text}×"
    elif unit == "months":
        text = f"{text} month" if text == "1" else f"{text} months"
    return f"{MINUS}{text}" if negative else text


def _is_zero(text: str) -> bool:
    return not any(digit in text for digit in "123456789∞")
