"""All commands: importing a module of commands enters them in the command line, in this order."""

from loyalty_sim.cli import commands

from loyalty_sim.cli import accounts, comparison, sweep, sensitivity, tornado, select, report, library  # isort: skip
from loyalty_sim.cli.options import app

__all__ = ["accounts", "app", "commands", "comparison", "library", "report", "select", "sensitivity", "sweep", "tornado"]
