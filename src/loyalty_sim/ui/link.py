"""The session's work as a compact versioned text in the page's address, so that reloading and sharing lose nothing.

Canonical JSON, deflated, base64 with an alphabet that addresses allow. The whole scenario travels, not its differences
to a preset: a link must mean the same after a preset has changed. A link is hostile until validated. Links of earlier
versions are brought forward, and what that moved is told.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from loyalty_sim.engine import MODEL_VERSION
from loyalty_sim.scenario import SCHEMA_VERSION, Scenario
from loyalty_sim.scenario.files import moved_content, too_new, upgraded
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui.work import BROUGHT, LOADED, PINNED, UNCHANGED, Design, Named, Origin, Work, sentences

VERSION = 2
LONGEST_TEXT = 60_000
"""Characters of a link that are looked at."""
LARGEST_CONTENT = 200_000
"""Bytes that a link may unfold to; a zip bomb is a link too."""
MOST_SAID = 6
"""Fields that moved, told by name."""

Content = dict[str, Any]


class LinkError(ValueError):
    """A link that cannot be read; says why in a sentence."""


class Opened(NamedTuple):
    """What a link holds."""

    work: Work
    notice: str
    """What is to be told about it; "" when it is of this version."""


def _from_1(content: Content) -> Content:
    """Version 1 named no model and knew no baseline from elsewhere; the oldest held of a baseline its program alone."""

    def design(part: Any) -> Any:
        return part if part is None or (isinstance(part, dict) and "program" in part) else {"program": part}

    return {**content, "model": None, "brought": None, **{name: design(content.get(name)) for name in ("loaded", "pinned")}}


UPGRADES: dict[int, Callable[[Content], Content]] = {1: _from_1}
"""By version of the link: what turns its content into that of the next version."""


def encode(work: Work) -> str:
    """The text for the address; only valid scenarios travel."""
    content = {
        "v": VERSION,
        "model": MODEL_VERSION,
        "preset": work.preset,
        "scenario": work.scenario.model_dump(mode="json"),
        "loaded": work.loaded.model_dump(mode="json"),
        "pinned": work.pinned.model_dump(mode="json") if work.pinned else None,
        "brought": work.brought.model_dump(mode="json") if work.brought else None,
        "choice": work.choice,
        **({"saved": work.saved.model_dump(mode="json")} if work.saved else {}),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 6)).decode().rstrip("=")


def decode(text: str) -> Work:
    """The work of a link; raises as ``read`` does."""
    return read(text).work


def read(text: str) -> Opened:
    """The work of a link, and what is to be told about it.

    Raises:
        LinkError: damaged, too large, of a newer version, or not a valid scenario.
    """
    content = _current(_unfold(text))
    before = content.get("scenario")
    if not isinstance(before, dict):
        raise LinkError("the link holds no scenario")
    after = upgraded(before)
    if too_new(after):
        raise LinkError(f"the format of its scenario {too_new(after)}")
    try:
        work = _work(content, after, before.get("schema_version", SCHEMA_VERSION))
    except ValidationError as error:
        raise LinkError(f"the link holds no valid scenario: {sentences(error)[0]}") from error
    return Opened(work, _notice(content.get("model"), moved_content(before)))


def token(text: str) -> str:
    """The text of a link from a whole address, or from the text alone."""
    text = text.strip()
    try:
        found = parse_qs(urlsplit(text).query).get("s", [])
    except ValueError:  # no address, such as one with half a bracket
        found = []
    return found[0] if found else text


def _current(content: Content) -> Content:
    """The content in the form of this version."""
    version = content.get("v")
    if type(version) is int and version > VERSION:
        reads = f"this one reads versions up to {VERSION}"
        raise LinkError(f"the link has version {version}, of a newer loyalty-sim; {reads}: install the newer one")
    while type(version) is int and version in UPGRADES:
        content = UPGRADES[version](content)
        version += 1
    if type(version) is not int or version != VERSION:
        raise LinkError("the link is of no version that this page knows; copy it again in full")
    return content


def _work(content: Content, scenario: Content, version: Any) -> Work:
    """The work of current content; its baselines are of the same version of the scenario format as the scenario."""
    opened = Work.of(Scenario.model_validate(scenario))
    loaded, pinned, brought = content.get("loaded"), content.get("pinned"), content.get("brought")
    named = None
    if isinstance(brought, dict):
        named = Named.model_validate({**brought, "design": _design(brought.get("design"), version)})
    held = [*([PINNED] if pinned else []), *([BROUGHT] if named else [])]
    preset, choice = content.get("preset"), content.get("choice")
    return Work(
        preset if isinstance(preset, str) and preset in presets() else "",
        opened.draft,
        opened.scenario,
        _design(loaded, version),
        _design(pinned, version) if pinned else None,
        choice if isinstance(choice, str) and choice in {LOADED, UNCHANGED, *presets(), *held} else LOADED,
        brought=named,
        saved=Origin.model_validate(content["saved"]) if content.get("saved") else None,
    )


def _design(content: Any, version: Any) -> Design:
    """A baseline of a link, upgraded as a scenario of that version would be."""
    if not isinstance(content, dict):
        return Design.model_validate(content)
    whole = upgraded({**content, "schema_version": version})
    return Design.model_validate({name: part for name, part in whole.items() if name != "schema_version"})


def _notice(model: Any, changes: list[str]) -> str:
    """What a reader of an older link must know."""
    parts = []
    if changes:
        rest = f"; and {len(changes) - MOST_SAID} more" if len(changes) > MOST_SAID else ""
        parts.append(
            f"The link is of an earlier version and was brought up to date: {'; '.join(changes[:MOST_SAID])}{rest}."
        )
    if type(model) is int and model != MODEL_VERSION:
        parts.append(
            f"The link was made with model version {model}; this is version {MODEL_VERSION}, so that numbers may differ."
        )
    return " ".join(parts)


def _unfold(text: str) -> dict[str, Any]:
    """The content of a link, never more than ``LARGEST_CONTENT`` bytes of it."""
    if len(text) > LONGEST_TEXT:
        raise LinkError(f"the link has {len(text):,} characters; at most {LONGEST_TEXT:,} are read")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, LARGEST_CONTENT)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise LinkError("the link is damaged; copy it again in full") from error
    if unpacker.unconsumed_tail:
        raise LinkError(f"the link unfolds to more than {LARGEST_CONTENT:,} bytes")
    if not unpacker.eof:
        raise LinkError("the link is cut short; copy it again in full")
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise LinkError("the link is damaged; copy it again in full") from error
    if not isinstance(content, dict):
        raise LinkError("the link holds no scenario")
    return content
