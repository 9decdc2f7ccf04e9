"""Pictures saved as files."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from loyalty_sim.report import charts, comparison
from loyalty_sim.report.bridge import bridge
from loyalty_sim.report.picture_files import save_picture
from loyalty_sim.study import compared
from tests.report.conftest import Run


@pytest.mark.parametrize(("ending", "start"), [(".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_saved_in_the_format_of_its_ending(
    run: Run, tmp_path: Path, ending: str, start: bytes, theme: Any
) -> None:
    """PNG, SVG and PDF are drawn without a browser, on a light and on a dark page."""
    path = save_picture(charts.caused(run()), tmp_path / f"caused{ending}", theme=theme)
    assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_a_comparison_are_saved_too(run: Run, tmp_path: Path, theme: Any) -> None:
    """Lines, differences, winners and bridges are drawn with their names, and nothing in them is undefined."""
    found = compared([("first", run()), ("second", run(economics__cost_per_point=0.05))])
    waterfall = bridge(found.bridge(1), "USD", 24, names=("first", "second"))
    drawn = [*comparison.paths(found), comparison.apart(found, 1), comparison.winners(found, 1), waterfall]
    for picture in drawn:
        assert picture is not None
        text = save_picture(picture, tmp_path / f"{picture.key}.svg", theme=theme).read_text(encoding="utf-8")
        assert "second" in text
        assert "NaN" not in text
        assert "undefined" not in text
        assert save_picture(picture, tmp_path / f"{picture.key}.png", theme=theme).stat().st_size > 5_000


def test_the_words_of_a_picture_are_in_the_file(run: Run, tmp_path: Path) -> None:
    """The drawing has the title, the labels and nothing undefined."""
    picture = charts.evolution(run(), run(economics__cost_per_point=0.05))
    text = save_picture(picture, tmp_path / "cost.svg").read_text(encoding="utf-8")
    for word in ("Program", "baseline", "program $"):
        assert word in text
    assert "NaN" not in text
    assert "undefined" not in text


def test_another_ending_is_refused(run: Run, tmp_path: Path) -> None:
    """An unknown format is named together with those that are known."""
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf; got 'a\.gif'"):
        save_picture(charts.caused(run()), tmp_path / "a.gif")


def test_without_the_converter_the_error_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where vl-convert is missing, one sentence says so."""
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(RuntimeError, match="vl-convert-python"):
        save_picture(charts.caused(run()), tmp_path / "a.png")
