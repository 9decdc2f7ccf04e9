"""Vintage triangles on the finance page: what becomes of the points of each period of issue, as seen and as expected."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage
from loyalty_sim.finance.liability import Policy
from loyalty_sim.finance.periods import Period
from loyalty_sim.finance.triangles import Cell, Ending, Triangles, triangles
from loyalty_sim.report.statement import accountant
from loyalty_sim.report.triangle import cohorts, triangle
from loyalty_sim.ui import books, choices, following, questions, state
from loyalty_sim.ui.books import kept
from loyalty_sim.ui.strip import plain

CELLS: dict[Cell, str] = {"share": "Share to date", "cumulative": "Points to date", "increment": "Points of each age"}
VINTAGE, ISSUED = "Issued in", "Points issued"
EXPECTED = (
    "Fills the cells of the table after the last close: the chain-ladder of older vintages, up to the redemption rate of "
    "the books"
)
UNSEEN = "Cells after the last close are empty unless what is expected is asked for."
COUNTS = {
    "issued": ISSUED, "redeemed": "Redeemed", "expired": "Expired", "outstanding": "Outstanding",
    "remaining": "Redemptions still expected",
}  # fmt: skip


def made(result: Result, by: Period, policy: Policy, followed: Result | None) -> Triangles:
    """Both triangles by a policy, with what is true in the end where the points have been followed."""
    return triangles(result, by, policy, followed)


def draw(result: Result, by: Period) -> None:
    """The triangle as a picture and as a table, what is expected of each vintage, and how vintages develop with age."""
    with st.container(horizontal=True, vertical_alignment="center", key="triangle"):
        ending: Ending = choices.pills("Points", "ending", choices.ENDINGS, str.capitalize)
        cell: Cell = choices.pills("Cells", "cells", tuple(CELLS), lambda name: CELLS[name])
        completed = choices.toggle("With what is expected", "expected", EXPECTED)
        curves = choices.toggle("Curves", "curves", "A curve a vintage instead of the map")
    followed = following.followed(result.scenario)
    found = kept(result, made, by, choices.policy(), followed)
    picture = cohorts(found, ending) if curves else triangle(found, ending)
    if picture is not None:
        questions.chart(f"finance.{picture.key}", picture)
    _triangle(found, ending, cell, completed)
    _by_vintage(found, result)
    if followed is None:
        st.caption("What is true in the end is known once the points are followed past the horizon.")
        following.offer(result.scenario)
    _by_age(found, result)


def _triangle(found: Triangles, ending: Ending, cell: Cell, completed: bool) -> None:
    name, kind = f"Points {ending} by vintage and age", found.redeemed.vintages.kind
    unit = "Per cent of points issued and not clawed back" if cell == "share" else "Points of the real customer base"
    how = f"{unit}; {CELLS[cell].lower()}, by age in {kind}s. {books.source(found.result)} {'' if completed else UNSEEN}"
    st.markdown(plain(f"**{name}**  \n:gray[:small[{how}]]"))
    shown = cells(found, ending, cell, completed)
    styles: dict[Any, Any] = dict.fromkeys(shown.columns[2:], "{:,.1f}" if cell == "share" else _points)
    books.table(name, shown, found.result, shown.style.format({**styles, ISSUED: _points}, na_rep="–"))


def cells(found: Triangles, ending: Ending, cell: Cell, completed: bool) -> pd.DataFrame:
    """A vintage a row and an age a column: whole points, or per cent; not a number where nothing is known."""
    each = found.redeemed if ending == "redeemed" else found.expired
    wide = each.wide(cell, completed)
    ages = wide.columns[2:]
    amounts = (100 * wide[ages]).round(1) if cell == "share" else wide[ages].round()
    shown = pd.concat([wide["vintage"], wide["issued"].round(), amounts + 0.0], axis=1)
    return shown.set_axis([VINTAGE, ISSUED, *(f"Age {age}" for age in ages)], axis=1)


def _by_vintage(found: Triangles, result: Result) -> None:
    st.markdown(
        plain(
            "**What is expected of each vintage**  \n:gray[:small[Rate: redemptions expected ever / points issued, by the "
            f"policy chosen under Liability ({found.policy.estimator}). Plain: chain-ladder alone, redeemed to date x "
            "factor to ultimate. Error: the rate less the true one; above zero, too much is expected.]]"
        )
    )
    shown = by_vintage(found, state.coverage())
    counts = [name for name in COUNTS.values() if name in shown]
    shares = [name for name in shown.columns[1:] if name not in counts]
    styles: dict[Any, Any] = dict.fromkeys(counts, _points) | dict.fromkeys(shares, "{:,.1f}")
    books.table("Vintages and their rates", shown, result, shown.style.format(styles, na_rep="–"))


def by_vintage(found: Triangles, coverage: Coverage) -> pd.DataFrame:
    """One row per vintage: points in whole numbers, rates in per cent, and their error where it is known."""
    table = found.by_vintage()
    shares = {
        "developed": "Developed, %", "plain_rate": "Plain rate, %", "urr": "Rate, %",
        f"urr_low{coverage}": f"{coverage} % interval from", f"urr_high{coverage}": f"{coverage} % interval to",
        "urr_true": "True rate, %", "error": "Error, points of rate",
    }  # fmt: skip
    columns = {VINTAGE: table["vintage"]}
    columns |= {name: table[key].round() + 0.0 for key, name in COUNTS.items()}
    columns |= {name: (100 * table[key]).round(1) + 0.0 for key, name in shares.items() if key in table}
    return pd.DataFrame(columns)


def _by_age(found: Triangles, result: Result) -> None:
    st.markdown(
        "**How redemptions develop with age**  \n:gray[:small[In months, whatever the period of the vintages. Factor: from "
        "the redemptions to date at this age to those at the next; the tail ends where points can be used no more.]]"
    )
    shown = by_age(found)
    styles: dict[Any, Any] = {"Factor": "{:,.4f}", "Developed, %": "{:,.1f}", "Factor to ultimate": "{:,.4f}"}
    books.table("Development by age", shown, result, shown.style.format(styles, na_rep="–"))


def by_age(found: Triangles) -> pd.DataFrame:
    """One row per month of age: the factor to the next, the share of all redemptions that have come, and its inverse."""
    table = found.by_age()
    return pd.DataFrame({
        "Age": [f"Month {age}" for age in table["age"]], "Factor": table["factor"].round(4),
        "Developed, %": (100 * table["developed"]).round(1), "Factor to ultimate": table["to_ultimate"].round(4),
    })  # fmt: skip


_points = partial(accountant, step=1.0)
