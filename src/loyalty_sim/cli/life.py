"""``loyalty-sim trace``: one life as a table or a document."""

from __future__ import annotations

from collections.abc import Callable

from loyalty_sim.cli.streams import emit, emit_json, plain, table
from loyalty_sim.engine.trace import Event, Life
from loyalty_sim.scenario import Scenario

COLUMNS: dict[str, Callable[[Event], str]] = {
    "Date": lambda event: event.date,
    "Month": lambda event: str(event.month),
    "What happens": lambda event: event.what,
    "Basket": lambda event: _money(event.basket),
    "Discount": lambda event: _money(event.discount),
    "Earned": lambda event: _points(event.earned),
    "Redeemed": lambda event: _points(event.redeemed),
    "Expired": lambda event: _points(event.expired),
    "Balance": lambda event: f"{event.balance:,}",
    "Tier": lambda event: event.tier,
    "Fee": lambda event: _money(event.fee),
    "Paying": lambda event: "yes" if event.paying else "",
}
LEFT = ("Date", "What happens", "Tier", "Paying")


def show_life(scenario: Scenario, life: Life, *, as_json: bool) -> None:
    """Print a life to stdout."""
    if as_json:
        emit_json({"scenario": scenario.name, "currency": scenario.currency, **plain(life)})
        return
    emit(
        f"{scenario.name}: customer {life.customer:,} of {life.lives:,}, segment {life.segment}, without a program "
        f"{life.purchases_per_year:.1f} purchases a year of {life.basket:.2f} {scenario.currency}"
    )
    emit("")
    columns = {name: [cell(event) for event in life.events] for name, cell in COLUMNS.items()}
    if not scenario.tier_names:
        columns.pop("Tier")
    filled = {name: cells for name, cells in columns.items() if any(cells)}
    if not filled:
        emit("nothing happens in this life")
        return
    headings = list(filled)
    table(headings, list(zip(*filled.values(), strict=True)), [headings.index(name) for name in LEFT if name in filled])


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if amount else ""


def _points(points: int) -> str:
    return f"{points:,}" if points else ""
