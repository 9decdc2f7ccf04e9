"""The method: the rules in words, the evidence behind every effect, and what is not modelled."""

from importlib.resources import files
from pathlib import Path

import pandas as pd
import streamlit as st

from loyalty_sim.scenario import Behaviour
from loyalty_sim.ui import state
from loyalty_sim.ui.assumptions import LEVELS
from loyalty_sim.ui.items import items


def model() -> str:
    """The description of the model, from the installed package or from the checkout."""
    packaged = Path(str(files("loyalty_sim") / "docs" / "MODEL.md"))
    return (packaged if packaged.is_file() else Path(__file__).parents[4] / "docs" / "MODEL.md").read_text(encoding="utf-8")


def evidence(currency: str) -> pd.DataFrame:
    """Every number of every effect, with its range, source and grade."""
    rows = []
    for name, effect in Behaviour().effects().items():
        for item in items(type(effect), ("behaviour", name)):
            if item.path[-1] == "on":
                continue
            known = item.about
            ends = {
                level: item.written(known[level], currency) if known.get(level) is not None else "–" for level in LEVELS[1:]
            }
            rows.append(
                {"Effect": effect.title, "Number": item.label, "On by default": "yes" if effect.on else "no"}
                | {level.capitalize(): text for level, text in ends.items()}
                | {
                    "Source": known.get("source", "–"),
                    "Evidence": known.get("grade", "judgement"),
                    "Meaning": known["meaning"],
                }
            )
    return pd.DataFrame(rows)


st.title("Method", anchor=False)
st.markdown(
    "Every figure on the pages comes from simulated lives of single customers, with and without the program at once. "
    "Intervals show the noise of the simulation only. "
    "What is not known about behaviour is larger: see the low and high ends below."
)
st.subheader("Effects and their evidence", anchor=False)
st.dataframe(
    evidence(state.work().scenario.currency),
    hide_index=True,
    width="stretch",
    key="evidence",
    alt="Effects and their evidence",
)
st.markdown(model().replace("$", "\\$"))
