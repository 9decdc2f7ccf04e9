"""The risk page opens finished studies: from folders and from two files, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.engine import Cancelled
from loyalty_sim.report import risks
from loyalty_sim.study import Plan, collection, run, select
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.sensitivity import sensitivity_plan
from loyalty_sim.study.store import MANIFEST, OUTCOMES
from loyalty_sim.ui import risk_finished, risk_loss, risk_pictures, runs
from loyalty_sim.ui.strip import literal
from tests.study.studies import small
from tests.ui.conftest import PAGES, Open, widget, work

MARKUP = "**bold** ![x](http://y) :smile: $a$ <script>"


@pytest.fixture(autouse=True)
def found_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Studies are looked for in a folder of the test, which is returned."""
    monkeypatch.setattr(collection.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    folder = tmp_path / "found"
    folder.mkdir()
    monkeypatch.setenv("LOYALTY_SIM_STUDIES", str(folder))
    monkeypatch.setattr(runs, "PREVIEW", 1_000)
    risk_finished._listed.clear()
    return folder


def two_levers(**replaced: str) -> Plan:
    """A small study with draws, limits and outcomes that can be weighed."""
    entries = {
        "outcomes": "outcomes: [{kpi: net_value}, {kpi: retention}, {kpi: outstanding_value}]",
        "constraints": "constraints: [{outcome: outstanding_value, at_most: 100000}]",
        "draws": "draws: {count: 20}",
        "levers": "levers:\n  - {path: program.expiry.months, values: [3, 12]}\n"
        "  - {path: program.redemption.block_points, values: [8, 12]}",
    }
    return small(**(entries | replaced))


def opened(open_page: Open) -> AppTest:
    """The page with finished studies."""
    app = open_page()
    app.switch_page(f"{PAGES}/risk.py").run()
    app.button_group(key="risk.source").set_value("A finished study").run()
    assert not app.exception
    return app


def show(app: AppTest, finding: str) -> AppTest:
    """One of what applies."""
    app.button_group(key="risk.finding").set_value(finding).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All that is written on the page."""
    parts = [*app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    return "\n".join(str(part.value) for part in parts)


def charts(app: AppTest) -> list[dict[str, Any]]:
    """Specifications of the charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def hand_in(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Files as a reader adds them."""
    app.session_state["risk.add"] = True
    app.run()
    app.file_uploader(key="risk.upload").set_value([(name, data, "application/octet-stream") for name, data in files]).run()
    assert not app.exception
    return app


def test_without_a_study_the_page_says_where_they_come_from(open_page: Open) -> None:
    """Nothing found, the page names the commands, the option and the files."""
    app = opened(open_page)
    assert [each.value for each in app.info] == [risk_finished.NONE]


def test_a_study_is_ranked_and_its_best_design_opened_against_its_base(open_page: Open, found_here: Path) -> None:
    """The table has every design with its rank, the sentence is that of the selection; opened, the base is the baseline."""
    results = run(two_levers(), found_here / "mine")
    app = opened(open_page)
    first = results.plan.study.outcomes[0]
    sure = risks.chosen(select(results), Measured(first.kpi, first.world), results.plan.base.currency)
    assert f"**{literal(sure)}**" in said(app)
    table = app.dataframe[0].value
    assert table["Design"].tolist() == [each.design.name for each in results.standings()]
    assert table["Rank"].tolist() == [str(each.rank or "") for each in results.standings()]
    best = next(each for each in results.standings() if each.design.index)
    (choice,) = [each for each in app.selectbox if each.key is not None and each.key.startswith("risk.stood.")]
    choice.select_index([each.design.index for each in results.standings()].index(best.design.index)).run()
    before = work(app)
    widget(app, "button", "risk.open").click().run()
    assert not app.exception
    after = work(app)
    assert after.scenario.program.expiry.months == best.design.settings["program.expiry.months"]
    assert after.scenario.name == f"{results.plan.base.name}: {best.design.name}"
    assert after.baseline.program == results.plan.base.program
    widget(app, "button", "undo").click().run()
    assert work(app) == before


def test_what_applies_to_a_study_is_offered_and_drawn(open_page: Open, found_here: Path) -> None:
    """Two levers, a loss and a front are drawn; how it may turn out says that the study made the draws."""
    run(two_levers(), found_here / "mine")
    app = opened(open_page)
    assert len(charts(show(app, "Two levers together"))) == 1
    assert len(charts(show(app, "How likely is a loss"))) == 2
    assert risk_loss.JUDGEMENT not in said(app)
    assert "Drawn as the study says" in said(app)
    assert len(charts(show(app, "What is given up for what"))) == 1
    assert "on the front" in said(app)


def test_draws_of_sensitivity_are_shown_as_importance(open_page: Open, found_here: Path) -> None:
    """A screening has importances and their convergence, and nothing that its draws cannot tell."""
    plan = two_levers(
        uncertainties="uncertainties: [{path: behaviour.retention.lapse_multiplier}, {path: economics.gross_margin}]"
    )
    run(sensitivity_plan(plan, "morris", 8), found_here / "drivers")
    app = opened(open_page)
    assert app.button_group(key="risk.finding").options == ["What drives it"]
    assert len(charts(app)) == 2


def test_an_unfinished_study_is_listed_last_with_its_command(open_page: Open, found_here: Path) -> None:
    """Interrupted, a study is named as such; the page gives the command that goes on and the file that it takes."""
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        run(two_levers(), found_here / "cut", cancel=stopped)
    run(small(), found_here / "whole")
    app = opened(open_page)
    listed = widget(app, "selectbox", "risk.chosen_study")
    assert [text.split(" · ")[0] for text in listed.options] == ["whole", "cut"]
    assert "not finished" in listed.options[1]
    listed.select_index(1).run()
    assert not app.exception
    assert app.code[0].value == f"loyalty-sim sweep small.yaml --out {found_here / 'cut'} --resume"
    assert not app.dataframe


def test_files_that_are_handed_in_are_a_study(open_page: Open, tmp_path: Path) -> None:
    """The two files of a study are shown like one that was found; one alone is asked for the other; the last ones count."""
    run(two_levers(), tmp_path / "elsewhere")
    manifest, table = ((tmp_path / "elsewhere" / name).read_bytes() for name in (MANIFEST, OUTCOMES))
    app = hand_in(opened(open_page), (MANIFEST, manifest))
    assert f"Add {OUTCOMES} too" in said(app).replace("\\", "")
    hand_in(app, (MANIFEST, b"{}"), (MANIFEST, manifest), (OUTCOMES, table))
    assert not app.error
    assert len(app.dataframe[0].value) == 5
    hand_in(app, (MANIFEST, manifest), (OUTCOMES, table[:-9]))
    assert "take both from one folder" in said(app)
    assert len(app.dataframe[0].value) == 5


def test_names_with_markup_are_shown_as_they_are(open_page: Open, found_here: Path) -> None:
    """Neither the name of a study nor its story nor that of a design is taken for markup."""
    text = json.dumps(MARKUP)
    design = f"designs: [{{name: {text}, set: {{program.expiry.months: 30}}}}]"
    plan = two_levers(name=f"name: {text}", story=f"story: {text}", designs=design)
    run(plan, found_here / "hostile")
    app = opened(open_page)
    for finding in ("Standings", "How likely is a loss", "What is given up for what"):
        shown = said(show(app, finding))
        assert literal(MARKUP) in shown
        for markup in ("**bold**", "![x]", ":smile:", "$a$ ", "<script>"):
            assert markup not in shown.replace("\\$", "")


def test_a_damaged_study_is_a_sentence(open_page: Open, found_here: Path) -> None:
    """A table that is not that of the manifest is not drawn, and the page says so."""
    run(small(), found_here / "mine")
    (found_here / "mine" / OUTCOMES).write_bytes(b"nothing")
    app = opened(open_page)
    assert [each.value for each in app.error] == [
        f"This study cannot be opened: {literal('outcomes.parquet is not the table that manifest.json names; ')}"
        "take both from one folder."
    ]


def test_a_limit_that_nothing_keeps_leaves_the_page_standing(open_page: Open, found_here: Path) -> None:
    """Where every design breaks a limit there is no rank, no selection and no front, and each is said."""
    run(two_levers(constraints="constraints: [{outcome: retention, at_least: 2}]"), found_here / "none")
    app = opened(open_page)
    assert "No design can be ranked." in said(app)
    assert set(app.dataframe[0].value["Rank"]) == {""}
    show(app, "What is given up for what")
    assert "keeps the limits of the study" in said(app)


def test_columns_of_the_same_name_are_told_apart() -> None:
    """An outcome that is called as another one is by default does not hide it."""
    outcomes = "outcomes: [{kpi: net_value, name: Retention}, {kpi: retention}, {kpi: cost}]"
    plan = two_levers(constraints="", outcomes=outcomes)
    names = list(risk_pictures.outcome_headings(plan.study.outcomes))
    assert names == ["Retention (Retention)", "Retention (retention)", "Program cost"]


def test_a_precision_that_was_asked_for_is_told(open_page: Open, found_here: Path) -> None:
    """Whether every design is as precise as the study asked for stands below its size."""
    wanted = "precision: {outcome: net_value, half_width: 1, most_customers: 100}"
    run(two_levers(run=f"run: {{months: 6, {wanted}}}"), found_here / "mine")
    assert "net\\_value was to be known to \\$1" in said(opened(open_page))
