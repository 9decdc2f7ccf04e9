"""As many customers as a precision takes: for every design, the same whenever it is asked, and told when it was missed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from threading import Event

import pytest

from loyalty_sim.engine import Cancelled
from loyalty_sim.finance.estimate import T95
from loyalty_sim.study import Plan, run
from loyalty_sim.study.precision import MOST_TRIALS, PILOT, Reached, corners, reached, sized, trials
from loyalty_sim.study.specification import Lever, Link
from tests.conftest import Command
from tests.study.studies import SMALL, contents, small

NOTHING = {"uncertainties": "", "draws": "", "monthly": ""}
RUN = "run: {{months: 3, precision: {{outcome: net_value, half_width: {width}, most_customers: {most}}}}}\n"


def precise(width: float, most: int = 1_000_000, points: str = "[0.01, 0.1]") -> Plan:
    """A study of how much a point is worth: the more it is, the wider the interval of the net value."""
    levers = f"levers: [{{path: program.point_value, values: {points}}}]\n"
    base = "base: {scenario: {run: {warmup_months: 0}}}\n"
    outcomes = "outcomes: [{kpi: net_value}]\n"
    return small(**NOTHING, base=base, levers=levers, outcomes=outcomes, run=RUN.format(width=width, most=most))


def test_the_sample_grows_until_the_answer_is_precise(tmp_path: Path) -> None:
    """With a precision target, the interval of the base is about as narrow as asked for, and no design has more customers
    than another."""
    wanted = small(
        uncertainties="", draws="", monthly="", levers="levers: [{path: program.expiry.months, values: [3]}]\n",
        outcomes="outcomes: [{kpi: retention, better: higher}]\n",
        base="base: {scenario: {run: {customers: 2000, warmup_months: 0}}}\n",
        run="run: {months: 12, precision: {outcome: retention, half_width: 0.01}}\n",
    )  # fmt: skip
    results = run(wanted, tmp_path)
    customers = results.plan.base.run.customers
    assert customers % 1000 == 0
    assert customers > 2000
    base = next(each for each in results.standings() if each.design.index == 0).outcomes["retention"]
    assert (base.high95 - base.low95) / 2 == pytest.approx(0.01, rel=0.5)  # type: ignore[union-attr]
    assert run(wanted, tmp_path, resume=True).table.equals(results.table)


def test_the_widest_design_decides() -> None:
    """A design that is noisier than the base takes more customers than it would; one that is not changes nothing."""
    base, noisy = sized(precise(5_000, points="[0.01]")), sized(precise(5_000))
    assert noisy.base.run.customers > 1.3 * base.base.run.customers
    assert base.base.run.customers % 1000 == 0


def test_a_plan_is_sized_alike_however_often_it_is_asked() -> None:
    """The trials have customers of their own: a plan read from a finished folder leads to the same number again."""
    once = sized(precise(5_000))
    again = Plan(once.study, once.base, once.designs, once.draws)
    assert sized(again).base.run.customers == once.base.run.customers != PILOT
    assert sized(once) is once


def test_no_more_customers_than_allowed() -> None:
    """most_customers holds, even where it is fewer than a trial would have."""
    assert sized(precise(1, most=3000)).base.run.customers == 3000


def test_a_study_says_which_designs_missed_the_target(tmp_path: Path) -> None:
    """The manifest names the designs whose interval is wider than asked for, the widest first, and how many customers would
    do; with so many the widest interval is about as wide as asked for."""
    results = run(precise(5_000, most=2000), tmp_path / "few")
    found = reached(results)
    assert found is not None
    estimates = {each.design.name: each.outcomes["net_value"] for each in results.standings()}
    widths = {name: T95 * estimate.se for name, estimate in estimates.items() if estimate is not None}
    assert found.half_widths == widths
    assert list(found.missed) == sorted((name for name in widths if widths[name] > 5_000), key=lambda name: -widths[name])
    assert found.missed
    told = json.loads((tmp_path / "few" / "manifest.json").read_text())["precision"]
    assert told == {"outcome": "net_value", "half_width": 5_000, "customers": 2000, "missed": found.missed,
                    "enough": found.enough}  # fmt: skip
    enough = run(precise(5_000), tmp_path / "enough")
    after = reached(enough)
    assert after is not None
    assert max(after.half_widths.values()) == pytest.approx(5_000, rel=0.25)
    assert after.customers > 2000
    assert found.enough == math.ceil(2 * (max(widths.values()) / (0.9 * 5_000)) ** 2) * 1000


def test_resuming_with_other_jobs_leaves_the_same_bytes(tmp_path: Path) -> None:
    """Interrupted after the first run and resumed side by side, the folder is that of an uninterrupted study."""
    wanted, stop = precise(5_000, most=2000), Event()
    with pytest.raises(Cancelled):
        run(wanted, tmp_path / "stopped", jobs=1, cancel=stop, progress=lambda done: stop.set())
    run(wanted, tmp_path / "stopped", jobs=3, resume=True)
    run(wanted, tmp_path / "whole", jobs=1)
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")


def test_a_study_without_a_target_says_nothing_of_it(tmp_path: Path) -> None:
    """Neither does its manifest, nor is there anything to tell."""
    results = run(small(**NOTHING, run="run: {customers: 100, months: 1}\n"), tmp_path)
    assert reached(results) is None
    assert "precision" not in json.loads((tmp_path / "manifest.json").read_text())


def test_enough_is_by_the_square_of_the_width() -> None:
    """Half the width takes four times the customers, and a tenth of the width is kept to spare."""
    found = Reached("net_value", 10.0, 1000, {"base": 5.0, "wide": 18.0, "wider": 20.0})
    assert list(found.missed.items()) == [("wider", 20.0), ("wide", 18.0)]
    assert found.enough == 5000  # 4,938 in thousands


def test_trials_are_the_base_what_is_named_and_the_ends() -> None:
    """Levers at every combination of their ends, with what moves along; a list in no order at all its values."""
    plan = small(designs="designs: [{name: long, set: {program.expiry.months: 30}}]\n")
    assert [each.settings for each in trials(plan)] == [
        {}, {"program.expiry.months": 30},
        *({"program.expiry.months": months, "program.redemption.block_points": block} for months in (3, 12)
          for block in (8, 12)),
    ]  # fmt: skip
    along = Lever(path="program.expiry.months", low=6, high=20, linked=(Link(path="program.expiry.grace_days", factor=0.5),))
    assert corners([along], 0) == [
        {"program.expiry.months": 6, "program.expiry.grace_days": 3},
        {"program.expiry.months": 20, "program.expiry.grace_days": 10},
    ]
    rules = Lever(path="program.expiry.rule", values=("never", "inactivity", "after earning"))
    assert len(corners([rules], 0)) == 3


def test_many_levers_have_some_corners_in_which_each_end_is_as_frequent() -> None:
    """Ten levers have 1,024 corners, of which 16 are tried, eight with each lever low; many named designs are thinned."""
    levers = [Lever(path=f"lever {index}", values=(0, 1)) for index in range(10)]
    found = corners(levers, 7)
    assert len(found) == 16
    assert all(sum(each[lever.path] for each in found) == 8 for lever in levers)
    assert found == corners(levers, 7)
    names = ", ".join(f"{{name: n{index}, set: {{program.expiry.months: {index + 1}}}}}" for index in range(100))
    assert len(trials(small(designs=f"designs: [{names}]\n"))) == MOST_TRIALS


def test_the_table_marks_designs_that_missed(cli: Command, tmp_path: Path) -> None:
    """The half-width stands beside each design, and a sentence says how many customers would do."""
    study = tmp_path / "study.yaml"
    text = SMALL.replace("{customers: 100, months: 6}", "{months: 3, precision: {outcome: net_value, half_width: 1, "
                         "most_customers: 200}}")  # fmt: skip
    study.write_text(text)
    printed = cli("sweep", str(study), "--out", str(tmp_path / "out"), "--quiet").out
    assert "95 % half-width" in printed
    assert sum(line.endswith(" missed") for line in printed.splitlines()) == 10
    assert "net_value was to be known to $1.00 either way at 95 %; with 200 customers 10 of 10 designs miss that" in printed
    assert "More customers than can be simulated would do: ask for a wider half_width." in printed
    document = cli("sweep", str(study), "--out", str(tmp_path / "json"), "--json").document["precision"]
    assert len(document["missed"]) == 10
    assert document["customers"] == 200
    study.write_text(text.replace("half_width: 1,", "half_width: 100000000,"))
    printed = cli("sweep", str(study), "--out", str(tmp_path / "wide"), "--quiet").out
    assert "net_value is known to $100M either way at 95 % for every design, with 200 customers." in printed
    assert " missed" not in printed
