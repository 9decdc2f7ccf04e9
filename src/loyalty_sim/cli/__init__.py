"""The command line: ``loyalty-sim run``, ``validate``, ``presets``, ``schema``, ``trace`` and ``app``."""

from loyalty_sim.cli.entry import main

__all__ = ["main"]
