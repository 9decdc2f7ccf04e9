"""The page without a browser: opened, computed on the preview, refined runs held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from loyalty_sim.ui import jobs, runs
from loyalty_sim.ui.sidebar import GROUPS
from loyalty_sim.ui.work import Work

APP = Path(__file__).parents[2] / "app.py"
PAGES = "src/loyalty_sim/ui/pages"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True, scope="session")
def no_search_for_components() -> Iterator[None]:
    """The page has no components of others, for which each session would look through all installed packages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)
        yield


@pytest.fixture(autouse=True)
def no_refined_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refined runs begin only when they are asked for, so that tests do not share the cores with them."""
    monkeypatch.setattr(jobs, "AUTOMATIC", 0)


@pytest.fixture(autouse=True)
def nothing_refined_before() -> Iterator[None]:
    """What one test has refined is not shown to the next."""
    yield
    shelf = runs._shelf()._kept
    for key in [key for key, found in shelf.items() if found.result.scenario.run.customers > runs.PREVIEW]:
        del shelf[key]


@pytest.fixture
def open_page() -> Open:
    """Opens the page, computed; keyword arguments become query parameters."""

    def opened(**query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=120)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return opened


def work(app: AppTest) -> Work:
    """What the session of a page is working on."""
    found: Work = app.session_state["work"]
    return found


def widget(app: AppTest, kind: str, name: str) -> Any:
    """The widget of a kind called ``name``, whatever version of it is on the page."""
    found = [one for one in getattr(app, kind) if one.key is not None and one.key.split("~")[0] == name]
    assert len(found) == 1, f"{len(found)} widgets of kind {kind} are called {name}"
    return found[0]


KINDS = ("number_input", "selectbox", "slider", "text_input", "toggle", "button")


def names(app: AppTest) -> set[str]:
    """Names of all widgets on the page."""
    return {one.key.split("~")[0] for kind in KINDS for one in getattr(app, kind) if one.key is not None}


def metrics(app: AppTest) -> dict[str, tuple[str, str]]:
    """Value and change of the figures of the strip."""
    return {metric.label: (metric.value, metric.delta) for metric in app.metric}


def open_groups(app: AppTest) -> AppTest:
    """Every group of levers open, with what is under "More"."""
    for group in GROUPS:
        app.session_state[f"group.{group.key}.open"] = True
        app.session_state[f"more.{group.key}"] = True
    return app.run()
