"""``--picture FILE`` of tornado, sensitivity and pareto."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Command
from tests.study.studies import SMALL


@pytest.fixture
def study(tmp_path: Path) -> str:
    """A study of six designs and one uncertainty, with two outcomes."""
    path = tmp_path / "study.yaml"
    text = SMALL.replace("values: [3, 6, 12]", "values: [6, 12]").replace("high: 12, step: 2", "high: 10, step: 2")
    text = (
        text.replace("  - kpi: payback\n", "")
        .replace("months: 6", "months: 3")
        .replace("world: difference", "world: program")
    )
    path.write_text(text.replace("name: Small", 'name: "<b>Small</b> & cheap"'))
    return str(path)


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")])
def test_a_tornado_is_drawn_into_a_file_of_the_ending(
    cli: Command, study: str, tmp_path: Path, ending: str, start: bytes
) -> None:
    """What is printed stays; the file is named on stderr; an earlier one is replaced."""
    target = tmp_path / f"tornado.{ending}"
    target.write_text("earlier")
    plain = cli("tornado", study)
    outcome = cli("tornado", study, "--picture", str(target))
    assert (outcome.code, outcome.out) == (0, plain.out)
    assert f"wrote {target}" in outcome.err
    assert target.read_bytes().startswith(start)


def test_further_outcomes_are_drawn_beside_the_file_or_on_its_page(cli: Command, study: str, tmp_path: Path) -> None:
    """Each named after its outcome; a page holds them all with their numbers, and names nothing outside of it."""
    command = ("tornado", study, "--outcome", "net_value", "--outcome", "points_redeemed", "--quiet")
    folder = tmp_path / "drawn"
    folder.mkdir()
    svg, page = folder / "t.svg", folder / "t.html"
    assert cli(*command, "--picture", str(svg)).err == ""
    assert sorted(path.name for path in folder.iterdir()) == ["t-points_redeemed.svg", "t.svg"]
    assert "redeemed" in (folder / "t-points_redeemed.svg").read_text(encoding="utf-8")
    cli(*command, "--picture", str(page))
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == text.count("<table>") == 2
    assert "<td>behaviour.retention.lapse_multiplier</td>" in text
    assert "<script" not in text
    assert "href" not in text.replace('xlink:href="#', "")


def test_sensitivity_draws_indices_and_convergence(cli: Command, study: str, tmp_path: Path) -> None:
    """Of every outcome; the name of the study is text."""
    page = tmp_path / "drivers.html"
    arguments = (study, "--samples", "8", "--out", str(tmp_path / "out"), "--picture", str(page))
    assert cli("sensitivity", *arguments).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 4
    assert "<b>" not in text
    assert "&lt;b&gt;Small&lt;/b&gt; &amp; cheap: what drives the outcomes" in text


def test_pareto_draws_the_front(cli: Command, study: str, tmp_path: Path) -> None:
    """With --json the document stays the only output; a front without designs is said to be nothing to draw."""
    folder, target = tmp_path / "out", tmp_path / "front.svg"
    cli("sweep", study, "--out", str(folder), "--quiet")
    outcome = cli("pareto", str(folder), "--picture", str(target), "--json", "--quiet")
    assert (outcome.code, outcome.err) == (0, "")
    assert all(name in target.read_text(encoding="utf-8") for name in ("Retention", "Net value", "base"))
    Path(study).write_text(Path(study).read_text() + "constraints: [{outcome: net_value, at_least: 1e12}]\n")
    cli("sweep", study, "--out", str(tmp_path / "none"), "--quiet")
    nothing = cli("pareto", str(tmp_path / "none"), "--picture", str(tmp_path / "none.svg"))
    assert (nothing.code, "there is nothing to draw" in nothing.err) == (0, True)
    assert not (tmp_path / "none.svg").exists()


@pytest.mark.parametrize("command", ["tornado", "pareto", "sensitivity"])
def test_a_file_that_cannot_be_drawn_is_refused_before_the_run(cli: Command, command: str, tmp_path: Path) -> None:
    """An ending that is none of the four, a folder that is not there, a folder in place of a file: a sentence and 2."""
    (tmp_path / "folder.svg").mkdir()
    out = ("--out", str(tmp_path / "out")) if command == "sensitivity" else ()

    def refused(name: str) -> str:
        outcome = cli(command, "no-such-thing", *out, "--picture", str(tmp_path / name))
        assert outcome.code == 2
        return outcome.err

    assert "must end in .svg, .png, .pdf, .html, such as a.svg" in refused("a.gif")
    assert "there is no folder" in refused("none/a.svg")
    assert "which is a folder" in refused("folder.svg")
