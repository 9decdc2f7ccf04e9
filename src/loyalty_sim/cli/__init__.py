"""The command line: a module for each group of commands, all listed in ``register``."""

from loyalty_sim.cli.entry import main

__all__ = ["main"]
