"""The design: levers beside their answer.

The answer is drawn before the toolbar and the levers that stand above and beside it: the browser then draws new charts
while the rest of the page is still on its way.
"""

import streamlit as st

from loyalty_sim.ui import answer, questions, sidebar, state, toolbar

work = state.work()
head = st.container(key="head")
shown = answer.draw(work)
questions.draw(shown)
answer.footer(shown)
with head:
    toolbar.draw(work)
sidebar.draw(work)
