"""``--picture FILE``: what a command shows as a chart."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.streams import say

if TYPE_CHECKING:
    from loyalty_sim.report.picture import Picture

PAGE = ".html"
ENDINGS = (".svg", ".png", ".pdf", PAGE)
WIDTH = 760

PictureFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Also draw it, as .svg, .png, .pdf or .html, which holds all of it; replaces a file."),
]


def require_picture(path: Path | None) -> None:
    """Refuse a file that could not be drawn, before a long run."""
    if path is None:
        return
    if path.suffix.lower() not in ENDINGS:
        named = shlex.quote(f"{path.stem or 'picture'}.svg")
        raise CommandError(Code.USAGE, f"--picture is {path}; must end in {', '.join(ENDINGS)}, such as {named}")
    if not path.parent.is_dir():
        raise CommandError(Code.USAGE, f"--picture is {path}, but there is no folder {path.parent}")
    if path.is_dir():
        raise CommandError(Code.USAGE, f"--picture is {path}, which is a folder; must be a file")


def draw(path: Path | None, title: str, pictures: Mapping[str, Picture | None], quiet: bool) -> None:
    """Write pictures by name: all into one page, or the first into the file and each other beside it, named after it."""
    if path is None:
        return
    from loyalty_sim.cli.export import write_whole
    from loyalty_sim.report.html.figures import page
    from loyalty_sim.report.picture_files import picture_bytes

    known = {name: picture for name, picture in pictures.items() if picture is not None}
    kind = path.suffix.lower()
    if kind == PAGE:
        files = {path: page(title, list(known.values())).encode()} if known else {}
    else:
        paths = [path, *(path.with_name(f"{path.stem}-{name}{path.suffix}") for name in list(known)[1:])]
        drawn = (picture_bytes(picture, kind, width=WIDTH) for picture in known.values())
        files = dict(zip(paths, drawn, strict=False))
    for each, content in files.items():
        write_whole(each, partial(_write, content=content))
    if not files:
        say(f"warning: there is nothing to draw, so that {path} is not written")
    elif not quiet:
        say(f"wrote {', '.join(map(str, files))}")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
