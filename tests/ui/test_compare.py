"""The compare page: two to six designs, what differs, what is real, files that are none, names with markup."""

from __future__ import annotations

import json
from typing import Any, cast

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.report.comparison import summary
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import dumps
from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui import compare_choice, compare_runs, jobs, runs
from loyalty_sim.ui.compare_choice import ACTIVE, BASELINE, CHOSEN, PINNED, REFERENCE
from loyalty_sim.ui.strip import literal
from tests.ui.conftest import PAGES, Open, widget

SIX = [BASELINE, ACTIVE, "coffee-stars", "beauty-chart", "paid-membership", "cdnow"]


@pytest.fixture(autouse=True)
def small_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previews of a thousand customers, which are enough to tell what the page does with them."""
    monkeypatch.setattr(runs, "PREVIEW", 1_000)


def opened(open_page: Open, earn: float | None = None, **query: str) -> AppTest:
    """The compare page, after a lever was moved where that is asked for."""
    app = open_page(**query)
    if earn is not None:
        widget(app, "number_input", "program.earn.points").set_value(earn).run()
    app.switch_page(f"{PAGES}/compare.py").run()
    assert not app.exception
    return app


def choose(app: AppTest, labels: list[str]) -> AppTest:
    """Choose designs as a reader does."""
    app.multiselect(key=CHOSEN).set_value(labels).run()
    assert not app.exception
    return app


INPUTS, FIGURES = "Inputs that differ", "Key figures"


def table(app: AppTest, name: str) -> pd.DataFrame:
    """A table of the page, by its text alternative."""
    found = [each for each in app.dataframe if each.proto.alt == name]
    assert len(found) == 1, name
    return cast(pd.DataFrame, found[0].value)


def texts(app: AppTest) -> str:
    """All that is written on the page."""
    parts = [*app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    return "\n".join(str(part.value) for part in parts)


def charts(app: AppTest) -> list[dict[str, Any]]:
    """Specifications of the charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def apart_from_thresholds(app: AppTest) -> list[dict[str, Any]]:
    """The charts but those of who is near a threshold, of which there is one for each design with tiers."""
    return [chart for chart in charts(app) if "just below" not in chart["description"]]


def test_a_design_like_its_baseline_differs_in_nothing(open_page: Open) -> None:
    """At first design and baseline are the same: no input differs, and every difference is exactly zero."""
    app = opened(open_page)
    assert app.multiselect(key=CHOSEN).value == [BASELINE, ACTIVE]
    assert any("differ in nothing" in info.value for info in app.info)
    changes = table(app, FIGURES)[f"Δ {ACTIVE}"]
    assert set(changes.str[0]) <= {"=", "–"}
    assert "Run all in the market" not in texts(app)


def test_a_moved_lever_is_the_only_input_and_moves_the_cost(open_page: Open) -> None:
    """Only the lever that was moved is listed; more points cost more, and the difference is called real."""
    app = opened(open_page, earn=2.0)
    inputs = table(app, INPUTS)
    assert inputs["Path"].tolist() == ["program.earn.points"]
    assert inputs[BASELINE].item().startswith("1 ")
    assert inputs[ACTIVE].item().startswith("2 ")
    figures = table(app, FIGURES).set_index("Figure")
    assert figures.loc["Program cost", f"Δ {ACTIVE}"].startswith("● +$")
    assert "program cost +$" in texts(app).replace("\\$", "$")


def test_six_designs_have_small_charts_and_void_pairing_until_they_are_rerun(open_page: Open) -> None:
    """Six designs: a chart for each beside the reference. Other markets void the pairing, which a re-run mends."""
    app = choose(opened(open_page, earn=2.0), SIX)
    warning = next(each.value for each in app.warning)
    for name in SIX[2:]:
        assert literal(f"{name} and {BASELINE} do not have the same customers") in warning
    assert "run.start is 1997-01" in warning.replace("\\", "")
    assert len(apart_from_thresholds(app)) == 5 + 1 + 1 + 1
    assert "of design" not in texts(app)
    widget(app, "button", "compare.move").click().run()
    assert not app.exception
    assert not app.warning
    assert not any(path.startswith(("run.", "market.")) for path in table(app, INPUTS)["Path"])
    assert "Δ is paired" in texts(app)
    widget(app, "button", "compare.move").click().run()
    assert app.warning


def test_one_design_is_too_few(open_page: Open) -> None:
    """With one design there is nothing to compare, which is said."""
    app = choose(opened(open_page), [ACTIVE])
    assert [info.value for info in app.info] == ["Choose at least 2 designs."]
    assert not app.dataframe


def test_the_reference_can_be_another(open_page: Open) -> None:
    """Held against the other design, a difference has the opposite sign."""
    app = opened(open_page, earn=2.0)
    app.selectbox(key=REFERENCE).set_value(ACTIVE).run()
    assert not app.exception
    figures = table(app, FIGURES).set_index("Figure")
    assert figures.loc["Program cost", f"Δ {BASELINE}"].startswith("● −$")


def test_a_wider_interval_is_used_everywhere(open_page: Open) -> None:
    """At 95 % the sentences and charts are those of that interval."""
    app = opened(open_page, earn=1.25)
    app.button_group(key="coverage").set_value(95).run()
    assert not app.exception
    assert "95\u00a0% interval excludes" in texts(app)
    drawn = json.dumps(charts(app), ensure_ascii=False).replace("\u00a0", " ")
    assert "95 % interval" in drawn
    assert "80 % interval" not in drawn


def test_a_pinned_design_and_the_choice_survive_a_page_switch(open_page: Open) -> None:
    """A pinned design can be chosen; what is chosen and looked at is still so after a visit to another page."""
    app = open_page()
    widget(app, "button", "pin").click().run()
    app.switch_page(f"{PAGES}/compare.py").run()
    choose(app, [PINNED, ACTIVE, "beauty-chart"])
    app.selectbox(key="compare.line").set_value("members").run()
    app.switch_page(f"{PAGES}/method.py").run()
    app.switch_page(f"{PAGES}/compare.py").run()
    assert not app.exception
    assert app.multiselect(key=CHOSEN).value == [PINNED, ACTIVE, "beauty-chart"]
    assert app.selectbox(key="compare.line").value == "members"


def test_the_address_brings_the_choice_back(open_page: Open) -> None:
    """The chosen designs are in the address; what is not known there is left out."""
    app = open_page(compare="coffee-stars")
    app.switch_page(f"{PAGES}/compare.py")
    app.query_params["compare"] = ["coffee-stars", "coffee-app", "no such design"]
    app.run()
    assert app.multiselect(key=CHOSEN).value == ["coffee-stars", "coffee-app"]
    choose(app, ["coffee-app", ACTIVE])
    assert app.query_params["compare"] == ["coffee-app", ACTIVE]


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Hand files to the page."""
    app.session_state["compare.add"] = True
    app.run()
    app.file_uploader(key="compare.upload").set_value([(name, data, "application/yaml") for name, data in files]).run()
    assert not app.exception
    return app


def test_an_uploaded_file_is_compared_and_one_that_is_no_scenario_is_refused(open_page: Open) -> None:
    """A valid file joins the chosen designs; an invalid one is named with its field, and nothing is lost."""
    app = opened(open_page)
    other = preset("coffee-stars").model_copy(update={"name": "Mine"})
    bad, binary = b"program:\n  point_value: -1\n", b"\xff\xfe\x00"
    upload(app, ("mine.yaml", dumps(other).encode()), ("bad.yaml", bad), ("binary.yaml", binary))
    assert app.multiselect(key=CHOSEN).value == [BASELINE, ACTIVE, "mine.yaml"]
    errors = "\n".join(error.value for error in app.error)
    assert "bad.yaml is not a valid scenario" in errors
    assert "program.point" in errors
    assert "binary.yaml is not a text file" in errors
    assert "mine.yaml" in table(app, INPUTS).columns
    choose(app, ["mine.yaml", ACTIVE])
    assert not app.error


def test_names_with_markup_are_shown_as_they_are(open_page: Open) -> None:
    """Neither a file's nor a scenario's name is taken for markup, a picture, a formula or a script."""
    name = "=1+1 **bold** ![x](http://x.example/y.png) <script>alert(1)</script> :red[no] $a$"
    scenario = preset("coffee-stars").model_copy(update={"name": name})
    app = opened(open_page)
    upload(app, ("**bold** [a](b) :smile:.yaml", dumps(scenario).encode()))
    shown = "\n".join(str(part.value) for part in app.markdown) + "\n".join(str(part.value) for part in app.warning)
    for markup in ("![x]", "**bold**", ":red[", "<script>", "[a](b)", ":smile:"):
        assert markup not in shown
    assert literal(name) in shown
    assert any("**bold** [a](b)" in json.dumps(chart) for chart in charts(app))  # a picture knows no markup


def test_every_chart_has_its_table_and_its_file(open_page: Open) -> None:
    """With tables asked for there are no charts but their numbers; a file can be had of each."""
    app = opened(open_page, earn=2.0)
    told = {chart["description"] for chart in charts(app)}
    downloads = [button.key for button in app.get("download_button") if str(button.key).startswith("compare.download.")]
    widget(app, "toggle", "compare.tables").set_value(True).run()
    assert not app.exception
    assert charts(app) == []
    assert told < {each.proto.alt for each in app.dataframe}
    assert [button.key for button in app.get("download_button")] == downloads
    assert len(downloads) == len(told) + 3


def test_by_tier_and_every_bridge_is_drawn(open_page: Open) -> None:
    """Winners by tier and each measure, and a bridge of each figure, are drawn; without tiers it is said."""
    app = opened(open_page, earn=2.0)
    app.button_group(key="compare.axis").set_value("tier").run()
    for measure in ("members", "cost"):
        app.selectbox(key="compare.measure.tier").set_value(measure).run()
        assert not app.exception
        assert len(apart_from_thresholds(app)) == 4
    for figure in ("incremental_margin", "closing_points", "closing_face_value"):
        app.selectbox(key="compare.bridged").set_value(figure).run()
        assert not app.exception
    choose(app, [ACTIVE, "paid-membership"])
    assert any("No group of this kind" in info.value for info in app.info)


def test_the_full_samples_run_behind_the_page_and_can_be_cancelled(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview is there at once; a button begins the full samples, another stops them, and they replace the preview."""
    monkeypatch.setattr(runs, "PREVIEW", 500)
    small = preset("beauty-tiers")
    scenario = small.model_copy(update={"run": small.run.model_copy(update={"customers": 1_500})})
    monkeypatch.setattr(compare_choice, "sources", lambda: {"A": scenario, "B": _dearer(scenario)})
    app = opened(open_page)
    choose(app, ["A", "B"])
    assert "500 simulated customers of each design" in texts(app)
    widget(app, "button", "comparing.start").click().run()
    job: jobs.Job = app.session_state[compare_runs.JOB]
    assert job.future.result(timeout=120)
    app.run()
    assert "1,500 simulated customers of each design" in texts(app)
    widget(app, "selectbox", "compare.line").set_value("members").run()
    assert not app.exception


def _dearer(scenario: Scenario) -> Scenario:
    economics = scenario.economics.model_copy(update={"cost_per_point": 0.05})
    return scenario.model_copy(update={"economics": economics})


def test_a_cancelled_run_does_not_begin_again(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """After cancel the preview stays, and a button offers the full samples."""
    monkeypatch.setattr(jobs, "AUTOMATIC", 10**9)
    app = opened(open_page)
    first = preset("coffee-app")
    large = first.model_copy(update={"run": first.run.model_copy(update={"customers": 1_000_000, "seed": 987})})
    monkeypatch.setattr(compare_choice, "sources", lambda: {"A": large, "B": _dearer(large)})
    choose(app, ["A", "B"])
    job: jobs.Job = app.session_state[compare_runs.JOB]
    widget(app, "button", "comparing.cancel").click().run()
    assert job.cancelled.is_set()
    assert job.future.result(timeout=120) is False
    assert app.session_state[compare_runs.JOB] is None
    assert widget(app, "button", "comparing.start")


def test_the_sentence_is_that_of_the_comparison(open_page: Open) -> None:
    """What the page says of a design is what the comparison of the same runs says."""
    app = opened(open_page, earn=2.0)
    active, baseline = (app.session_state["work"].scenario, app.session_state["work"].baseline)
    choice = compare_choice.Choice((BASELINE, ACTIVE), (baseline, active), 0, False)
    assert f"- {literal(summary(compare_runs.shown(choice), 1))}." in texts(app)


def test_every_design_with_tiers_shows_who_is_near_a_threshold(open_page: Open) -> None:
    """One chart for each design whose tiers count one thing, under the name of the design; none for the others."""
    app = choose(opened(open_page), [ACTIVE, "beauty-chart", "cdnow"])
    assert len(charts(app)) - len(apart_from_thresholds(app)) == 2
    assert f"**{literal(ACTIVE)}: " in texts(app)
    assert f"**{literal('beauty-chart')}: " in texts(app)
