"""The risk page: questions of the design, asked and answered behind the page, kept, repeated, and gone on with."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from loyalty_sim.engine import Cancelled
from loyalty_sim.report import risks
from loyalty_sim.study import collection, ranges, read
from loyalty_sim.study.files import loads
from loyalty_sim.study.store import StudyFolderError
from loyalty_sim.study.uncertainty import Range
from loyalty_sim.ui import risk_ask, risk_levers, risk_loss, risk_studies, runs
from loyalty_sim.ui.jobs import LONG
from loyalty_sim.ui.link import encode
from loyalty_sim.ui.risk_jobs import Job
from loyalty_sim.ui.risk_studies import MEASURED
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work
from tests.ui.conftest import PAGES, Open, widget, work

HINGES, GRID, LOSS, FRONT = (
    "What does it hinge on", "Two levers together", "How likely is a loss", "What is given up for what"
)  # fmt: skip
EXPIRY, VALUE = "program.expiry.months", "program.point_value"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Studies are found and kept in folders of the test; runs are small; nothing is known from other tests."""
    monkeypatch.setattr(collection.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    monkeypatch.setenv("LOYALTY_SIM_STUDIES", str(tmp_path / "found"))
    monkeypatch.setattr(risk_ask, "SIZES", (100,))
    monkeypatch.setattr(runs, "PREVIEW", 1_000)
    risk_ask._shelf()._kept.clear()
    return tmp_path


def opened(open_page: Open, question: str = HINGES, earn: float | None = None, **query: str) -> AppTest:
    """The risk page at a question, after a lever was moved where that is asked for."""
    app = open_page(**query)
    if earn is not None:
        widget(app, "number_input", "program.earn.points").set_value(earn).run()
    app.switch_page(f"{PAGES}/risk.py").run()
    return at(app, question)


def at(app: AppTest, question: str) -> AppTest:
    """The page at a question."""
    app.button_group(key="risk.question").set_value(question).run()
    assert not app.exception
    return app


def find_out(app: AppTest) -> AppTest:
    """Begin, wait until it is done, and draw the page."""
    starting(app).click().run()
    job: Job | None = app.session_state[LONG]
    if job is not None:  # else it was done before the page was drawn
        assert job.future.result()
        app.run()
    assert not app.exception
    return app


def starting(app: AppTest) -> Any:
    """The button that begins."""
    (found,) = [each for each in app.button if each.key is not None and each.key.startswith("risk.start")]
    return found


def may_start(app: AppTest) -> bool:
    """Whether there is such a button."""
    return any(each.key is not None and each.key.startswith("risk.start") for each in app.button)


def said(app: AppTest) -> str:
    """All that is written on the page."""
    parts = [*app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    return "\n".join(str(part.value) for part in parts)


def charts(app: AppTest) -> list[dict[str, Any]]:
    """Specifications of the charts."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def test_the_page_says_what_an_answer_takes_and_begins_nothing(open_page: Open) -> None:
    """At first there is an explanation and a button with runs, customers and seconds; nothing is simulated unasked."""
    app = opened(open_page)
    assert may_start(app)
    assert any("81 runs of 100 customers over 36 months, about" in each.value for each in app.caption)
    assert "longest bar" in said(app)
    assert LONG not in app.session_state
    assert not charts(app)


def test_the_tornado_is_drawn_and_kept_when_a_lever_is_moved(open_page: Open) -> None:
    """Answered, the bars are drawn at once on every visit; after a change the old one stays, says so, can be redone."""
    app = find_out(opened(open_page))
    assert "Answered by 81 runs of 100 customers" in said(app)
    assert not may_start(app)
    (chart,) = charts(app)
    assert "net value of the program" in chart["description"]
    widget(app, "selectbox", "risk.outcome").set_value(MEASURED[5]).run()
    assert "reakage" in charts(app)[0]["description"]
    app.switch_page(f"{PAGES}/design.py").run()
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    app.switch_page(f"{PAGES}/risk.py").run()
    assert "1 lever changed against the baseline" in said(app)
    assert "as it was" in said(app)
    assert "1 points → 2 points" in said(app)
    assert len(charts(app)) == 1
    assert any("83 runs of 100" in each.value for each in app.caption)
    find_out(app)
    assert "as it was" not in said(app)
    assert "framed: a lever" in charts(app)[0]["description"]


def test_an_answer_is_kept_when_a_lever_is_moved_before_it_is_there(open_page: Open) -> None:
    """What was begun for a design is shown as that of before, although the design was left meanwhile."""
    app = opened(open_page)
    starting(app).click().run()
    job: Job | None = app.session_state[LONG]
    app.switch_page(f"{PAGES}/design.py").run()
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    assert job is None or job.future.result()
    app.switch_page(f"{PAGES}/risk.py").run()
    assert not app.exception
    assert "as it was" in said(app)
    assert len(charts(app)) == 1


def test_moved_levers_go_from_the_baseline_to_the_design() -> None:
    """A single lever, and a lever of an element that both have, are moved; a list that became longer is none."""
    before = Work.opened("beauty-tiers")
    tiers = before.value(("program", "tiers", "levels"))
    after = before.edited(("program", "earn", "points"), 2.0).edited(("program", "tiers", "levels", 0, "threshold"), 400)
    found = {move.path: (move.low, move.base, move.high) for move in risk_levers.moves(after)}
    assert found == {
        "program.earn.points": (1.0, 2.0, 2.0),
        "program.tiers.levels[0].threshold": (tiers[0]["threshold"], 400, 400),
    }
    longer = before.edited(("program", "tiers", "levels"), [*tiers, {**tiers[-1], "name": "More", "threshold": 90_000}])
    assert not longer.problems
    assert risk_levers.moves(longer) == []


def test_levers_that_are_varied_mean_something_in_the_program() -> None:
    """Those that were moved come first; without points none of points is offered, without an offer none of it."""
    work = Work.opened("beauty-tiers")
    found = [each.path for each in risk_levers.varied(work)]
    assert found[:2] == [EXPIRY, VALUE]
    assert "program.paid.fee" not in found
    moved = work.edited(("program", "tiers", "levels", 1, "threshold"), 2000)
    assert risk_levers.varied(moved)[0].path == "program.tiers.levels[1].threshold"
    paid = [each.path for each in risk_levers.varied(Work.opened("paid-membership"))]
    assert paid[0] == "program.paid.fee"
    assert not any(path.startswith(("program.earn", "program.expiry", "program.point_value")) for path in paid)


def test_values_of_a_lever_run_around_the_present_one() -> None:
    """Half of it to either side, in as many steps as asked for, with the present value wherever it stands."""
    work = Work.opened("beauty-tiers")
    months = next(each for each in risk_levers.varied(work) if each.path == EXPIRY)
    assert months.ends == (6, 18)
    assert months.values(6, 18, 5) == (6, 9, 12, 15, 18)
    assert months.values(6, 24, 3) == (6, 12, 15, 24)
    assert months.values(15, 24, 2) == (15, 24)
    assert months.values(6, 15, 3) == (6, 10, 12, 15)
    assert months.values(6, 17, 3) == (6, 12, 17)
    share = next(each for each in risk_levers.varied(work) if each.path == "program.enrolment.share")
    assert max(share.ends) <= 1


def test_two_levers_are_a_study_that_is_answered_from_disk_the_next_time(open_page: Open, own_data: Path) -> None:
    """The map is that of a finished study in the user's data, whose file says the same; asked again nothing is simulated."""
    app = find_out(opened(open_page, GRID))
    assert "Expiry · months" in charts(app)[0]["description"]
    (folder,) = (own_data / "data" / "studies").iterdir()
    results = read(folder)
    assert [lever.path for lever in results.plan.study.levers] == [EXPIRY, VALUE]
    assert len(results.plan.designs) == 26
    assert loads(risk_studies.dumps(results.plan.study)).study == results.plan.study
    risk_ask._shelf()._kept.clear()
    again = opened(open_page, GRID)
    assert not may_start(again)
    assert LONG not in again.session_state
    assert charts(again) == charts(app)


def test_a_target_is_in_the_unit_of_the_outcome(open_page: Open) -> None:
    """A target for a share is typed in per cent."""
    app = find_out(opened(open_page, GRID))
    widget(app, "selectbox", "risk.outcome").set_value(MEASURED[5]).run()
    widget(app, "number_input", "risk.target.breakage").set_value(30.0).run()
    assert not app.exception
    assert "30\u00a0%" in json.dumps(charts(app)[0], ensure_ascii=False).replace(" %", "\u00a0%")


def test_values_that_a_lever_cannot_have_are_refused_in_a_sentence(open_page: Open) -> None:
    """A threshold of zero is said to be wrong, and nothing can be begun."""
    app = opened(open_page, GRID)
    path = "program.tiers.levels[0].threshold"
    widget(app, "selectbox", "risk.x").set_value(path).run()
    app.number_input(key=f"risk.from.{path}.{work(app).scenario.name}").set_value(0.0).run()
    assert not app.exception
    assert "These values do not fit the program" in said(app)
    assert not may_start(app)


def test_designs_that_do_not_work_are_counted_with_the_reason(open_page: Open) -> None:
    """Points that would die at once fail where points die exactly on time; the other designs are drawn."""
    exact = Work.opened("beauty-tiers").edited(("program", "expiry", "rounding"), "exact")
    app = opened(open_page, GRID, s=encode(exact))
    app.number_input(key=f"risk.from.{EXPIRY}.{exact.scenario.name}").set_value(0.01).run()
    find_out(app)
    (warning,) = app.warning
    assert warning.value.startswith("5 of 31 runs failed, the first because")
    assert "must be at least 0.03" in warning.value
    assert len(charts(app)) == 1
    assert not at(app, FRONT).exception


def test_the_chance_of_a_loss_is_that_of_the_draws(open_page: Open, own_data: Path) -> None:
    """The count in twenty, the tail of what is owed and the caption on judgement; all outcomes stand in the table."""
    app = opened(open_page, LOSS)
    widget(app, "selectbox", "risk.draws").set_value(20).run()
    find_out(app)
    (folder,) = (own_data / "data" / "studies").iterdir()
    results = read(folder)
    assert len(results.plan.draws) == 20
    (found,) = ranges(results, MEASURED[0])
    assert isinstance(found, Range)
    assert f"{found.in_twenty} of 20 cases" in charts(app)[0]["description"]
    assert risk_loss.JUDGEMENT in said(app)
    assert literal(risks.due_to(found)) in said(app)
    assert "in 19 of 20 draws" in said(app)
    table = app.dataframe[0].value
    assert len(table) == len(MEASURED)
    assert table.loc[0, "Loss"] == risks.in_twenty(found)


def test_a_design_on_the_front_is_opened_and_undo_comes_back(open_page: Open) -> None:
    """The front is of the same designs as the map; opened, one changes its levers against the baseline, and nothing else."""
    app = at(find_out(opened(open_page, GRID)), FRONT)
    assert not may_start(app)
    before = work(app)
    (choice,) = [each for each in app.selectbox if each.key is not None and each.key.startswith("risk.design.")]
    index = next(option for option, text in zip(range(99), choice.options, strict=False) if "nothing changed" not in text)
    choice.select_index(index).run()
    chosen = choice.options[index]
    widget(app, "button", "risk.open").click().run()
    assert not app.exception
    after = work(app)
    months, value = (float(part.rsplit(" ", 1)[1]) for part in chosen.split(": ", 1)[1].split(", "))
    assert (after.scenario.program.expiry.months, after.scenario.program.point_value) == (months, value)
    assert after.baseline == before.baseline
    assert after.scenario.run == before.scenario.run
    assert after.changes in (1, 2)
    widget(app, "button", "undo").click().run()
    assert work(app) == before


def test_a_design_on_the_front_becomes_the_baseline(open_page: Open) -> None:
    """Set as baseline, it is what the present design is held against."""
    app = at(find_out(opened(open_page, GRID)), FRONT)
    before = work(app)
    widget(app, "button", "risk.baseline").click().run()
    assert not app.exception
    assert work(app).scenario == before.scenario
    assert work(app).choice == "brought"
    assert work(app).baseline_name.startswith("program of")


def test_one_thing_is_done_at_a_time_and_can_be_cancelled(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it works other questions offer nothing and show its progress; cancelled, it ends, and can be begun again."""
    begun = Event()

    def waiting(*_: Any, cancel: Event, **__: Any) -> None:
        begun.set()
        assert cancel.wait(60)
        raise Cancelled

    monkeypatch.setattr(risk_studies, "run", waiting)
    app = opened(open_page, GRID)
    starting(app).click().run()
    assert begun.wait(60)
    job: Job = app.session_state[LONG]
    at(app, HINGES)
    assert not may_start(app)
    widget(app, "button", "risk.cancel").click().run()
    assert not app.exception
    assert job.future.result() is False
    assert app.session_state[LONG] is None
    assert may_start(app)
    assert may_start(at(app, GRID))


def test_what_goes_wrong_is_a_sentence(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot take the study is said, without markup, and it can be tried again."""

    drawn = Event()

    def refusing(*_: Any, **__: Any) -> None:
        assert drawn.wait(60)
        raise StudyFolderError("the folder **holds** <b>something</b> else")

    monkeypatch.setattr(risk_studies, "run", refusing)
    app = opened(open_page, LOSS)
    starting(app).click().run()
    drawn.set()
    assert isinstance(app.session_state[LONG].future.exception(), StudyFolderError)
    app.run()
    assert [each.value for each in app.error] == [f"This stopped: {literal('the folder **holds** <b>something</b> else')}."]
    assert may_start(app)


class Long:
    """Long work that notes how often it was asked to step aside."""

    running = True

    def __init__(self) -> None:
        self.aside = 0

    def step_aside(self) -> None:
        self.aside += 1


def test_long_work_steps_aside_for_a_lever(open_page: Open) -> None:
    """A lever that needs a new preview holds it; going back to what is known already does not."""
    app, long = open_page(), Long()
    app.session_state[LONG] = long
    widget(app, "number_input", "program.earn.points").set_value(7.25).run()
    held = long.aside
    assert held > 0
    widget(app, "button", "undo").click().run()
    assert long.aside == held


def test_a_program_without_two_numbers_is_told_so(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no two levers to vary, the page says so and offers nothing."""
    monkeypatch.setattr(risk_levers, "varied", lambda _: [])
    app = opened(open_page, GRID)
    assert "fewer than two levers" in said(app)
    assert not may_start(app)
