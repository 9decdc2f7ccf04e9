"""All commands: importing a module of commands enters them in the command line, in this order."""

from loyalty_sim.cli import commands

from loyalty_sim.cli import accounts, comparison, sweep, tornado, sensitivity, select, solve, optimise, pareto  # isort: skip
from loyalty_sim.cli import report, library  # isort: skip
from loyalty_sim.cli.options import app

__all__ = [
    "accounts", "app", "commands", "comparison", "library", "optimise", "pareto", "report", "select", "sensitivity", "solve",
    "sweep", "tornado",
]  # fmt: skip
