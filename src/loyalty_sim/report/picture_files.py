"""Pictures as files: PNG, SVG or PDF, drawn offline without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from loyalty_sim.report.layers import GREY
from loyalty_sim.report.picture import Picture

Theme = Literal["light", "dark"]
FORMATS = (".png", ".svg", ".pdf")
PAGES = {"light": ("#ffffff", "#31333f", "#e0e2e8"), "dark": ("#0e1117", "#fafafa", "#31343c")}
"""Background, text and grid."""


def save_picture(
    picture: Picture, path: str | Path, *, theme: Theme = "light", width: int = 640, scale: float = 2.0
) -> Path:
    """Draw a picture into a file; the ending of ``path`` (.png, .svg or .pdf) says how.

    Args:
        picture: what to draw.
        path: the file to write; its folder must exist.
        theme: light or dark page.
        width: of the whole picture in pixels.
        scale: pixels of the file per pixel, for PNG.

    Returns:
        The path written.

    Raises:
        ValueError: the ending is none of the three.
        RuntimeError: the package vl-convert-python is not installed.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in FORMATS:
        raise ValueError(f"a picture can be saved as {', '.join(FORMATS)}; got {target.name!r}")
    try:
        import vl_convert
    except ImportError as error:
        raise RuntimeError("saving pictures needs the package vl-convert-python; install it with pip") from error
    spec = json.dumps(themed(picture, theme, width))
    if kind == ".svg":
        target.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    elif kind == ".png":
        target.write_bytes(vl_convert.vegalite_to_png(spec, scale=scale))
    else:
        target.write_bytes(vl_convert.vegalite_to_pdf(spec))
    return target


def themed(picture: Picture, theme: Theme = "light", width: int = 640) -> dict[str, Any]:
    """The specification with a fixed width and the colours of a page."""
    background, ink, grid = PAGES[theme]
    spec = picture.chart.to_dict()
    spec.update(width=width, background=background, padding=14)
    spec["config"] = {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink,
            "gridColor": grid,
            "domain": False,
            "ticks": False,
            "labelFontSize": 11,
            "labelPadding": 6,
        },
        "text": {"color": ink},
        "title": {"color": ink, "subtitleColor": GREY},
    }
    return spec
