"""Designs side by side, in words, tables and pictures."""

from loyalty_sim.report.comparison.inputs import input_table, written
from loyalty_sim.report.comparison.paths import apart, paths
from loyalty_sim.report.comparison.sentences import IMPORTANT, sentence, summary, void
from loyalty_sim.report.comparison.winners import winners

__all__ = ["IMPORTANT", "apart", "input_table", "paths", "sentence", "summary", "void", "winners", "written"]
