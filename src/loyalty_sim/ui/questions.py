"""The results as questions: each one a focus chart with a small companion, or a table; only the open one is computed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from loyalty_sim.engine import Result
from loyalty_sim.finance import Coverage, catalogue
from loyalty_sim.report import charts, files
from loyalty_sim.report.picture import Domain, Picture
from loyalty_sim.report.picture_files import picture_bytes
from loyalty_sim.ui import figures, state, tables
from loyalty_sim.ui.runs import Comparison
from loyalty_sim.ui.strip import literal

Draw = Callable[[Result, Result | None, Domain | None, Coverage], Picture | None]

EVOLVES, POINTS, STAYS, CAUSED = "How does it evolve", "Where do the points go", "Who stays", "What did the program cause"
TIERS, NEAR, PARTNERS = "Tiers", "Who is near a threshold", "Partners"
COSTS, ALL, CHECKS = "Cost parts", "All figures", "Checks"
QUESTIONS = (EVOLVES, POINTS, STAYS, CAUSED, TIERS, NEAR, PARTNERS, COSTS, ALL, CHECKS)
FIRST_LINE = "program_cost"
NOTHING = {
    POINTS: "This program gives no points.",
    TIERS: "This program has no tiers; add one in the sidebar.",
    NEAR: "No threshold of a tier is counted: there are no tiers, or status goes by balance, or a change counts otherwise.",
    PARTNERS: "This program has no partners; add one in the sidebar.",
}
"""What is said where a question has nothing to draw."""
INKS = {"dark": "#FAFAFA"}
"""Colour of numbers on a chart by theme, where the chart gives them none; black elsewhere."""


def evolution(key: str, cumulative: bool = False) -> Draw:
    """The chart of one monthly line."""
    return lambda result, baseline, domain, coverage: charts.evolution(result, baseline, key, cumulative, domain, coverage)


FOCUS: dict[str, Draw] = {
    POINTS: lambda result, baseline, domain, _: charts.points_flow(result, baseline, domain),
    STAYS: charts.staying,
    CAUSED: charts.caused,
    TIERS: lambda result, baseline, domain, _: charts.tiers(result, baseline, domain),
    NEAR: charts.cliffs,
    PARTNERS: lambda result, baseline, domain, _: charts.settlement(result, baseline, domain),
    COSTS: lambda result, baseline, domain, coverage: charts.cost_parts(result, baseline, domain, coverage=coverage),
}  # fmt: skip
COMPANION: dict[str, Draw] = {
    EVOLVES: evolution("cumulative_margin"), POINTS: evolution("points_outstanding"), STAYS: evolution("active_members"),
    CAUSED: evolution("cumulative_margin"),
    TIERS: lambda result, baseline, domain, _: charts.tier_flows(result, baseline, domain),
    NEAR: lambda result, baseline, domain, _: charts.balances(result, baseline, domain),
    PARTNERS: lambda result, *rest: evolution("partner_income")(result, *rest) if result.scenario.program.partners else None,
    COSTS: evolution("program_cost"),
}  # fmt: skip


def draw(shown: Comparison) -> None:
    """The questions, and the answer to the open one."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="asked"):
        question = st.segmented_control(
            "Question",
            QUESTIONS,
            default=EVOLVES,
            key="question",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
            wrap=True,
        )
    if question == ALL:
        figures.draw(shown)
    elif question == CHECKS:
        figures.draw_checks(shown)
    else:
        _charts(str(question), shown)


def _charts(question: str, shown: Comparison) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="view"):
        focus = FOCUS.get(question) or _chosen_line()
        as_table = st.toggle(
            "Table", key="as_table", persist_state="session", help="The numbers of the charts instead of the charts"
        )
        locked = st.toggle(
            "Lock axes", key="locked", persist_state="session", on_change=_forget_domains,
            help="Hold the value axis still while levers move, so that a change is seen as movement",
        )  # fmt: skip
    wide, narrow = st.columns([5, 3], gap="medium")
    line = st.session_state.get("line", "") if question == EVOLVES else ""
    with wide:
        _picture(f"{question}{line}", focus, shown, as_table, locked)
    with narrow:
        _picture(f"{question} beside", COMPANION[question], shown, as_table, locked)


def _chosen_line() -> Draw:
    lines = catalogue()
    names = list(lines)
    if "line" not in st.session_state:
        st.session_state["line"] = FIRST_LINE
    key = st.selectbox(
        "Line",
        names,
        format_func=lambda name: lines[name].label,
        key="line",
        width=320,
        label_visibility="collapsed",
        persist_state="session",
    )
    cumulative = False
    if not lines[key].stock:
        cumulative = st.toggle("Cumulative", key="cumulative", persist_state="session")
    return evolution(key, cumulative)


def _picture(key: str, draw: Draw, shown: Comparison, as_table: bool, locked: bool) -> None:
    """One chart, its axis held when locked; or its numbers."""
    domains: dict[str, Domain] = st.session_state.setdefault("domains", {})
    drawn: dict[str, Domain] = st.session_state.setdefault("drawn", {})
    baseline = None if shown.same else shown.baseline.result
    held = domains.get(key) if locked else drawn.get(key) if state.replaying() else None
    picture = draw(shown.active.result, baseline, held, state.coverage())
    if picture is None:
        if key in NOTHING:
            st.info(NOTHING[key])
        return
    drawn[key] = picture.domain
    if locked:
        domains.setdefault(key, picture.domain)
    if as_table:
        st.markdown(f"**{literal(picture.title)}**")
        tables.draw(key, picture)
        downloads(key, picture)
    else:
        chart(key, picture)


def chart(key: str, picture: Picture) -> None:
    """A chart under its title, which is text of the page: it breaks where the page is narrow, and is read aloud."""
    spec = picture.chart.to_dict()
    heading = spec.pop("title")
    ink = INKS.get(st.context.theme.type or "")
    if ink:
        spec["config"] = {"text": {"color": ink}}
    st.markdown(f"**{literal(picture.title)}**  \n:gray[:small[{literal(' '.join(heading['subtitle']))}]]")
    st.vega_lite_chart(spec, width="stretch", key=f"chart.{key}")
    downloads(key, picture)


def downloads(key: str, picture: Picture) -> None:
    """The chart and its numbers as files, each made when it is asked for."""
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "PNG": ("image/png", partial(picture_bytes, picture, ".png")),
        "SVG": ("image/svg+xml", partial(picture_bytes, picture, ".svg")),
        "CSV": ("text/csv", lambda: files.csv(picture.table).encode()),
    }
    with st.container(horizontal=True, gap="small", key=f"files.{key}"):
        for name, (kind, make) in made.items():
            st.download_button(
                name, make, f"{files.file_stem(picture.key)}.{name.lower()}", kind, key=f"download.{name}.{key}",
                on_click="ignore", type="tertiary", help=f"Download this chart{' as numbers' if name == 'CSV' else ''}",
            )  # fmt: skip


def _forget_domains() -> None:
    st.session_state["domains"] = {}
