"""Finished studies."""

from __future__ import annotations


def draw() -> None:
    """Nothing yet."""
