"""The link in the address: carries the whole work, and is hostile until validated."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_sim.scenario import files
from loyalty_sim.scenario.presets import preset
from loyalty_sim.ui import share
from loyalty_sim.ui.link import LARGEST_CONTENT, LONGEST_TEXT, LinkError, decode, encode, read, token
from loyalty_sim.ui.work import PINNED, Design, Work
from tests.ui.conftest import Open, metrics, widget, work

STORED = Path(__file__).with_name("link-version-1.txt")


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
        (folded(b'{"v":99}'), "version 99, of a newer loyalty-sim"),
        (folded(b'{"v":0}'), "no version that this page knows"),
        (folded(b'{"v":true}'), "no version that this page knows"),
        (folded(b'{"v":2,"scenario":{"schema_version":9},"loaded":{}}'), "schema_version|format of its scenario is 9"),
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


def test_a_link_knows_the_version_in_the_library(moved: Work) -> None:
    """Name, version and whether it is unsaved travel; a name that no library has, or another type, is refused."""
    saved = moved.kept_as("Plan", 3)
    assert decode(encode(saved)) == saved
    assert not decode(encode(saved)).unsaved
    assert decode(encode(saved.edited(("program", "earn", "points"), 9.0))).unsaved
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(encode(saved) + "==")))
    for wrong in ({"name": "a/b"}, {"version": 0}, {"version": "x"}, {"more": 1}, {"fingerprint": "<b>"}):
        changed = {**content, "saved": {**content["saved"], **wrong}}
        with pytest.raises(LinkError):
            decode(folded(json.dumps(changed).encode()))
    with pytest.raises(LinkError):
        decode(folded(json.dumps({**content, "saved": "Plan@3"}).encode()))


def test_a_link_cut_short_is_refused(moved: Work) -> None:
    """Half a link is not read as something else."""
    with pytest.raises(LinkError):
        decode(encode(moved)[:-40])


def test_a_link_cannot_name_an_unknown_baseline(moved: Work) -> None:
    """A link that names a baseline that is not there falls back to the program as loaded."""
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(encode(moved) + "==")))
    content["choice"] = "../../secret"
    assert decode(folded(json.dumps(content).encode())).choice == "as loaded"


def test_a_stored_link_of_version_1_opens() -> None:
    """A link as it was made by the first version, kept since, opens with its scenario, baselines and choice."""
    old = STORED.read_text().strip()
    opened = read(old)
    found = opened.work
    assert json.loads(zlib.decompress(base64.urlsafe_b64decode(old + "==")))["v"] == 1
    assert found.preset == "beauty-tiers"
    assert (found.scenario.program.earn.points, found.scenario.program.expiry.months) == (2.5, 7)
    assert found.choice == PINNED
    assert found.pinned is not None
    assert (found.pinned.program.earn.points, found.pinned.program.expiry.months) == (2.5, 12)
    assert (found.loaded.program.earn.points, found.scenario.run.customers) == (1, 100_000)
    assert opened.notice == ""
    assert decode(encode(found)) == found


def test_the_oldest_baselines_held_a_program_alone() -> None:
    """A link of version 1 whose baselines are bare programs opens with them."""
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(STORED.read_text().strip() + "==")))
    for name in ("loaded", "pinned"):
        content[name] = content[name]["program"]
    assert decode(folded(json.dumps(content).encode())) == decode(STORED.read_text().strip())


def test_an_older_scenario_in_a_link_is_upgraded_and_what_moved_is_said(
    monkeypatch: pytest.MonkeyPatch, moved: Work
) -> None:
    """The upgrades of scenario files also serve links, for the scenario and for each baseline, and name what they moved."""

    def rename(content: dict[str, Any]) -> dict[str, Any]:
        program = {**content["program"], "point_value": content["program"]["worth"]}
        del program["worth"]
        return {**content, "program": program}

    monkeypatch.setitem(files.UPGRADES, 0, rename)
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(encode(moved) + "==")))
    content["scenario"]["schema_version"] = 0
    for part in (content["scenario"], content["loaded"], content["pinned"]):
        part["program"]["worth"] = part["program"].pop("point_value")
    opened = read(folded(json.dumps(content).encode()))
    assert opened.work == moved
    assert "`program.worth` was 0.035 and is absent" in opened.notice
    assert "`program.point_value` was absent and is 0.035" in opened.notice


def test_a_link_of_another_model_says_that_numbers_may_differ(moved: Work) -> None:
    """A link tells which version of the model made it, where that is not this one."""
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(encode(moved) + "==")))
    content["model"] = 1
    assert "model version 1" in read(folded(json.dumps(content).encode())).notice
    assert read(encode(moved)).notice == ""


def test_a_baseline_from_elsewhere_travels(moved: Work) -> None:
    """The program of another scenario, set as baseline, is in the link with its name."""
    work = moved.against(preset("coffee-app"))
    assert decode(encode(work)) == work
    assert decode(encode(work)).baseline.program == preset("coffee-app").program


@pytest.mark.parametrize(
    "text", ["http://localhost:8501/?s={}", "https://x.example/finance?embed=1&s={}#top", " {}\n", "{}"]
)
def test_a_whole_address_is_read_as_its_link(moved: Work, text: str) -> None:
    """Whoever pastes an address, with a page or other parameters, gets the link in it."""
    assert decode(token(text.format(encode(moved)))) == moved


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PARTS = ("v", "scenario", "loaded", "pinned", "brought", "choice", "preset", "model")


def opens_or_refuses(text: str) -> None:
    """A link opens as a work that can be shown and shared again, or is refused in a sentence."""
    try:
        found = read(text)
    except LinkError:
        return
    assert decode(encode(found.work)) == found.work
    assert found.work.baseline.program is not None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(folded))
def test_any_text_opens_or_is_refused(text: str) -> None:
    """No text at all, and nothing that unfolds, makes a traceback."""
    opens_or_refuses(text)
    opens_or_refuses(token(text))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PARTS), JSON), st.sampled_from([1, 2]))
def test_a_link_with_any_part_replaced_opens_or_is_refused(parts: dict[str, Any], version: int) -> None:
    """A link in which any part is something else altogether opens or is refused."""
    content = json.loads(zlib.decompress(base64.urlsafe_b64decode(STORED.read_text().strip() + "==")))
    opens_or_refuses(folded(json.dumps({**content, "v": version, **parts}).encode()))


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
    assert app.query_params["s"] == "broken"
    assert work(app).preset == "beauty-tiers"
    assert len(app.metric) == 5


def test_a_broken_link_loses_nothing_of_the_session(open_page: Open) -> None:
    """A link that is opened within a session and cannot be read says so, and leaves the work as it was."""
    app = open_page()
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    before = work(app)
    app.session_state["link"] = "http://localhost/?s=eJbroken"
    widget(app, "button", "share").click().run()
    widget(app, "button", "link.open").click().run()
    assert not app.exception
    assert "Nothing was changed" in app.error[0].value
    assert work(app) == before


def test_a_link_opens_within_a_session(open_page: Open, moved: Work) -> None:
    """A link that was sent is opened in the share dialog; undo comes back to what was there."""
    app = open_page()
    before = work(app)
    app.session_state["link"] = f"http://localhost/?s={encode(moved)}"
    widget(app, "button", "share").click().run()
    widget(app, "button", "link.open").click().run()
    assert work(app) == moved
    widget(app, "button", "undo").click().run()
    assert work(app) == before


def test_what_to_know_before_sending_an_address() -> None:
    """An address of this computer alone, and one that some programs cut, are said to be so; others are not."""
    assert share.remarks("https://team.example/?s=abc") == []
    assert "opens here only" in share.remarks("http://127.0.0.1:8501/?s=abc")[0]
    (remark,) = share.remarks(f"https://team.example/?s={'a' * 1990}")
    assert f"{len('https://team.example/?s=') + 1990:,} characters" in remark
