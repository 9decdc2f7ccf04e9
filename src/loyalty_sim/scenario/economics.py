"""What things cost and earn."""

from __future__ import annotations

from loyalty_sim.scenario.fields import Record, assumption


class Economics(Record):
    """Margins, costs and the discount rate."""

    gross_margin: float = assumption(
        0.4, "Gross margin on sales at list price", unit="share of sales", low=0.3, high=0.5, ge=0, le=1
    )
    reward_cost: float = assumption(
        1.0,
        "What a reward costs the company, as a share of its face value; 1 when its sale would have happened anyway",
        unit="share of face value",
        low=0.5,
        high=1.0,
        ge=0,
        le=2,
    )
    cost_per_point: float | None = assumption(
        None,
        "What one redeemed point costs the company, whatever its face value; null means reward cost x point value",
        unit="money per redeemed point",
        ge=0,
        le=10_000,
    )
    fixed_cost_per_year: float = assumption(0.0, "Cost of running the program", unit="money per year", ge=0, le=1e12)
    cost_per_member_year: float = assumption(
        0.0, "Servicing and communication per member", unit="money per member and year", ge=0, le=100_000
    )
    cost_per_message: float = assumption(
        0.0,
        "What one message to a member costs: reminders of expiry, status messages, nudges and win-back messages alike",
        unit="money per message",
        low=0.0,
        high=0.1,
        ge=0,
        le=1_000,
    )
    discount_rate: float = assumption(
        0.08, "Yearly discount rate of later money", unit="share per year", low=0.05, high=0.12, ge=0, le=1
    )
    acquisition_cost: float = assumption(
        0.0,
        "What it costs to win one new customer, to compare with the cost of keeping one",
        unit="money per customer",
        ge=0,
        le=1e6,
    )
