"""Finance: the statements of the design by month, quarter or year, their files, and the checks that tie them together."""

from loyalty_sim.ui import answer, choices, finance, state, toolbar

choices.begin()
work = state.work()
toolbar.draw(work)
shown = answer.draw(work)
finance.draw(work, shown)
answer.footer(shown)
