"""Points followed past the horizon: a longer run of what is shown, behind the page, when it is asked for."""

from __future__ import annotations

from loyalty_sim.engine import Result, run_id, simulate
from loyalty_sim.finance.run_off import longer
from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import behind, choices, jobs, runs
from loyalty_sim.ui.behind import Offer, Task

FOLLOWING = "following"


def followed(scenario: Scenario) -> Result | None:
    """The longer run of a scenario, if it is there."""
    found = runs.kept(longer(scenario))
    return None if found is None else found.result


def offer(scenario: Scenario) -> None:
    """A button that begins the longer run; once asked for, it is begun unasked for every design until it is stopped."""
    beyond = longer(scenario)
    until = beyond.run.months

    def work(task: Task) -> None:
        def run(scenario: Scenario) -> Result:
            chunks = max(1, scenario.run.customers // jobs.PIECE)
            return simulate(scenario, threads=1, chunks=chunks, progress=task.progress, cancel=task.cancelled)

        runs.analysed(beyond, run)

    offered = Offer(
        FOLLOWING, "follow", "Follow the points past the horizon",
        f"Simulates the program in force at the end on to month {until}, with {scenario.run.customers:,} customers, so that "
        "it is known what becomes of the points still outstanding",
        ":material/fast_forward:", f"Following the points to month {until} …", "Stop following", choices.RUN_OFF,
    )  # fmt: skip
    behind.draw(offered, run_id(scenario), work, unasked=scenario.run.customers <= jobs.AUTOMATIC)
