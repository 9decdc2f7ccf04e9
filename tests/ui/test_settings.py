"""What surrounds the page: its settings, and the shelf of results that all sessions share."""

from __future__ import annotations

import tomllib
from pathlib import Path

from loyalty_sim.scenario import Scenario
from loyalty_sim.ui import runs
from loyalty_sim.ui.runs import Shelf, preview_size, sized

ROOT = Path(__file__).parents[2]


def test_the_page_listens_on_this_computer_only() -> None:
    """The checkout and the installed package have the same settings: local address, no usage statistics, two themes."""
    text = (ROOT / ".streamlit" / "config.toml").read_text()
    assert text == (Path(runs.__file__).parent / ".streamlit" / "config.toml").read_text()
    settings = tomllib.loads(text)
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["theme"]["light"]["chartCategoricalColors"]
    assert settings["theme"]["dark"]["chartCategoricalColors"]


def test_the_shelf_keeps_what_was_used_last() -> None:
    """The shelf is bounded: what was used longest ago goes first."""
    shelf = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    assert shelf.get("a") == 1
    shelf.put("c", 3)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c"), len(shelf)) == (1, None, 3, 2)


def test_a_preview_is_never_larger_than_the_run() -> None:
    """A preview has at most 10,000 customers and no more than the run itself, so that it is there at once."""
    assert preview_size(sized(Scenario(), 1_000_000)) == 10_000
    assert preview_size(sized(Scenario(), 500)) == 500
