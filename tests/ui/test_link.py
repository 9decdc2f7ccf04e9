"""The link in the address: carries the whole work, and is hostile until validated."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import pytest

from loyalty_sim.ui.link import LARGEST_CONTENT, LONGEST_TEXT, LinkError, decode, encode
from loyalty_sim.ui.work import PINNED, Design, Work
from tests.ui.conftest import Open, metrics, widget, work


def folded(content: bytes) -> str:
    """A link with any content."""
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


@pytest.fixture
def moved() -> Work:
    """A work that differs from its preset, with a pinned baseline."""
    opened = Work.opened("beauty-tiers").edited(("program", "earn", "points"), 2.5)
    pinned = replace(opened, pinned=Design.of(opened.scenario), choice=PINNED)
    return pinned.edited(("program", "expiry", "months"), 7.0)


def test_a_link_gives_back_the_work(moved: Work) -> None:
    """What a link carries comes back whole: scenario, baselines and choice."""
    assert decode(encode(moved)) == moved
    assert len(encode(moved)) < 4000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense!", "damaged"),
        ("", "cut short"),
        (folded(b"no json"), "damaged"),
        (folded(b"[1]"), "no scenario"),
        (folded(b'{"v":99}'), "version 99"),
        (folded(b'{"v":1,"scenario":{"program":{"point_value":-1}},"loaded":{}}'), "point_value"),
        (folded(b'{"v":1,"scenario":{"name":"x","unknown":1},"loaded":{}}'), "unknown"),
        (folded(b" " * (LARGEST_CONTENT + 1)), "unfolds to more"),
        ("A" * (LONGEST_TEXT + 1), "characters"),
        (folded(b"[" * 100_000), "damaged"),
    ],
)
def test_a_bad_link_is_refused_with_a_reason(text: str, reason: str) -> None:
    """Damaged, foreign, oversized and invalid links are refused with a sentence and never with a traceback."""
    with pytest.raises(LinkError, match=reason):
        decode(text)


def test_a_link_cut_short_is_refused(moved: Work) -> None:
    """Half a link is not read as something else."""
    with pytest.raises(LinkError):
        decode(encode(moved)[:-40])


def test_a_link_cannot_name_an_unknown_baseline(moved: Work) -> None:
    """A link that names a baseline that is not there falls back to the program as loaded."""
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(encode(moved) + "==")))
    content["choice"] = "../../secret"
    assert decode(folded(json.dumps(content).encode())).choice == "as loaded"


def test_the_page_opens_a_link(open_page: Open, moved: Work) -> None:
    """A link opens with its scenario and its baseline."""
    app = open_page(s=encode(moved))
    assert work(app) == moved
    assert widget(app, "number_input", "program.earn.points").value == 2.5


def test_reloading_brings_everything_back(open_page: Open) -> None:
    """The address that the page writes opens the same numbers in a new session."""
    app = open_page()
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    again = open_page(s=app.query_params["s"])
    assert metrics(again) == metrics(app)


def test_a_broken_link_says_so_and_opens_the_preset(open_page: Open) -> None:
    """A broken link is reported, and the page is there none the less."""
    app = open_page(s="broken")
    assert "could not be opened" in app.error[0].value
    assert work(app).preset == "beauty-tiers"
    assert len(app.metric) == 5
