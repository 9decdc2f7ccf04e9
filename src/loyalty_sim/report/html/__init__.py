"""A run as one HTML file that needs nothing else: question, answer, figures, assumptions, charts, risks, method, origin.

It opens in any browser without a network, holds no script and no outside address, and prints as a report. Names and
stories of users are text in it, never markup.
"""

from __future__ import annotations

import base64
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, comparable
from loyalty_sim.finance.liability import Liability, liability
from loyalty_sim.report.finding import finding
from loyalty_sim.report.html import books, facts
from loyalty_sim.report.html.pictures import drawn, pictures
from loyalty_sim.report.picture import Picture
from loyalty_sim.report.programs import in_a_line
from loyalty_sim.report.series import span
from loyalty_sim.scenario.files import dumps
from loyalty_sim.scenario.lint import law_checked, lint

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Origin:
    """How the report can be made again: the names under which its scenarios are given to the command."""

    scenario: str = "scenario.yaml"
    """A preset, or a file; the file is attached to the report."""
    baseline: str = ""
    out: str = "report.html"

    def command(self, result: Result) -> str:
        """The command that gives the same numbers."""
        run = result.scenario.run
        words = ["loyalty-sim", "report", self.scenario, "--customers", str(run.customers), "--months", str(run.months)]
        words += ["--seed", str(run.seed), *(["--baseline", self.baseline] if self.baseline else []), "--out", self.out]
        return shlex.join(words)


def contents(
    result: Result,
    baseline: Result | None = None,
    ends: tuple[Result, Result] | None = None,
    origin: Origin | None = None,
    coverage: Coverage = 80,
) -> str:
    """The text of the file; the same results give the same text.

    Args:
        result: the run.
        baseline: a run to compare with.
        ends: runs of the same scenario ``at_strength`` "low" and "high": how much of the answer rests on assumptions.
        origin: names for the command that reproduces it.
        coverage: of the intervals, in per cent.
    """
    scenario, origin = result.scenario, origin or Origin(baseline="baseline.yaml" if baseline is not None else "")
    owed = {name: run for name, run in (("here", _owed(result)), ("baseline", _owed(baseline))) if run is not None}
    manifest = result.manifest
    return _template().render(
        scenario=scenario,
        baseline=baseline.scenario if baseline is not None else None,
        program=in_a_line(scenario.program, scenario.currency),
        baseline_program=in_a_line(baseline.scenario.program, scenario.currency) if baseline is not None else "",
        story=facts.paragraphs(scenario.story),
        question=facts.question(result, baseline),
        answer=finding(result, baseline, coverage=coverage),
        time=span(scenario.run.months),
        coverage=coverage,
        real=result.scale * scenario.run.customers,
        figures=facts.figures(result, baseline, owed, coverage),
        paired=baseline is not None and comparable(result, baseline),
        differences=facts.changed(result, baseline) if baseline is not None else [],
        charts=[drawn(picture) for picture in charts_of(result, baseline, coverage)],
        responses=facts.responses(scenario),
        off=facts.switched_off(scenario),
        world=facts.world(scenario),
        segments=facts.segments(scenario),
        ends=facts.at_the_ends(result, ends) if ends is not None else [],
        ends_customers=ends[0].scenario.run.customers if ends is not None else 0,
        findings=lint(scenario),
        law=law_checked(scenario),
        tables=books.tables(result, owed.get("here")),
        checks=books.tied(result, owed.get("here")),
        manifest=manifest,
        baseline_manifest=baseline.manifest if baseline is not None else {},
        command=origin.command(result),
        files=_attached(result, baseline, origin),
        css=(FOLDER / "report.css").read_text(encoding="utf-8"),
    )


def charts_of(result: Result, baseline: Result | None = None, coverage: Coverage = 80) -> list[Picture]:
    """The charts of the report, in its order."""
    return pictures(result, baseline, _owed(result), coverage)


def _owed(result: Result | None) -> Liability | None:
    """What is owed for points by the usual policy; None where there are no points."""
    if result is None or not any(regime.program.has_points for regime in result.scenario.regimes):
        return None
    return liability(result)


def _attached(result: Result, baseline: Result | None, origin: Origin) -> list[tuple[str, str]]:
    """Names of the scenario files and what a browser saves under them: whoever has the report can run it again."""
    runs = [(origin.scenario, result), *([(origin.baseline, baseline)] if baseline is not None else [])]
    found = []
    for name, run in runs:
        encoded = base64.b64encode(dumps(run.scenario).encode()).decode()
        found.append(
            (name if name.endswith((".yaml", ".yml")) else f"{name}.yaml", f"data:application/yaml;base64,{encoded}")
        )
    return found


@cache
def _template() -> Template:
    """The page; whatever is put into it is escaped, and a name that it does not get is an error."""
    loader = FileSystemLoader(FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
