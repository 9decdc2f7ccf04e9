"""The assumptions page: one world for the design and the baseline."""

from __future__ import annotations

import pytest

from loyalty_sim.scenario import Behaviour, Economics, Market, Run, Segment
from loyalty_sim.ui.items import items
from tests.ui.conftest import PAGES, Open, metrics, names, widget, work


def test_an_assumption_changes_design_and_baseline(open_page: Open) -> None:
    """Editing an assumption moves the design and the baseline alike, so an unchanged program stays at no change."""
    app = open_page()
    before = metrics(app)
    app.switch_page(f"{PAGES}/assumptions.py").run()
    assert any("recomputes **both**" in info.value for info in app.info)
    app.session_state["panel"] = "Economics"
    app.run()
    widget(app, "number_input", "economics.gross_margin").set_value(70.0).run()
    after = metrics(app)
    assert work(app).scenario.economics.gross_margin == work(app).baseline.economics.gross_margin == 0.7
    assert after["Net program value"][0] != before["Net program value"][0]
    assert all(delta == "as baseline" for _, delta in after.values())


def test_effects_have_levels(open_page: Open) -> None:
    """An effect can be off, low, default, high or any other strength, with its source and grade beside it."""
    app = open_page().switch_page(f"{PAGES}/assumptions.py").run()
    app.session_state["panel"] = "Behaviour"
    app.run()
    high = work(app).scenario.behaviour.retention.evidence()["high"]
    assert any("Gopalakrishnan" in caption.value and "quasi-experiment" in caption.value for caption in app.caption)
    widget(app, "number_input", "behaviour.retention.lapse_multiplier").set_value(high).run()
    assert work(app).scenario.behaviour.retention.level() == "high"
    widget(app, "number_input", "behaviour.retention.lapse_multiplier").set_value(0.77).run()
    assert work(app).scenario.behaviour.retention.level() == "custom"
    widget(app, "button", "all.off").click().run()
    assert all(effect.level() == "off" for effect in work(app).scenario.behaviour.effects().values())
    assert not app.exception


@pytest.mark.parametrize("panel", ["Market", "Behaviour", "Economics", "Run settings"])
def test_every_assumption_has_a_widget(open_page: Open, panel: str) -> None:
    """Whatever field the world has, some widget shows it."""
    app = open_page().switch_page(f"{PAGES}/assumptions.py").run()
    app.session_state["panel"] = panel
    for name in Behaviour().effects():
        app.session_state[f"more.{name}"] = True
    app.run()
    keys = names(app)
    wanted = {
        "Market": [item.path for item in items(Market, ("market",))]
        + [("market", "segments", 0, *item.path) for item in items(Segment)]
        + [("market", "seasonality", month) for month in range(12)],
        "Behaviour": [item.path for item in items(Behaviour, ("behaviour",)) if item.path[-1] != "on"],
        "Economics": [item.path for item in items(Economics, ("economics",))],
        "Run settings": [item.path for item in items(Run, ("run",))],
    }[panel]
    for path in wanted:
        assert ".".join(map(str, path)) in keys, path


def test_segments_are_added_and_removed(open_page: Open) -> None:
    """Segments can be added, like the last one, and removed again."""
    app = open_page().switch_page(f"{PAGES}/assumptions.py").run()
    before = work(app).scenario.market.segments
    widget(app, "button", "market.segments.add").click().run()
    assert len(work(app).scenario.market.segments) == len(before) + 1
    widget(app, "button", f"market.segments.{len(before)}.remove").click().run()
    assert work(app).scenario.market.segments == before


def test_a_lever_survives_a_page_switch(open_page: Open) -> None:
    """Going to another page and back loses nothing."""
    app = open_page()
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    before = metrics(app)
    app.switch_page(f"{PAGES}/method.py").run()
    assert not app.exception
    assert any("Known limits" in text.value for text in app.markdown)
    app.switch_page(f"{PAGES}/design.py").run()
    assert metrics(app) == before
    assert widget(app, "number_input", "program.earn.points").value == 2
