"""The search for the best design, held against functions whose best is known and a grid that is tried in full."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from loyalty_sim.engine import Cancelled
from loyalty_sim.scenario.files import ScenarioError
from loyalty_sim.study import Done, Plan, Results, StudyFolderError, read, run, select
from loyalty_sim.study.optimise import BEST, TRIALS, at_an_end, finalists, optimise, order, surely_beyond
from loyalty_sim.study.plan import Settings
from loyalty_sim.study.results import summing
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.search import Score, search
from loyalty_sim.study.selection import mirrored
from loyalty_sim.study.specification import Constraint, Lever
from tests.study.studies import contents, small

VALUE, MONTHS, RULE = "program.point_value", "program.expiry.months", "program.expiry.rule"
LEVERS = (
    Lever(path=VALUE, low=0, high=1),
    Lever(path=MONTHS, low=0, high=40, step=1),
    Lever(path=RULE, values=("never", "inactivity", "after earning")),
)


def bowl(design: Settings) -> float:
    """Convex, 0 at a value of 0.3, 28 months, and inactivity."""
    return float((design[VALUE] - 0.3) ** 2 + (design[MONTHS] / 40 - 0.7) ** 2 + (design[RULE] != "inactivity"))


def test_the_bottom_of_a_bowl_is_found() -> None:
    """Within 0.01 of the best, in a space whose values differ by up to 1.9, after 80 designs, no two alike."""
    tried = search(LEVERS, lambda new: [Score(bowl(each)) for each in new], trials=80, higher=False, seed=1)
    assert len({tuple(each.settings.values()) for each in tried}) == 80
    best = min(tried, key=lambda each: each.score.value or 0)
    assert best.score.value is not None
    assert best.score.value < 0.01
    assert best.settings[RULE] == "inactivity"


def test_what_is_beyond_a_limit_or_failed_is_not_where_it_looks() -> None:
    """With the bottom out of bounds, most designs that are chosen by what was found keep the limit, and the best of them is
    near the edge."""

    def score(design: Settings) -> Score:
        return Score(None if design[RULE] == "never" else bowl(design), (0.5 - design[VALUE],))

    tried = search(LEVERS, lambda new: [score(each) for each in new], trials=80, higher=False, limits=1, seed=1)
    kept = [each for each in tried if each.score.value is not None and each.score.beyond[0] <= 0]
    assert sum(each in kept for each in tried[40:]) > 20
    assert min(each.score.value or 0 for each in kept) < 0.04 + 0.02


def test_the_same_seed_tries_the_same_designs() -> None:
    """On which resuming rests; another seed tries others."""

    def go(seed: int) -> list[Settings]:
        tried = search(LEVERS, lambda new: [Score(bowl(each)) for each in new], trials=30, higher=True, seed=seed)
        return [each.settings for each in tried]

    assert go(3) == go(3)
    assert go(3) != go(4)


def test_it_stops_where_nothing_is_new() -> None:
    """A space of six designs is tried once each, however many are asked for."""
    few = (Lever(path=MONTHS, values=(3, 6, 12)), Lever(path=RULE, values=("never", "inactivity")))
    asked: list[int] = []

    def evaluate(new: Sequence[Settings]) -> list[Score]:
        asked.append(len(new))
        return [Score(float(each[MONTHS])) for each in new]

    assert len(search(few, evaluate, trials=50, higher=True)) == sum(asked) == 6


RANGES = {
    "levers": "levers:\n  - {path: program.expiry.months, low: 3, high: 24}\n"
              "  - {path: program.redemption.block_points, low: 6, high: 14}\n",
    "sampling": "sampling: {method: latin hypercube, samples: 14}\n",
    "monthly": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path]:
    """A search of ranges, done in one go."""
    plan, folder = small(**RANGES), tmp_path_factory.mktemp("search")
    optimise(order(plan, robust="worst"), folder, jobs=1)
    return plan, folder


def all_contents(folder: Path) -> dict[str, bytes]:
    """The bytes of both studies and of what was asked."""
    return {name: data for name, data in contents(folder).items() if "history" not in name}


def test_the_best_of_a_search_is_the_best_of_what_it_tried(searched: tuple[Plan, Path]) -> None:
    """By the worst draw of each; both folders are finished studies, the finalists held against the first draw by draw."""
    plan, folder = searched
    found = optimise(order(plan, robust="worst"), folder, resume=True)
    assert found.order.objective.label == "net_value.min"
    assert len(found.trials.plan.designs) == 1 + 14
    assert found.winner is not None
    trials = [each.design.name for each in read(folder / TRIALS).standings() if each.design.index]
    assert {each.name for each in read(folder / BEST).plan.designs} == {"base", *trials[:5]}
    worst = found.best.summed_up(found.order.objective)[:, 0]
    assert worst[found.winner.design.index] == np.nanmax(worst)
    runs = found.best.table
    assert worst[0] == min(runs["net_value"].to_pylist()[:2])
    for rival in found.rivals:
        assert rival.behind is not None
        gap = worst[found.winner.design.index] - worst[rival.standing.design.index]
        assert rival.behind.value == pytest.approx(gap, abs=1e-6)
        assert rival.draws == 2


def test_a_search_that_was_stopped_goes_on_to_the_same_bytes(searched: tuple[Plan, Path], tmp_path: Path) -> None:
    """Whenever it is cancelled, at first and when later designs have been begun, with any number of jobs: what was chosen
    before is chosen again, and not run again."""
    wanted = order(searched[0], robust="worst")
    for runs in (1, 1, 23, 29):
        cancel = Event()

        def stop(done: Done, after: int = runs, cancel: Event = cancel) -> None:
            if done.runs >= after:
                cancel.set()

        with pytest.raises(Cancelled):
            optimise(wanted, tmp_path, resume=True, jobs=2, cancel=cancel, progress=stop)
    optimise(wanted, tmp_path, resume=True, jobs=2)
    assert all_contents(tmp_path) == all_contents(searched[1])


CHANGED: list[tuple[Callable[[Plan], object], str]] = [
    (lambda plan: order(plan, robust="worst", trials=20), "`search.trials` was 14, is 20"),
    (lambda plan: order(plan, robust="mean"), "`outcomes` was a list of 4, is a list of 3"),
]


@pytest.mark.parametrize(("asked", "sentence"), CHANGED)
def test_another_search_is_refused_in_the_folder(
    asked: Callable[[Plan], object], sentence: str, searched: tuple[Plan, Path]
) -> None:
    """What was found for one question is no answer to another; the first difference is named."""
    with pytest.raises(StudyFolderError, match="holds another search") as caught:
        optimise(asked(searched[0]), searched[1], resume=True)  # type: ignore[arg-type]
    assert sentence in str(caught.value)
    with pytest.raises(StudyFolderError, match="--resume"):
        optimise(order(searched[0], robust="worst"), searched[1])


def test_a_small_grid_is_tried_in_full(tmp_path: Path) -> None:
    """Nine designs and the base, of which the finalists are the best; nothing is left to chance."""
    wanted = order(small(monthly=""), finalists=2)
    assert wanted.grid
    found = optimise(wanted, tmp_path)
    assert len(found.trials.plan.designs) == 10
    ranked = [each.design.name for each in found.trials.standings() if each.design.index]
    assert [each.name for each in found.best.plan.designs[1:]] == ranked[:2]
    assert "optuna" not in json.loads((tmp_path / "search.json").read_text())["packages"]


def test_where_no_design_keeps_the_limits_the_nearest_are_shown(tmp_path: Path) -> None:
    """There is no winner; those that are least beyond the limit are run again."""
    constraints = "constraints: [{outcome: net_value, at_least: 1.0e+12}]\n"
    found = optimise(order(small(monthly="", constraints=constraints), finalists=3), tmp_path)
    assert found.winner is None
    assert found.rivals == ()
    values = {each.design.name: each.outcomes["net_value"] for each in found.trials.standings() if each.design.index}
    nearest = sorted(values, key=lambda name: -values[name].value)[:3]  # type: ignore[union-attr]
    assert [each.name for each in found.best.plan.designs[1:]] == nearest


def test_a_limit_that_noise_alone_breaks_keeps_no_design_from_the_final(tmp_path: Path) -> None:
    """With the limit at the value of the best design, plus a little, all designs break it, and those that may not are run
    again with all customers; a limit far out of reach of noise leaves them out."""
    tried = run(small(monthly=""), tmp_path)
    best = next(each for each in tried.standings() if each.design.index)
    value = best.outcomes["net_value"]
    assert value is not None
    for edge, among in ((value.value + 1, True), (value.high95 + 1, False)):
        limit = (Constraint(outcome="net_value", at_least=edge),)
        strict = replace(tried.plan, study=tried.plan.study.model_copy(update={"constraints": limit}))
        standing = next(each for each in tried.standings() if each.design == best.design)
        assert surely_beyond(strict.study, standing) is not among
        assert best.design in finalists(Results(strict, tried.table), 2)  # the nearest, if none may keep it


def test_a_lever_at_its_end_is_named() -> None:
    """Of a range within a fiftieth, of a list its first or last number; choices have no ends."""
    assert at_an_end(LEVERS, {VALUE: 0.99, MONTHS: 38, RULE: "never"}) == [VALUE]
    assert at_an_end(LEVERS, {VALUE: 0.5, MONTHS: 40, RULE: "never"}) == [MONTHS]


def test_the_mean_less_standard_deviations_is_by_the_textbook(tmp_path: Path) -> None:
    """Of 1, 3 and 8: mean 4, standard deviation of the sample root 13; less is better, they are added. On a study the first
    draw and the second, whose standard deviation is their distance over root 2; the mirrored statistic of what is turned."""
    draws = np.array([[1.0, 3.0, 8.0]])
    assert summing("mean-sd", 2.0)(draws, axis=1) == pytest.approx(4 - 2 * math.sqrt(13))
    assert summing("mean+sd")(draws, axis=1) == pytest.approx(4 + math.sqrt(13))
    assert -summing("mean-sd", 2.0)(draws, axis=1) == pytest.approx(summing(mirrored("mean-sd"), 2.0)(-draws, axis=1))
    wanted = order(small(sampling=""), robust="mean-sd", risk_aversion=1.5)
    assert wanted.objective.label == "net_value.mean-1.5sd"
    results = run(wanted.plan, tmp_path, jobs=1)
    one, two = results.figures(Measured("net_value", "program"))[:, :, 0].T
    textbook = (one + two) / 2 - 1.5 * abs(one - two) / math.sqrt(2)
    assert results.summed_up(wanted.objective)[:, 0] == pytest.approx(textbook)
    assert max(textbook) == pytest.approx(results.standings()[0].outcomes[wanted.objective.label].value)  # type: ignore[union-attr]
    assert select(results).contenders[0].value == pytest.approx(max(textbook))


def test_how_averse_to_risk_is_said_once() -> None:
    """What less is better of gets the sum; a study that says how averse it is keeps that, and others have nothing to say."""
    assert order(small(outcomes="outcomes: [{kpi: cost}]\n", monthly=""), robust="mean-sd").objective.statistic == "mean+sd"
    said = small(outcomes="outcomes: [{kpi: net_value, statistic: mean-sd, risk_aversion: 2}]\n", monthly="")
    assert order(said, robust="mean-sd").objective.risk_aversion == 2
    assert order(said).objective.label == "net_value.mean-2sd"
    assert order(said, robust="p10").objective.risk_aversion == 1
    with pytest.raises(ValueError, match="a risk aversion means something with robust mean-sd only"):
        order(said, robust="p10", risk_aversion=2)
    with pytest.raises(ScenarioError, match="risk_aversion` means nothing for p10; leave it out, or take mean-sd"):
        small(outcomes="outcomes: [{kpi: net_value, statistic: p10, risk_aversion: 2}]\n")
    with pytest.raises(ScenarioError, match="statistic` is mean-sd, but there is one run of each design"):
        small(outcomes="outcomes: [{kpi: net_value, statistic: mean-sd}]\n", uncertainties="", draws="")


def test_what_cannot_be_searched_is_said() -> None:
    """No levers, nothing to be robust against, too many designs."""
    with pytest.raises(ValueError, match="no levers"):
        order(small(levers=""))
    with pytest.raises(ValueError, match="nothing is uncertain"):
        order(small(uncertainties=""), robust="worst")
    with pytest.raises(ValueError, match="at most 900"):
        order(small(), trials=901)
    with pytest.raises(ValueError, match="at most 200,000: take fewer trials or draws"):
        order(small(**RANGES, draws="draws: {count: 1000}\n"), trials=800)
