"""The session's work as a compact versioned text in the page's address, so that reloading and sharing lose nothing.

Canonical JSON, deflated, base64 with an alphabet that addresses allow. The whole scenario travels, not its differences
to a preset: a link must mean the same after a preset has changed. A link is hostile until validated.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from pydantic import ValidationError

from loyalty_sim.scenario import Scenario
from loyalty_sim.scenario.presets import presets
from loyalty_sim.ui.work import LOADED, PINNED, UNCHANGED, Design, Work, sentences

VERSION = 1
LONGEST_TEXT = 60_000
"""Characters of a link that are looked at."""
LARGEST_CONTENT = 200_000
"""Bytes that a link may unfold to; a zip bomb is a link too."""


class LinkError(ValueError):
    """A link that cannot be read; says why in a sentence."""


def encode(work: Work) -> str:
    """The text for the address; only valid scenarios travel."""
    content = {
        "v": VERSION,
        "preset": work.preset,
        "scenario": work.scenario.model_dump(mode="json"),
        "loaded": work.loaded.model_dump(mode="json"),
        "pinned": work.pinned.model_dump(mode="json") if work.pinned else None,
        "choice": work.choice,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 6)).decode().rstrip("=")


def decode(text: str) -> Work:
    """The work of a link.

    Raises:
        LinkError: damaged, too large, of another version, or not a valid scenario.
    """
    content = _unfold(text)
    if content.get("v") != VERSION:
        raise LinkError(f"the link has version {content.get('v')!r}; this page reads version {VERSION}")
    try:
        work = Work.of(Scenario.model_validate(content.get("scenario")), str(content.get("preset", "")))
        pinned = content.get("pinned")
        known = {LOADED, UNCHANGED, *presets(), *([PINNED] if pinned else [])}
        choice = content.get("choice")
        return Work(
            work.preset if work.preset in presets() else "",
            work.draft,
            work.scenario,
            _design(content.get("loaded")),
            _design(pinned) if pinned else None,
            choice if choice in known else LOADED,
        )
    except ValidationError as error:
        raise LinkError(f"the link holds no valid scenario: {sentences(error)[0]}") from error


def _design(content: Any) -> Design:
    """A baseline of a link; an older link holds its program alone."""
    return Design.model_validate(content if isinstance(content, dict) and "program" in content else {"program": content})


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
