"""Pictures as files: PNG, SVG or PDF, drawn offline without a browser."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from typing import Any, Literal

from loyalty_sim.report.files import write_whole
from loyalty_sim.report.layers import GREY
from loyalty_sim.report.picture import Picture

Theme = Literal["light", "dark"]
FORMATS = (".png", ".svg", ".pdf")
PAGES = {"light": ("#ffffff", "#31333f", "#e0e2e8"), "dark": ("#0e1117", "#fafafa", "#31343c")}
"""Background, text and grid."""


def save_picture(
    picture: Picture, path: str | Path, *, theme: Theme = "light", width: int = 640, scale: float = 2.0
) -> Path:
    """Draw a picture into a file, which is whole or not there; the ending of ``path`` (.png, .svg or .pdf) says how.

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
        OSError: the file cannot be written.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in FORMATS:
        raise ValueError(f"a picture can be saved as {', '.join(FORMATS)}; got {target.name!r}")
    content = picture_bytes(picture, kind, theme=theme, width=width, scale=scale)
    return write_whole(target, lambda partial: partial.write_bytes(content))


def picture_bytes(picture: Picture, kind: str, *, theme: Theme = "light", width: int = 640, scale: float = 2.0) -> bytes:
    """The content of a file of a picture; ``kind`` is ".png", ".svg" or ".pdf".

    Raises:
        RuntimeError: the package vl-convert-python is not installed.
    """
    spec = themed(picture, theme, width)
    if kind == ".svg":
        return svg(spec).encode()
    text, converter = json.dumps(spec), _converter()
    drawn: bytes = converter.vegalite_to_png(text, scale=scale) if kind == ".png" else converter.vegalite_to_pdf(text)
    return drawn


def svg(spec: dict[str, Any], prefix: str = "clip") -> str:
    """A specification drawn as SVG: the same one always gives the same text, its names beginning with ``prefix``.

    The converter numbers the names of clips on and on from picture to picture; here each picture numbers its own from 1,
    and several of them can stand on one page.
    """
    drawn: str = _converter().vegalite_to_svg(json.dumps(spec))
    numbers = count(1)
    names = {name: f"{prefix}{next(numbers)}" for name in re.findall(r'\bid="(clip\d+)"', drawn)}
    return re.sub(r'(\bid="|url\(#)(clip\d+)(?=["\)])', lambda found: found[1] + names.get(found[2], found[2]), drawn)


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


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise RuntimeError("saving pictures needs the package vl-convert-python; install it with pip") from error
    return vl_convert
