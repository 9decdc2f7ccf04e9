"""Files to and from the user's computer: scenarios, tables and the report; and the command that gives the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from loyalty_sim.finance import monthly
from loyalty_sim.report.files import file_stem
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.files import ScenarioError, dumps, loads
from loyalty_sim.ui import reporting, runs, state
from loyalty_sim.ui.strip import literal
from loyalty_sim.ui.work import Work

LARGEST_UPLOAD = 1
"""Megabytes of an uploaded scenario."""


def draw(work: Work) -> None:
    """Name and story, downloads, upload and the command.

    Files are made before they are asked for: one that Streamlit makes on the click is thrown away before it has arrived when
    a part of the page is drawn anew meanwhile, as it is while a refined run works.
    """
    name = work.value(("name",))
    key = state.view("name", name)
    rename = partial(state.changed_by_user, "name", key, partial(state.edit, ("name",)))
    st.text_input("Name", name, key=key, max_chars=120, on_change=rename)
    scenario = work.scenario
    stem = file_stem(scenario.name)
    left, right = st.columns(2)
    left.download_button(
        "Scenario (YAML)", dumps(scenario), f"{stem}.yaml", "application/yaml", key="download.yaml",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    right.download_button(
        "Months (CSV)", table(work), f"{stem}-monthly.csv", "text/csv", key="download.csv",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    reporting.draw(work)
    st.caption("Same numbers on the command line:")
    st.code(command(work), language="bash", wrap_lines=True)
    _upload("Open a scenario file", "upload", state.open_scenario)
    _upload("Compare with the program of a scenario file", "upload.baseline", state.compare_with)


def command(work: Work) -> str:
    """The command that simulates the downloaded scenario with what is shown."""
    run = runs.shown(work).active.result.scenario.run
    return f"loyalty-sim run {file_stem(work.scenario.name)}.yaml --customers {run.customers} --seed {run.seed}"


def table(work: Work) -> bytes:
    """The monthly table as CSV."""
    text: str = monthly(runs.shown(work).active.result).to_csv(index=False)
    return text.encode()


def _upload(label: str, key: str, use: Callable[[Scenario], None]) -> None:
    """A field for a scenario file, and what is done with it."""
    file = st.file_uploader(label, ["yaml", "yml", "json"], key=key, max_upload_size=LARGEST_UPLOAD)
    if file is not None:
        _opened(file, key, use)


class UploadError(ValueError):
    """An uploaded file that is no scenario; says why in Markdown."""


def uploaded(file: Any) -> Scenario:
    """The scenario of an uploaded file.

    Raises:
        UploadError: it is not text, or not a valid scenario.
    """
    try:
        return loads(file.getvalue().decode("utf-8"))
    except UnicodeDecodeError:
        raise UploadError(f"{literal(file.name)} is not a text file in UTF-8.") from None
    except ScenarioError as error:
        problems = "\n".join(f"- {literal(f'{problem.where}: {problem.message}')}" for problem in error.problems)
        raise UploadError(f"{literal(file.name)} is not a valid scenario:\n\n{problems}") from None


def _opened(file: Any, key: str, use: Callable[[Scenario], None]) -> None:
    """Take an uploaded file once: an upload stays in the widget while the user goes on working."""
    taken = f"{key}.taken"
    if st.session_state.get(taken) == file.file_id:
        return
    st.session_state[taken] = file.file_id
    try:
        scenario = uploaded(file)
    except UploadError as error:
        st.error(str(error))
    else:
        use(scenario)
        st.rerun()
