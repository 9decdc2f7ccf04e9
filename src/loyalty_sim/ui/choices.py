"""What a reader of the finance page looks at, in its address: read once and checked, written back whenever it changes.

The address says only what is not as it is at first. It is hostile until checked: what is not one of the options is told
and left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from loyalty_sim.finance.bridge import BRIDGES
from loyalty_sim.finance.liability import ESTIMATORS, METHODS, Policy
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.triangles import CELLS, Ending
from loyalty_sim.report.statements import Axis, Measured, World
from loyalty_sim.ui import state

LEDGER, LIABILITY, JOURNAL, FEES = "Points ledger", "Liability", "Journal", "Deferred fees"
PROFIT, CASH, BREAKAGE, VINTAGES = "Profit and loss", "Cash", "Breakage", "Vintages"
BRIDGE, NUMBERS = "Bridge", "Key figures"
STATEMENTS = (LEDGER, LIABILITY, PROFIT, CASH, FEES, JOURNAL, BREAKAGE, VINTAGES, BRIDGE, NUMBERS)
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
MEASURES: tuple[Measured, ...] = ("points", "face value")
AXES: tuple[Axis, ...] = ("all customers", "segments", "tiers", "vintages")
ENDINGS: tuple[Ending, ...] = ("redeemed", "expired")
WORLDS: dict[World, str] = {"program": "Program", "without": "No program", "difference": "Difference"}
RUN_OFF, READ = "runoff", "choices.read"
LONGEST_ECHO = 40
"""Letters of a refused text that are shown."""


class Choice(NamedTuple):
    """Something that is chosen: its options by the words of the address, and the one that is chosen at first."""

    key: str
    """Name of the widget and of the parameter in the address."""
    options: Mapping[str, Any]
    first: Any

    def read(self, text: str) -> Any:
        """The option of a text, None where it is none."""
        return self.options.get(text)

    def written(self, value: Any) -> str | None:
        """The text of a value; None where it is that at first."""
        if value == self.first:
            return None
        return next((text for text, option in self.options.items() if option == value), None)

    @property
    def allowed(self) -> str:
        """What a text may be."""
        return f"one of {', '.join(self.options)}"


class Rate(NamedTuple):
    """A rate in per cent that is chosen; as ``Choice``."""

    key: str
    first: float

    def read(self, text: str) -> float | None:
        """The rate of a text, None where it is none."""
        try:
            rate = float(text)
        except ValueError:
            return None
        return rate if math.isfinite(rate) and 0 <= rate <= 100 else None

    def written(self, value: float) -> str | None:
        """The text of a rate; None where it is that at first."""
        return None if value == self.first else f"{value:.6g}"

    @property
    def allowed(self) -> str:
        """What a text may be."""
        return "a number from 0 to 100"


def _words(options: tuple[Any, ...]) -> dict[str, Any]:
    """Options by their names, as an address has them."""
    return {str(option).lower().replace(" ", "-"): option for option in options}


USUAL = Policy()
CHOICES: tuple[Choice | Rate, ...] = (
    Choice("statement", _words(STATEMENTS), LEDGER),
    Choice("period", _words(PERIODS), "year"),
    Choice("measured", _words(MEASURES), "points"),
    Choice("axis", _words(AXES), AXES[0]),
    Choice("world", _words(tuple(WORLDS)), "program"),
    Choice("method", METHODS, USUAL.method),
    Choice("estimator", ESTIMATORS, USUAL.estimator),
    Rate("urr", 100 * USUAL.urr),
    Choice("ending", _words(ENDINGS), "redeemed"),
    Choice("cells", _words(CELLS), "share"),
    Choice("expected", {"yes": True}, False),
    Choice("curves", {"yes": True}, False),
    Choice("bridged", _words(BRIDGES), "program_cost"),
    Choice(RUN_OFF, {"yes": True}, False),
)
FIRST = {choice.key: choice.first for choice in CHOICES}


def begin() -> None:
    """Take the choices of the address, once a session; then the address has those of the session."""
    if not st.session_state.get(READ):
        st.session_state[READ] = True
        _take()
    for choice in CHOICES:
        written = choice.written(chosen(choice.key))
        if written is not None and st.query_params.get(choice.key) != written:
            st.query_params[choice.key] = written
        elif written is None and choice.key in st.query_params:
            del st.query_params[choice.key]


def _take() -> None:
    refused = []
    for choice in CHOICES:
        text = st.query_params.get(choice.key)
        if text is None:
            continue
        value = choice.read(text)
        if value is None:
            echo = text[:LONGEST_ECHO].replace("`", "'")
            refused.append(f"The address has {choice.key} `{echo}`, which must be {choice.allowed}, and is left out.")
        else:
            st.session_state[choice.key] = value
    if refused:
        state.notice(" ".join(refused))


def chosen(key: str) -> Any:
    """What is chosen now, whether its widget is drawn or not."""
    value = st.session_state.get(key)
    return FIRST[key] if value is None else value


def policy() -> Policy:
    """How points are accounted for."""
    return Policy(chosen("method"), chosen("estimator"), chosen("urr") / 100)


def toggle(label: str, key: str, meaning: str) -> bool:
    """A switch, kept as long as the session is."""
    st.session_state.setdefault(key, FIRST[key])
    return st.toggle(label, key=key, persist_state="session", help=meaning)


def pills(label: str, key: str, options: Any, called: Callable[[Any], str] = str) -> Any:
    """A choice among a few, kept as long as the session is."""
    st.session_state.setdefault(key, FIRST[key])
    return st.segmented_control(
        label, options, key=key, required=True, label_visibility="collapsed", persist_state="session", wrap=True,
        format_func=called, width="content",
    )  # fmt: skip
