"""``loyalty-sim trace``: one life, told as it was counted."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from loyalty_sim.engine.clocks import compiled_clock
from loyalty_sim.engine.measures import ISSUED, USED, Measure
from loyalty_sim.engine.population import populate
from loyalty_sim.engine.terms import pack
from loyalty_sim.engine.trace import Life, trace
from loyalty_sim.scenario.presets import NAMES, preset
from tests.conftest import Command


@cache
def life_of(name: str) -> Life:
    """The life that is told of a preset."""
    return trace(preset(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_log_adds_up_to_what_was_counted(name: str) -> None:
    """The events of a life sum to the tally of the compiled clock for that life, and the balance follows from them."""
    scenario = preset(name)
    life = life_of(name)
    tally, _ = compiled_clock(pack(scenario), populate(scenario), life.customer - 1, life.customer)
    counts = tally.panel.sum(axis=(0, 1, 2))
    events = life.events
    assert sum(event.what.startswith("buys") for event in events) == counts[Measure.PURCHASES]
    assert round(100 * sum(event.basket for event in events)) == counts[Measure.SALES]
    assert round(100 * sum(event.fee for event in events)) == counts[Measure.FEES]
    assert sum(event.earned for event in events) == counts[list(ISSUED)].sum()
    assert sum(event.redeemed for event in events) == counts[list(USED)].sum()
    assert sum(event.expired for event in events) == counts[Measure.EXPIRED]
    held = np.cumsum([event.earned - event.redeemed - event.expired for event in events])
    taken = [all_told - event.balance for all_told, event in zip(held, events, strict=True)]  # with goods given back
    assert taken == sorted(taken)
    assert taken[-1] == counts[Measure.CLAWED_BACK]
    moved = {event.what for event, before, after in zip(events, [0, *taken], taken, strict=False) if before != after}
    assert all("gives goods back" in what for what in moved)


@pytest.mark.parametrize("name", NAMES)
def test_the_chosen_customer_joins_and_has_a_story(name: str) -> None:
    """Without a number, a customer is shown who becomes a member (where there is a program) and buys again."""
    events = life_of(name).events
    assert sum(event.what.startswith("buys") for event in events) >= 2
    assert name == "cdnow" or any("joins" in event.what for event in events)


def test_dates_run_forward_through_the_calendar() -> None:
    """Dates are in order, agree with the month's number, and points that die at a month's end do so on its last day."""
    life = life_of("beauty-tiers")
    assert [event.date for event in life.events] == sorted(event.date for event in life.events)
    for event in life.events:
        year, month, _ = map(int, event.date.split("-"))
        assert 12 * (year - 2027) + month == event.month
        if "points expire" in event.what:
            assert event.date.endswith(("-28", "-29", "-30", "-31"))


def test_the_customer_is_the_one_asked_for(cli: Command) -> None:
    """--customer N shows that customer; different numbers show different lives."""
    first = cli("trace", "beauty-tiers", "--customer", "3", "--json").document
    second = cli("trace", "beauty-tiers", "--customer", "4", "--json").document
    assert (first["customer"], second["customer"]) == (3, 4)
    assert first["purchases_per_year"] != second["purchases_per_year"]
    assert first["basket"] != second["basket"]


@pytest.mark.parametrize("number", ["0", "100000000"])
def test_a_customer_who_does_not_exist_is_refused(cli: Command, number: str) -> None:
    """A number out of range is a usage error that says how many customers there are."""
    outcome = cli("trace", "coffee-stars", "--customer", number)
    assert outcome.code == 2
    lives = populate(preset("coffee-stars")).lives
    assert f"--customer is {number}; this scenario simulates customers 1 to {lives}" in outcome.err


def test_the_table_and_the_document_tell_the_same_life(cli: Command) -> None:
    """The table has one line per event of the document, in the same order."""
    text, document = cli("trace", "beauty-tiers").out.splitlines(), cli("trace", "beauty-tiers", "--json").document
    assert f"customer {document['customer']:,} of" in text[0]
    assert re.split(r"\s{2,}", text[2])[:4] == ["Date", "Month", "What happens", "Basket"]
    assert [line.split()[0] for line in text[3:]] == [event["date"] for event in document["events"]]
    assert all(event["what"] in line for event, line in zip(document["events"], text[3:], strict=True))


def test_columns_without_content_are_left_out(cli: Command) -> None:
    """A program without tiers shows no tier, one without a fee no fee."""
    coffee = cli("trace", "coffee-stars").out.splitlines()[2].split()
    assert "Tier" not in coffee
    assert "Fee" not in coffee
    paid = cli("trace", "paid-membership").out.splitlines()[2].split()
    assert "Fee" in paid
