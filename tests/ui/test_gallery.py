"""The gallery of ready scenarios, and the line of findings."""

from __future__ import annotations

import pytest

from loyalty_sim.scenario.lint import lint
from loyalty_sim.scenario.presets import preset, presets
from loyalty_sim.ui import runs
from loyalty_sim.ui.gallery import opening
from loyalty_sim.ui.strip import plain
from tests.ui.conftest import PAGES, Open, metrics, names, widget, work


@pytest.fixture(autouse=True)
def small_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previews of a thousand customers: a page of all ready scenarios simulates each."""
    monkeypatch.setattr(runs, "PREVIEW", 1_000)


def test_every_ready_scenario_has_a_card_with_its_figures(open_page: Open) -> None:
    """Each card has the name, what it teaches, how its story begins, and figures of its own."""
    app = open_page().switch_page(f"{PAGES}/gallery.py").run()
    assert not app.exception
    texts = [text.value for text in app.markdown]
    figures = [text for text in texts if "Net\u00a0program\u00a0value" in text]
    assert [heading.value for heading in app.subheader] == [preset(name).name for name in presets()]
    assert len(set(figures)) == len(figures) == len(presets())
    for name in presets():
        assert preset(name).teaches
        assert any(preset(name).teaches in text for text in texts)
        assert any(text == plain(opening(preset(name).story)) for text in texts)


def test_a_card_opens_its_scenario(open_page: Open) -> None:
    """Open leads to the design page with the scenario on it and the figures of its card; undo comes back."""
    app = open_page().switch_page(f"{PAGES}/gallery.py").run()
    card = next(text.value for text in app.markdown if "Breakage" not in text.value and "Net\u00a0program" in text.value)
    widget(app, "button", "open.paid-membership").click().run()
    assert not app.exception
    assert work(app).preset == "paid-membership"
    value = metrics(app)["Net program value"][0].replace("\u00a0", " ")
    assert value in card.replace("\u00a0", " ")
    widget(app, "button", "undo").click().run()
    assert work(app).preset == "beauty-tiers"


def test_an_opening_is_the_first_sentences() -> None:
    """Line breaks do not count, and the last sentence ends."""
    assert opening("One.\nTwo. Three. Four.", 2) == "One. Two."
    assert opening("One. Two", 3) == "One. Two."
    assert opening("") == ""


def test_findings_are_counted_and_lead_to_their_lever(open_page: Open) -> None:
    """A sound design has no line; one that is not has a count, and each finding opens the group of its lever."""
    app = open_page()
    assert not any(key.startswith("finding.") for key in names(app))
    app.session_state["advice"] = True
    app.session_state["group.benefits.open"] = True
    app.run()
    widget(app, "number_input", "program.redemption.block_points").set_value(5000).run()
    found = lint(work(app).scenario)
    assert {finding.id for finding in found} == {"reward-out-of-reach", "expiry-before-reward", "block-above-basket"}
    shown = [text.value for text in app.markdown if "fewer than half" in text.value]
    assert len(shown) == 1
    app.session_state["group.benefits.open"] = False
    number = [finding.id for finding in found].index("reward-out-of-reach")
    widget(app, "button", f"finding.{number}.go").click().run()
    assert "program.redemption.block_points" in names(app)


def test_a_jurisdiction_brings_its_law(open_page: Open) -> None:
    """Naming Québec changes no figure and adds what its law asks for."""
    app = open_page()
    before = metrics(app)
    app.session_state["group.law.open"] = True
    app.session_state["advice"] = True
    app.run()
    widget(app, "multiselect", "program.jurisdictions").set_value(["Québec"]).run()
    assert not app.exception
    assert {label: value for label, (value, _) in metrics(app).items()} == {k: v for k, (v, _) in before.items()}
    assert any("QC-1" in caption.value for caption in app.caption)
