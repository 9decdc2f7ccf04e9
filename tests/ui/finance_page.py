"""What the tests of the finance page share: small runs, and the page opened, chosen on and read as a reader does."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from loyalty_sim.engine import Result
from loyalty_sim.finance.periods import Period
from loyalty_sim.report.statement import LINE
from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui import runs
from loyalty_sim.ui.link import encode
from loyalty_sim.ui.work import Work
from tests.ui.conftest import PAGES, Open, work

PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
PRESETS = ("beauty-tiers", "paid-membership", "coalition")


def small(name: str, **run: int) -> Scenario:
    """A preset with few customers, begun in the middle of a quarter."""
    scenario = runs.sized(preset(name), 1_000)
    settings = {**scenario.run.model_dump(), "start": "2027-05", "months": 20, **run}
    return Scenario.model_validate({**scenario.model_dump(), "run": settings})


def opened(open_page: Open, name: str, seed: int = 1) -> AppTest:
    """The finance page of a preset."""
    app = open_page(s=encode(Work.opened(name).edited(("run", "seed"), seed)))
    app.switch_page(f"{PAGES}/finance.py").run()
    assert not app.exception
    return app


def choose(app: AppTest, key: str, value: str) -> AppTest:
    """Choose as a reader does."""
    app.button_group(key=key).set_value(value).run()
    assert not app.exception
    return app


def shown(app: AppTest, index: int = 0) -> pd.DataFrame:
    """A table of the page."""
    return cast(pd.DataFrame, app.dataframe[index].value)


def result_of(app: AppTest) -> Result:
    """The run that the page shows."""
    return runs.shown(work(app)).active.result


def line(table: pd.DataFrame, label: str) -> np.ndarray[Any, Any]:
    """Amounts of a line."""
    rows = table[table[LINE] == label]
    assert len(rows) == 1, label
    return rows.iloc[0, 1:].to_numpy(float)
