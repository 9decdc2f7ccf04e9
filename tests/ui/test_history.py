"""Going back and forth: the history, replay, jumping to a lever, and what can be a baseline."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.scenario.files import dumps
from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui import baselines, changes, history, state
from loyalty_sim.ui.work import BROUGHT, Design, Work
from tests.ui.conftest import PAGES, Open, metrics, names, widget, work

EARN, EXPIRY = "program.earn.points", "program.expiry.months"


def steps(app: AppTest) -> list[str]:
    """The history in words, the first step first."""
    return [step.words for step in app.session_state[state.HISTORY]]


def test_the_history_says_what_changed_and_goes_anywhere(open_page: Open) -> None:
    """Every change is told in words; going back to any of them is a change that undo takes back, and nothing is lost."""
    app = open_page()
    opened = work(app)
    widget(app, "number_input", EARN).set_value(2.0).run()
    widget(app, "number_input", EXPIRY).set_value(6.0).run()
    latest = work(app)
    widget(app, "button", "undo").click().run()
    widget(app, "number_input", EARN).set_value(3.0).run()
    told = ["Opened beauty-tiers", "Earn rate: 1 points → 2 points", "Expiry window: 12 months → 6 months"]
    assert steps(app) == [*told, "Earn rate: 2 points → 3 points"]
    app.session_state["history.list"] = True
    app.run()
    widget(app, "button", "step.2").click().run()
    assert not app.exception
    assert work(app) == latest
    widget(app, "button", "undo").click().run()
    assert work(app).scenario.program.earn.points == 3
    widget(app, "button", "step.0").click().run()
    assert work(app) == opened
    assert len(steps(app)) == 4


def test_steps_are_told_in_words() -> None:
    """Tiers, effects, lists, baselines and whole scenarios: each change is called what the page calls it."""
    opened = Work.opened("beauty-tiers")
    levels = opened.value(("program", "tiers", "levels"))
    for path, value, told in (
        (("program", "tiers", "levels", 0, "threshold"), 300, "Platinum · Threshold: 500 → 300"),
        (("program", "tiers", "levels"), levels[:1], "Status levels: 2 tiers → 1 tier"),
        (("behaviour", "retention", "on"), False, "Members stay longer · on: on → off"),
        (("current_program",), opened.value(("program",)), "Program before month 1: added"),
        (("name",), "Other", f"Name: {opened.scenario.name} → Other"),
    ):
        assert changes.words(opened, opened.edited(path, value)) == told
    assert changes.words(opened, Work.opened("coffee-stars")) == "Opened coffee-stars"
    assert changes.words(opened, opened.against(preset("coffee-app"))).startswith("Baseline: program of Coffee app")
    several = opened.edited(("run", "seed"), 2).edited(("run", "months"), 12).edited(("program", "point_value"), 0.02)
    assert changes.words(opened, several).endswith("and 1 more")


def test_replay_takes_the_last_change_off_and_puts_it_on_again(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is replayed the page shows the state before the change, on the axes of after it; then all is as it was."""
    monkeypatch.setattr(history, "HOLD", 3600.0)
    app = open_page()
    before = metrics(app)
    widget(app, "number_input", EARN).set_value(3.0).run()
    after, moved, past = metrics(app), work(app), len(app.session_state[state.PAST])
    drawn, link = dict(app.session_state["drawn"]), app.query_params["s"]
    widget(app, "button", "replay").click().run()
    assert metrics(app) == before
    assert app.session_state["drawn"] == drawn
    assert app.query_params["s"] == link
    monkeypatch.setattr(history, "HOLD", -1.0)
    app.run()
    assert not app.exception
    assert (metrics(app), work(app)) == (after, moved)
    assert len(app.session_state[state.PAST]) == past
    assert len(steps(app)) == 2


def test_a_change_during_a_replay_ends_it(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever moves a lever while the last change is off keeps what they did; the change replayed stays in the history."""
    monkeypatch.setattr(history, "HOLD", 3600.0)
    app = open_page()
    widget(app, "number_input", EARN).set_value(3.0).run()
    replayed = work(app)
    widget(app, "button", "replay").click().run()
    widget(app, "number_input", EXPIRY).set_value(6.0).run()
    monkeypatch.setattr(history, "HOLD", -1.0)
    app.run()
    program = work(app).scenario.program
    assert (program.earn.points, program.expiry.months) == (1, 6)
    assert replayed in [step.work for step in app.session_state[state.HISTORY]]


def test_a_jump_opens_the_group_and_brings_the_lever_into_view(open_page: Open) -> None:
    """From any page, a changed lever under "More" of a closed group is opened and scrolled to, once."""
    app = open_page()
    widget(app, "button", "group.tiers.header").click().run()
    widget(app, "number_input", "program.tiers.levels.0.earn_multiplier").set_value(3.0).run()
    widget(app, "button", "group.tiers.header").click().run()
    assert "program.tiers.metric" not in names(app)
    app.switch_page(f"{PAGES}/finance.py").run()
    app.session_state["changes"] = True
    app.run()
    widget(app, "button", "go.program.tiers.levels").click().run()
    assert not app.exception
    assert "program.tiers.metric" in names(app)
    assert app.title[0].value == work(app).scenario.name
    script = [found.proto.body for found in app.get("html") if "scrollIntoView" in found.proto.body]
    assert len(script) == 1
    assert "lever-program-tiers-levels" in script[0]
    app.run()
    assert not [found for found in app.get("html") if "scrollIntoView" in found.proto.body]


def test_any_scenario_can_be_the_baseline(open_page: Open, tmp_path: Path) -> None:
    """A scenario file is a baseline by its program, in the world of the design, under its own name; undo comes back."""
    app = open_page()
    before = work(app)
    app.session_state["files"] = True
    app.run()
    file = next(one for one in app.get("file_uploader") if one.key == "upload.baseline")
    file.set_value(("other.yaml", dumps(preset("grocery-cashback")).encode(), "application/yaml")).run()
    assert not app.exception
    assert work(app).choice == BROUGHT
    assert work(app).baseline.program == preset("grocery-cashback").program
    assert work(app).baseline.market == before.scenario.market
    shown = widget(app, "selectbox", "baseline")
    assert shown.value == BROUGHT
    assert f"Program of {preset('grocery-cashback').name}" in shown.options
    widget(app, "button", "undo").click().run()
    assert work(app) == before


def test_another_source_of_baselines_is_brought_when_it_is_chosen(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that is read from elsewhere becomes part of the work, so that it stays as it was when it was chosen."""
    found = baselines.baselines
    other = baselines.Baseline("saved:mine", "Saved: mine", lambda: preset("coffee-stars"))
    monkeypatch.setattr(state, "baselines", lambda work: [*found(work), other])
    monkeypatch.setattr("loyalty_sim.ui.toolbar.baselines", lambda work: [*found(work), other])
    app = open_page()
    widget(app, "selectbox", "baseline").set_value("saved:mine").run()
    assert not app.exception
    assert work(app).choice == BROUGHT
    assert work(app).brought is not None
    assert work(app).brought.design == Design.of(preset("coffee-stars"))


def test_the_report_is_made_when_it_is_asked_for(open_page: Open) -> None:
    """The page makes the report of what it shows, and drops it when the scenario changes."""
    app = open_page()
    widget(app, "number_input", EARN).set_value(2.0).run()
    app.session_state["files"] = True
    app.run()
    assert "report.save" not in {one.key for one in app.get("download_button")}
    widget(app, "button", "report.make").click().run()
    assert not app.exception
    made = app.session_state["report.made"]
    assert made.text.startswith("<!DOCTYPE html>")
    assert metrics(app)["Retention a year"][0] in made.text
    assert any(one.key == "report.save" for one in app.get("download_button"))
    widget(app, "number_input", EARN).set_value(2.5).run()
    assert app.session_state["report.made"] is None
