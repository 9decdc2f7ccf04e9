"""The design page: what opens, what a lever does, and what comes back."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from loyalty_sim.scenario import Program, Tier
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui.items import items
from loyalty_sim.ui.sidebar import GROUPS
from loyalty_sim.ui.toolbar import VERSIONS
from loyalty_sim.ui.work import LEVERS
from tests.ui.conftest import PAGES, Open, metrics, names, open_groups, widget, work

EARN = "program.earn.points"


def headers(app: AppTest) -> list[str]:
    """Titles of the groups of levers."""
    return [button.label for button in app.button if button.key is not None and button.key.endswith(".header")]


def test_opens_computed_on_a_preset(open_page: Open) -> None:
    """The page opens on a named preset with five figures, a sentence, two charts and its checks."""
    app = open_page()
    assert app.title[0].value == work(app).scenario.name
    assert work(app).preset == "beauty-tiers"
    assert len(app.metric) == 5
    assert all(delta == "as baseline" for _, delta in metrics(app).values())
    assert len(app.get("vega_lite_chart")) == 2
    assert any("checks hold" in caption.value for caption in app.caption)
    assert "model" in VERSIONS
    assert "schema" in VERSIONS
    assert any(VERSIONS in text.value for text in app.markdown)


def test_a_lever_moves_the_numbers(open_page: Open) -> None:
    """Doubling the earn rate raises cost and liability, and every change is against the baseline as loaded."""
    app = open_page()
    before = metrics(app)
    widget(app, "number_input", EARN).set_value(2.0).run()
    after = metrics(app)
    assert not app.exception
    assert work(app).scenario.program.earn.points == 2
    assert all(after[label][0] != before[label][0] for label in before)
    assert after["Points liability"][1].startswith("+")
    assert after["Cost / member sales"][1].startswith("+")


def test_slider_and_number_show_the_same(open_page: Open) -> None:
    """A lever's slider and its exact entry are two views of one value; beyond its span the slider stands at its end."""
    app = open_page()
    widget(app, "slider", f"{EARN}.slider").set_value(3.5).run()
    assert widget(app, "number_input", EARN).value == 3.5
    widget(app, "number_input", EARN).set_value(40.0).run()
    assert widget(app, "slider", f"{EARN}.slider").value == 10
    assert work(app).scenario.program.earn.points == 40


def test_changes_are_counted_and_marked(open_page: Open) -> None:
    """A group counts the levers that differ from the baseline, and a changed lever says what it was."""
    app = open_page()
    widget(app, "number_input", EARN).set_value(2.0).run()
    widget(app, "number_input", "program.point_value").set_value(0.02).run()
    assert "**Value & earn** · 2 changed" in headers(app)
    assert widget(app, "button", f"{EARN}.reset").label.startswith("was 1 ")
    widget(app, "button", f"{EARN}.reset").click().run()
    assert work(app).scenario.program.earn.points == 1
    assert widget(app, "number_input", EARN).value == 1
    assert "**Value & earn** · 1 changed" in headers(app)


def test_groups_open_and_close(open_page: Open) -> None:
    """A group opens and closes, and stays as it is when its count of changes or the page changes."""
    app = open_page()
    assert "program.tiers.metric" not in names(app)
    widget(app, "button", "group.tiers.header").click().run()
    widget(app, "number_input", "program.tiers.levels.0.earn_multiplier").set_value(3.0).run()
    assert "**Tiers** · 1 changed" in headers(app)
    app.switch_page(f"{PAGES}/method.py").run()
    app.switch_page(f"{PAGES}/design.py").run()
    assert "program.tiers.metric" in names(app)
    widget(app, "button", "group.tiers.header").click().run()
    assert "program.tiers.metric" not in names(app)


def test_undo_and_redo(open_page: Open) -> None:
    """Undo takes the last change back and redo repeats it, with the numbers that belong to it."""
    app = open_page()
    opened = metrics(app)
    widget(app, "number_input", EARN).set_value(2.0).run()
    moved = metrics(app)
    widget(app, "button", "undo").click().run()
    assert metrics(app) == opened
    widget(app, "button", "redo").click().run()
    assert metrics(app) == moved


def test_set_as_baseline(open_page: Open) -> None:
    """The design set as baseline has no change against itself, and the preset as loaded can be chosen again."""
    app = open_page()
    widget(app, "number_input", EARN).set_value(2.0).run()
    moved = metrics(app)
    widget(app, "button", "pin").click().run()
    assert all(delta == "as baseline" for _, delta in metrics(app).values())
    widget(app, "selectbox", "baseline").set_value("as loaded").run()
    assert metrics(app) == moved


def test_every_preset_opens(open_page: Open) -> None:
    """Every preset can be opened and computed, and any of them can be the baseline of another."""
    app = open_page()
    for name in presets():
        widget(app, "selectbox", "preset").set_value(name).run()
        assert not app.exception, name
        assert work(app).preset == name
        assert len(app.metric) == 5
    widget(app, "selectbox", "baseline").set_value("coffee-stars").run()
    assert not app.exception
    assert work(app).baseline.program.earn != work(app).scenario.program.earn


def test_every_lever_of_the_program_has_a_widget(open_page: Open) -> None:
    """Whatever field the program has, some widget shows it: a new field without one would be unreachable."""
    app = open_groups(open_page())
    keys = names(app)
    for item in LEVERS:
        assert ".".join(map(str, item.path)) in keys, item.path
    for index in range(len(work(app).scenario.program.tiers.levels)):
        for item in items(Tier):
            assert f"program.tiers.levels.{index}.{item.path[0]}" in keys
    assert {*Program.model_fields, "amendments"} == {part for group in GROUPS for part in group.parts}


def test_tiers_are_added_and_removed(open_page: Open) -> None:
    """Tiers can be added up to eight and removed again; the others keep their values."""
    app = open_groups(open_page())
    first = work(app).scenario.program.tiers.levels
    while not widget(app, "button", "program.tiers.levels.add").disabled:
        widget(app, "button", "program.tiers.levels.add").click().run()
    assert len(work(app).scenario.program.tiers.levels) == 8
    assert work(app).scenario.program.tiers.levels[: len(first)] == first
    widget(app, "button", "program.tiers.levels.0.remove").click().run()
    assert work(app).scenario.program.tiers.levels[: len(first) - 1] == first[1:]
    assert widget(app, "text_input", "program.tiers.levels.0.name").value == first[1].name


def test_unsorted_tiers_keep_the_last_valid_result(open_page: Open) -> None:
    """Levers that do not fit together say so in a sentence; the last results stay and nothing typed is lost."""
    app = open_groups(open_page())
    before = metrics(app)
    widget(app, "number_input", "program.tiers.levels.0.threshold").set_value(1e6).run()
    assert not app.exception
    assert metrics(app) == before
    assert "must exceed levels[0].threshold" in app.warning[0].value
    assert widget(app, "number_input", "program.tiers.levels.0.threshold").value == 1e6
    widget(app, "number_input", "program.tiers.levels.1.threshold").set_value(2e6).run()
    assert not app.warning
    assert metrics(app) != before


def test_every_question_is_answered(open_page: Open) -> None:
    """Each question shows charts, or their numbers as tables when asked."""
    app = open_page()
    for question, charts in (
        ("Where do the points go", 2), ("Who stays", 2), ("What did the program cause", 2), ("Tiers", 2),
        ("Partners", 0), ("Cost parts", 2),
        ("All figures", 0), ("Checks", 0),
    ):  # fmt: skip
        app.session_state["question"] = question
        app.run()
        assert not app.exception, question
        assert len(app.get("vega_lite_chart")) == charts, question
    app.session_state["question"] = "Who stays"
    app.run()
    app.toggle(key="as_table").set_value(True).run()
    assert len(app.dataframe) == 2
    assert not app.get("vega_lite_chart")


def test_locked_axes_stay(open_page: Open) -> None:
    """With locked axes a lever moves the line and not the axis."""

    def domain(app: AppTest) -> list[float]:
        layers = json.loads(app.get("vega_lite_chart")[0].proto.spec)["layer"]
        scales = [layer["encoding"].get("y", {}).get("scale") for layer in layers]
        return next(scale["domain"] for scale in scales if scale)

    app = open_page()
    app.toggle(key="locked").set_value(True).run()
    before = domain(app)
    widget(app, "number_input", EARN).set_value(3.0).run()
    assert domain(app) == before
    app.toggle(key="locked").set_value(False).run()
    assert domain(app) != before
